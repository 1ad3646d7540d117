"""A form sent twice, too late, by two people, or from a page that was open too long."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from partnerships import actions
from partnerships.models import Comment, ProgressReport, Trajectory, Translation
from tests import continuity, mandates, sessions
from tests.factories import agree, approve, draft, jotted, reload, submitted, translated
from tests.forms import FORMS, OWN_WORDS, WITH_WORDS, form_of
from tests.pages import everything, text_of, upload, url, visit, words_of
from tests.reports import responded

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


PRESENT = ("signatory",)


@pytest.fixture
def browser(request):
    """The browser of the one who fills a form in."""
    return lambda form, **options: visit(request.getfixturevalue(form.role), **options)


# --- Twice --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", [name for name in FORMS if name != "account-erase"]
)  # it signs out
def test_a_double_click_does_it_once_and_leads_to_the_same_page(name, world, browser):
    form = form_of(name, world)
    data, clicks = form.filled(), browser(form)
    first = clicks.post(form.where, data)
    after = everything()
    second = clicks.post(form.where, data)
    assert ((first.status_code, second.status_code), second.url, everything() == after) == (
        (302, 302),
        first.url,
        True,
    )


def test_a_comment_sent_twice_is_one_comment(world, browser):
    form = form_of("comment-add", world)
    data = form.filled()
    for _ in range(3):
        browser(form).post(form.where, data)
    assert Comment.objects.count() == 1


def test_a_form_that_was_refused_keeps_its_token_and_is_carried_out_then(world, browser):
    form = form_of("progress-write", world)
    data, page = form.filled(happened_on="31-02-2020"), browser(form)
    again = page.post(form.where, data)
    kept = f'name="once" value="{data["once"]}"' in text_of(again)
    done = page.post(form.where, data | {"happened_on": "29-02-2020"})
    report = ProgressReport.objects.get(milestone=world.late)
    assert (kept, done.status_code, report.rounds) == (True, 302, 1)


def test_files_sent_twice_are_kept_once(world, browser):
    form = form_of("progress-write", world)
    token = form.filled()
    for _ in range(2):
        browser(form).post(form.where, token | {"uploads": [upload("one.png")]})
    report = ProgressReport.objects.get(milestone=world.late)
    assert [one.name for one in report.evidence.all()] == ["one.png"]


def test_the_token_of_somebody_else_opens_nothing(world, editor, stranger):
    token = {"once": str(uuid4())}
    visit(editor).post(url("page-publish", world.flemish_page.pk), token)
    answer = visit(stranger).post(url("page-edit", world.partner_page.pk), token)
    assert answer.status_code == 404


# --- Two people ---------------------------------------------------------------------------------

THEIRS = "What the other one wrote meanwhile."


# Where the words of a form are kept that two people may write.
COLUMNS = (
    {
        "custom-write": "text",
        "deed-change": "title",
        "document-change": "title",
        "indicator-change": "what",
        "measurement-change": "note",
        "adoption-report": "result",
        "forum-change": "title",
        "lesson-change": "situation",
        "milestone-change": "title_en",
        "page-edit": "text",
        "photo-change": "caption",
        "progress-write": "what_happened",
        "recommendation-change": "text",
        "recommendation-answer": "action",  # after the other: what is answered stays as it is
        "translation-edit": "title",
        "story-change": "text",
    }
    | sessions.COLUMNS
    | continuity.COLUMNS
    | mandates.COLUMNS
)


def changed_meanwhile(name, form, editor, partner_editor):
    """Somebody else saves the same thing; answers the row as it stands then."""
    row = form.about
    if name == "translation-edit":
        words = {"title": THEIRS}
        return translated(row.thing, partner_editor, version=row.version, **words)
    if name == "progress-write":
        return draft(row, partner_editor, what_happened=THEIRS)
    if name == "recommendation-answer":
        return responded(row, "flemish", editor, action=THEIRS)
    if name == "assessment-answer":
        return jotted(row, editor)
    words = {COLUMNS[name]: THEIRS} if name in COLUMNS else {}
    type(row).objects.filter(pk=row.pk).update(version=row.version + 1, **words)
    return row


VERSIONED = [
    *COLUMNS,
    *(name for name in sessions.VERSIONED if name not in COLUMNS),
    "assessment-answer",
    "milestone-drop",
    "milestone-reinstate",
    "milestone-replan",
    "progress-confirm",
    "progress-review",
    "story-review",
    "trajectory-shift",
]


def test_every_form_with_a_version_is_tested(world):
    forms = {name: form_of(name, world).about for name in FORMS}
    versioned = {name for name, about in forms.items() if hasattr(about, "version")}
    without = {  # they add, or do one thing: there is nothing to overwrite
        "comment-add",
        "deed-comment",
        "lesson-adopt",
        "mandate-add",
        "document-replace",
        "document-withdraw",
        "measurement-add",
        "milestone-add",
        *(name for name, row in FORMS.items() if not row[3]),
        "page-remind",
        "photo-add",
        "session-contribute",
        "session-illustrate",
    }
    assert versioned | {"assessment-answer"} == set(VERSIONED) | (without & versioned)


@pytest.mark.parametrize("name", VERSIONED)
def test_who_saves_second_overwrites_nothing(name, world, browser, editor, partner_editor):
    form = form_of(name, world)
    changed_meanwhile(name, form, editor, partner_editor)
    before = everything()
    response = browser(form).post(form.where, form.filled())
    said = words_of(response)
    found = (
        response.status_code,
        "Somebody else saved this meanwhile. Compare both texts below." in said,
        "Two versions" in said,
        OWN_WORDS in text_of(response),
        everything() == before,
    )
    assert found == (409, True, True, True, True)


def in_column(row, column):
    return row.words[column] if isinstance(row, Translation) else getattr(row, column)


@pytest.mark.parametrize("name", COLUMNS)
def test_the_second_reads_both_texts_and_may_replace_the_first(
    name, world, browser, editor, partner_editor
):
    form, column = form_of(name, world), COLUMNS[name]
    row = changed_meanwhile(name, form, editor, partner_editor)
    page, data = browser(form), form.filled()
    conflict = page.post(form.where, data)
    compared = text_of(conflict).split("Two versions", 1)[1].split("</section>", 1)[0]
    version = re.search(r'name="version" value="(\d+)"', text_of(conflict)).group(1)
    done = page.post(form.where, data | {"version": version})
    assert (
        THEIRS in compared,
        OWN_WORDS in compared,
        done.status_code,
        in_column(reload(row), column),
    ) == (True, True, 302, OWN_WORDS)


def test_a_third_who_comes_between_is_not_overwritten_either(world, browser, editor):
    form = form_of("page-edit", world)
    page, data = browser(form), form.filled()
    words = {"language": "nl", "by": editor}
    actions.change_page(page=world.flemish_page, text="Two", **words)
    conflict = page.post(form.where, data)
    version = re.search(r'name="version" value="(\d+)"', text_of(conflict)).group(1)
    actions.change_page(page=world.flemish_page, text="Three", **words)
    again = page.post(form.where, data | {"version": version})
    assert (again.status_code, reload(world.flemish_page).text) == (409, "Three")


# --- Too late -----------------------------------------------------------------------------------


def close(name, world, editor, signatory, coordinator, partner_editor):
    """What a form is about comes to an end while somebody fills it in; its version is known."""
    if name in ("milestone-replan", "milestone-drop"):
        submitted(world.late, partner_editor)
    elif name == "milestone-reinstate":
        given = {"by": coordinator, "month": 25, "reason": "money"}
        actions.reinstate_milestone(milestone=world.dropped, **given)
    elif name == "progress-review":
        approve(world.waiting, coordinator)
    elif name == "progress-confirm":
        agree(approve(world.waiting, coordinator), signatory)
    else:
        Trajectory.objects.filter(pk=world.trajectory.pk).update(state="closed")


TOO_LATE = [
    "milestone-add",
    "milestone-change",
    "milestone-drop",
    "milestone-reinstate",
    "milestone-replan",
    "progress-confirm",
    "progress-review",
    "progress-write",
    "trajectory-shift",
]


@pytest.mark.parametrize("name", TOO_LATE)
def test_who_comes_too_late_gets_the_reason_and_the_text_back(
    name, world, browser, editor, signatory, coordinator, partner_editor
):
    form = form_of(name, world)
    close(name, world, editor, signatory, coordinator, partner_editor)
    before = everything()
    is_new = name in ("progress-write", "milestone-add")
    version = form.data["version"] if is_new else str(reload(form.about).version)
    response = browser(form).post(form.where, form.filled(version=version))
    found = (
        response.status_code,
        bool(response.context["form"].non_field_errors()),
        OWN_WORDS in text_of(response),
        everything() == before,
    )
    assert found == (200, True, True, True)


def test_evidence_that_was_handed_in_meanwhile_stays(world, browser, editor):
    form = form_of("evidence-remove", world)
    given = {"version": world.draft.version, "what_happened": "Done.", "language": "nl"}
    submitted(world.draft.milestone, editor, **given)
    response = browser(form).post(form.where, form.filled())
    said = "This was handed in with a report: it stays with it." in text_of(response)
    assert (response.status_code, said, reload(world.draft_file).pk) == (
        200,
        True,
        world.draft_file.pk,
    )


def test_a_report_that_is_not_approved_is_not_published(world, browser):
    form = form_of("progress-publish", world)
    where = url("progress-publish", world.waiting.pk)
    response = browser(form).post(where, form.filled())
    said = "Only an approved report can be published." in text_of(response)
    assert (response.status_code, said, reload(world.waiting).published_at) == (200, True, None)


@pytest.mark.parametrize("state", ["submitted", "closed"])
def test_the_page_of_a_report_that_cannot_be_written_leads_back(state, world, partner_editor):
    milestone = world.waiting.milestone if state == "submitted" else world.late
    if state == "closed":
        Trajectory.objects.filter(pk=world.trajectory.pk).update(state="closed")
    response = visit(partner_editor).get(url("progress-write", milestone.pk), follow=True)
    sentence = {
        "submitted": "This report was handed in already and waits for an answer.",
        "closed": "This milestone is closed: nothing more is reported on it.",
    }[state]
    assert (response.redirect_chain, sentence in words_of(response)) == (
        [(url("milestone-detail", milestone.pk), 302)],
        True,
    )


# --- Open too long ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WITH_WORDS)
def test_a_page_that_was_open_too_long_gives_every_word_back(name, world, browser):
    form, before = form_of(name, world), everything()
    long = OWN_WORDS + " <b>&amp; more</b>\n" * 5
    page = browser(form, enforce_csrf_checks=True)
    response = page.post(form.where, form.filled(**{form.words: long}))
    kept = dict(response.context["kept"])
    found = (
        response.status_code,
        kept[form.words],
        text_of(response).count("more</b>"),
        everything() == before,
    )
    assert found == (403, long, 5, True)


def test_sent_once_more_it_is_carried_out(world, browser):
    form = form_of("comment-add", world)
    page = browser(form, enforce_csrf_checks=True)
    refused = page.post(form.where, form.filled())
    kept = dict(refused.context["kept"])
    action = re.search(r'<form class="page" method="post" action="([^"]+)"', text_of(refused))
    token = TOKEN.search(text_of(refused)).group(1)
    done = page.post(action.group(1), kept | {"csrfmiddlewaretoken": token})
    assert (refused.status_code, done.status_code, Comment.objects.get().text) == (
        403,
        302,
        OWN_WORDS,
    )


def test_a_page_of_our_own_carries_its_token(world, browser):
    form = form_of("comment-add", world)
    page = browser(form, enforce_csrf_checks=True)
    token = TOKEN.search(text_of(page.get(form.where))).group(1)
    done = page.post(form.where, form.filled(csrfmiddlewaretoken=token))
    assert done.status_code == 302


@pytest.mark.parametrize("name", ["account_login", "account_change_password"])
def test_a_password_is_never_given_back(name, browser, world):
    form = form_of("comment-add", world)
    words = ("password", "password1", "password2", "oldpassword")
    with translation.override("en"):
        where = reverse(name)
    page = browser(form, enforce_csrf_checks=True)
    response = page.post(where, dict.fromkeys(words, "very-secret-indeed") | {"login": "a@b.c"})
    assert (response.status_code, "very-secret" in text_of(response)) == (403, False)
