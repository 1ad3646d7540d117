"""Stories: written by a side, read over by a coordinator, public by a deed of that side."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from partnerships import actions
from partnerships.models import Event, Story, Verb
from stedenband import clock
from stedenband.versions import StaleVersion
from tests.factories import (
    handed_in,
    let_through,
    photographed,
    reload,
    story_published,
    told,
)
from tests.pages import text_of, url, visit, words_of

STATES = Story.State


@pytest.fixture
def story(twinning, partner_editor):
    """A draft of San Jerónimo."""
    return told(twinning, partner_editor, title="A street", language="es")


@pytest.fixture
def public(twinning, partner_editor, coordinator):
    return story_published(twinning, partner_editor, coordinator, title="Opened")


def send_back(story, by):
    given = {"decision": "returned", "note": "Which street?"}
    return actions.review_story(story=story, by=by, **given)


# --- From draft to public ---------------------------------------------------------------------


def test_a_story_becomes_public_by_three_deeds(story, partner_editor, coordinator):
    found = [story.state]
    for deed in (
        lambda: actions.submit_story(story=story, by=partner_editor),
        lambda: let_through(story, coordinator),
        lambda: actions.publish_story(story=story, by=partner_editor),
    ):
        found.append((deed().state, Story.objects.public().exists()))
    assert found == ["draft", ("submitted", False), ("approved", False), ("approved", True)]


@pytest.mark.parametrize("missing", ["lead", "text"])
def test_lead_and_text_are_needed_to_hand_in(twinning, editor, missing):
    with pytest.raises(ValidationError) as refusal:
        handed_in(twinning, editor, **{missing: ""})
    assert refusal.value.messages == ["Write the lead and the text before you hand it in."]


def test_it_is_handed_in_once(twinning, editor):
    story = handed_in(twinning, editor)
    with pytest.raises(ValidationError, match="handed in already"):
        actions.submit_story(story=story, by=editor)


def test_only_what_is_approved_is_published(twinning, editor, coordinator):
    story = send_back(handed_in(twinning, editor), coordinator)
    with pytest.raises(ValidationError, match="Only an approved story"):
        actions.publish_story(story=story, by=editor)


def test_it_is_decided_once(twinning, editor, coordinator, second_coordinator):
    story = let_through(handed_in(twinning, editor), coordinator)
    with pytest.raises(ValidationError, match="does not wait for a decision"):
        send_back(story, second_coordinator)


def test_it_comes_back_with_a_note_alone(twinning, editor, coordinator):
    with pytest.raises(ValidationError, match="Say what is missing"):
        actions.review_story(story=handed_in(twinning, editor), by=coordinator, decision="returned")


def test_what_came_back_is_handed_in_again(twinning, editor, coordinator):
    story = send_back(handed_in(twinning, editor), coordinator)
    again = actions.submit_story(story=story, by=editor)
    assert (again.state, again.review_note, again.reviewed_by) == (
        STATES.SUBMITTED,
        "Which street?",
        None,
    )


@pytest.mark.parametrize("author", ["written_by", "updated_by", "submitted_by"])
def test_the_database_lets_nobody_review_their_own_story(public, coordinator, author):
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=public.pk).update(**{author: coordinator})


def test_the_database_keeps_a_draft_out_of_sight(story):
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(published_at=clock.now())


def test_taken_offline_it_is_gone_and_can_come_back(public, partner_editor):
    actions.withdraw_story(story=public, by=partner_editor)
    gone = Story.objects.public().exists()
    actions.publish_story(story=public, by=partner_editor)
    assert (gone, Story.objects.public().exists()) == (False, True)


def test_a_change_takes_a_public_story_offline(public, partner_editor):
    story = actions.change_story(story=public, by=partner_editor, title="Two streets")
    assert (story.state, story.published_at, story.reviewed_by, Story.objects.public().count()) == (
        STATES.DRAFT,
        None,
        None,
        0,
    )


def test_a_change_is_not_approved_with_what_the_reviewer_read(twinning, editor, coordinator):
    story = handed_in(twinning, editor)
    seen = story.version
    actions.change_story(story=story, by=editor, text="Something else.")
    actions.submit_story(story=story, by=editor)
    with pytest.raises(StaleVersion):
        let_through(story, coordinator, version=seen)


def test_the_second_editor_overwrites_nothing(story, partner_editor, partner_signatory):
    actions.change_story(story=story, by=partner_editor, version=0, title="First")
    with pytest.raises(StaleVersion):
        actions.change_story(story=story, by=partner_signatory, version=0, title="Second")


def test_text_is_kept_with_its_harmless_html(story):
    actions.change_story(story=story, by=story.written_by, text="**Now**\n\n<script>x</script>")
    html = reload(story).text_html
    assert ("<strong>Now</strong>" in html, "<script" in html) == (True, False)


def test_at_most_two_hundred_words_are_read_aloud(story, partner_editor):
    actions.change_story(story=story, by=partner_editor, read_aloud="sol " * 200)
    with pytest.raises(ValidationError) as refusal:
        actions.change_story(story=story, by=partner_editor, read_aloud="sol " * 201)
    assert refusal.value.messages == ["This has 201 words: at most 200 can be read aloud."]


# --- The embargo ------------------------------------------------------------------------------


def test_under_embargo_it_is_published_and_not_shown(twinning, editor, coordinator):
    later = clock.now() + timedelta(hours=2)
    story = story_published(twinning, editor, coordinator, embargo_until=later)
    before = Story.objects.public().exists()
    with clock.at(later):
        after = Story.objects.public().exists()
    assert (before, after, story.shown_state_label, story.appeared_at) == (
        False,
        True,
        "published, under embargo",
        later,
    )


def test_the_newest_is_what_appeared_last(twinning, editor, coordinator):
    tomorrow = clock.now() + timedelta(days=1)
    first = story_published(twinning, editor, coordinator, embargo_until=tomorrow)
    second = story_published(twinning, editor, coordinator)
    with clock.at(tomorrow + timedelta(minutes=1)):
        assert list(Story.objects.public().newest_first()) == [first, second]


def test_an_embargo_is_given_in_the_writers_own_time(twinning, editor):
    editor.time_zone = "America/Lima"
    editor.save()
    data = {"title": "x", "language": "nl", "version": "0", "embargo_until": "2027-01-31T09:00"}
    visit(editor).post(url("story-add", twinning.slug), data)
    assert Story.objects.get().embargo_until.isoformat() == "2027-01-31T14:00:00+00:00"


@pytest.mark.parametrize(
    "typed", ["tomorrow", "2027-02-31T09:00", "9999-12-31T23:59", "0001-01-01"]
)
def test_what_is_no_moment_comes_back_as_it_was_typed(twinning, editor, typed):
    data = {"title": "x", "language": "nl", "version": "0", "embargo_until": typed}
    response = visit(editor).post(url("story-add", twinning.slug), data)
    errors = response.context["form"].errors
    assert (list(errors), f'value="{typed}"' in text_of(response)) == (["embargo_until"], True)


# --- Who sees ---------------------------------------------------------------------------------

SIDES_OWN = {"partner_editor", "partner_signatory"}
EVERYBODY = [
    "editor", "reader", "partner_editor", "partner_signatory", "stranger", "coordinator",
    "facilitator", "former", "nobody", "staff",
]  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "who"),
    [
        ("draft", SIDES_OWN),
        ("submitted", SIDES_OWN | {"coordinator", "facilitator"}),
        ("approved", SIDES_OWN | {"coordinator", "facilitator"}),
        ("public", set(EVERYBODY)),
    ],
)
def test_who_sees_a_story(request, story, partner_editor, coordinator, moment, who):
    if moment != "draft":
        actions.submit_story(story=story, by=partner_editor)
    if moment in ("approved", "public"):
        let_through(story, coordinator)
    if moment == "public":
        actions.publish_story(story=story, by=partner_editor)
    users = {name: request.getfixturevalue(name) for name in EVERYBODY}
    found = {name for name, user in users.items() if Story.objects.visible_to(user).exists()}
    anonymous = Story.objects.visible_to(AnonymousUser()).exists()
    assert (found, anonymous) == (who, moment == "public")


def test_a_twinning_that_is_not_listed_has_no_public_story(public, twinning):
    twinning.is_listed = False
    twinning.save()
    assert not Story.objects.visible_to(AnonymousUser()).exists()


def test_the_history_of_a_draft_is_its_sides_own(story, editor, partner_editor, coordinator):
    about = Event.objects.filter(story=story)
    found = [about.visible_to(one).exists() for one in (editor, partner_editor, coordinator)]
    assert found == [False, True, False]


def test_the_note_of_a_reviewer_stays_between_them(
    story, partner_editor, coordinator, editor, facilitator
):
    send_back(actions.submit_story(story=story, by=partner_editor), coordinator)
    page = url("story-detail", story.pk)
    found = [
        "Which street?" in words_of(visit(user).get(page))
        for user in (partner_editor, coordinator, facilitator)
    ]
    noted = Event.objects.filter(verb=Verb.STORY_RETURNED).values_list("note", flat=True)
    assert (found, list(noted), visit(editor).get(page).status_code) == (
        [True, True, False],
        [""],
        404,
    )


# --- Pages ------------------------------------------------------------------------------------


def test_saving_a_new_story_leads_to_it(twinning, editor):
    data = {"title": "Compost", "language": "nl", "version": "0"}
    response = visit(editor).post(url("story-add", twinning.slug), data)
    assert response.url == url("story-detail", Story.objects.get().pk)


@pytest.mark.parametrize(
    ("page", "says"),
    [("story-change", "goes offline at once"), ("photo-add", "goes offline at once")],
)
def test_the_form_warns_before_a_public_story_changes(public, partner_editor, page, says):
    assert says in words_of(visit(partner_editor).get(url(page, public.pk)))


def test_a_member_finds_what_is_not_shown_yet_apart(story, public, partner_editor, editor):
    found = {}
    for name, user in {"own": partner_editor, "other": editor, "anonymous": None}.items():
        said = words_of(visit(user).get(url("story-list")))
        found[name] = ("A street" in said, "Opened" in said)
    assert found == {"own": (True, True), "other": (False, True), "anonymous": (False, True)}


def test_a_coordinator_finds_what_is_to_be_reviewed(story, partner_editor, coordinator):
    actions.submit_story(story=story, by=partner_editor)
    pages = [words_of(visit(coordinator).get(url(name))) for name in ("work", "story-list")]
    assert ["A street" in said for said in pages] == [True, True]


def test_the_list_is_narrowed_to_a_twinning(public, other_twinning, stranger, coordinator):
    story_published(other_twinning, stranger, coordinator, title="Elsewhere")
    where = url("story-list") + f"?twinning={other_twinning.slug}"
    said = words_of(visit(None).get(where))
    unknown = visit(None).get(url("story-list") + "?twinning=no-such")
    assert ("Elsewhere" in said, "Opened" in said, unknown.status_code) == (True, False, 200)


def test_home_and_the_twinning_show_the_latest(public, twinning):
    pages = [url("home"), url("twinning-detail", twinning.slug)]
    assert ["Opened" in words_of(visit(None).get(page)) for page in pages] == [True, True]


def test_the_sheet_to_be_read_aloud_says_when_it_may_not_be(story, public, partner_editor):
    sheets = [url("story-print", one.pk) for one in (story, public)]
    warned = ["not to be read on air" in words_of(visit(partner_editor).get(s)) for s in sheets]
    assert warned == [True, False]


@pytest.mark.parametrize("language", ["nl", "es", "fr", "en"])
def test_the_feed_holds_what_everybody_reads(story, public, language):
    response = visit(None).get(url("story-feed", language=language))
    said = response.content.decode()
    found = ("Opened" in said, "A street" in said, f'<feed xml:lang="{language}"' in said)
    kind = response.headers["Content-Type"].split(";")[0]
    assert (kind, found) == ("application/atom+xml", (True, False, True))


def test_the_feed_says_in_which_language_a_story_is(public):
    said = visit(None).get(url("story-feed", language="es")).content.decode()
    assert '<entry xml:lang="nl">' in said


def test_what_looks_like_markup_stays_text_in_the_feed(twinning, editor, coordinator):
    story_published(twinning, editor, coordinator, lead="<b>5 < 6</b>")
    said = visit(None).get(url("story-feed")).content.decode()
    assert "&amp;lt;b&amp;gt;5 &amp;lt; 6" in said


# --- Mail -------------------------------------------------------------------------------------


def test_coordinators_are_asked_to_review(twinning, editor, coordinator, mailoutbox):
    handed_in(twinning, editor, title="Compost")
    mail = mailoutbox[0]
    found = [one.to for one in mailoutbox]
    assert (found, "/stories/" in mail.body) == ([[coordinator.email]], True)


@pytest.mark.parametrize(
    ("decide", "says"), [(let_through, "is not public yet"), (send_back, "Which street?")]
)
def test_its_side_hears_what_was_decided(
    twinning, editor, signatory, coordinator, mailoutbox, decide, says
):
    editor.language = signatory.language = "en"
    editor.save()
    signatory.save()
    story = handed_in(twinning, editor)
    mailoutbox.clear()
    decide(story, coordinator)
    told_to = sorted(one.to[0] for one in mailoutbox)
    assert (told_to, says in mailoutbox[0].body) == ([editor.email, signatory.email], True)


# --- Queries ----------------------------------------------------------------------------------


def taken(user, where):
    browser = visit(user)
    browser.get(where)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(where).status_code == 200
    return len(queries)


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_so_many_queries_however_much_they_show(
    rows, twinning, editor, partner_editor, coordinator
):
    for _ in range(rows):
        story = told(twinning, editor)
        for _ in range(rows):
            photographed(story, editor)
        let_through(actions.submit_story(story=story, by=editor), coordinator)
        actions.publish_story(story=story, by=editor)
        waiting = told(twinning, partner_editor)
        for _ in range(rows):
            photographed(waiting, partner_editor)
        actions.submit_story(story=waiting, by=partner_editor)
    pages = {
        "list": url("story-list"),
        "detail": url("story-detail", story.pk),
        "feed": url("story-feed"),
        "print": url("story-print", story.pk),
    }
    found = {name: taken(None, where) for name, where in pages.items()}
    found["list, editor"] = taken(editor, pages["list"])
    found["detail, editor"] = taken(editor, pages["detail"])
    found["list, coordinator"] = taken(coordinator, pages["list"])
    found["review"] = taken(coordinator, url("story-review", waiting.pk))
    assert found == {
        "list": 7,
        "detail": 5,
        "feed": 1,
        "print": 2,
        "list, editor": 11,
        "detail, editor": 9,
        "list, coordinator": 12,
        "review": 9,
    }
