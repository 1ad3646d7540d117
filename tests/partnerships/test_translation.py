"""Translations: missing, draft, checked, outdated; and what a reader gets."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation as interface

from partnerships import actions
from partnerships.models import Event, Translation, side_of_text, texts_of
from stedenband.versions import StaleVersion
from tests.factories import (
    DeedFactory,
    announced,
    documented,
    draft,
    learned,
    photographed,
    reload,
    submitted,
    taken_over,
    told,
    translated,
)
from tests.handing import customs_written
from tests.pages import publish, url, visit, words_of
from tests.sessions import contributed, planned, reported

WORDS = {"title": "Huertos en las escuelas", "description": "En *tres* barrios."}


@pytest.fixture
def deed(twinning):
    words = {"title": "Schooltuinen", "description": "In drie wijken.", "language": "nl"}
    return DeedFactory(twinning=twinning, **words)


@pytest.fixture
def saved(deed, partner_editor):
    return save(deed, partner_editor)


@pytest.fixture
def checked(saved, partner_signatory):
    return check(saved, partner_signatory)


def save(thing, by, version=0, language="es", words=None):
    given = {"thing": thing, "language": language, "by": by, "version": version}
    return actions.save_translation(words=words or WORDS, **given)


def check(one, by):
    return actions.check_translation(translation=one, by=by, version=one.version)


def state_of(deed, user):
    [text] = [one for one in texts_of(deed.twinning, user, "es") if one.thing == deed]
    return text.state


def read(thing):
    """A thing as a page reads it, its translations with it."""
    return type(thing).objects.prefetch_related("translations").get(pk=thing.pk).reading


def title_in(deed, language):
    with interface.override(language):
        reading = read(deed)
        return str(reading.words["title"]), reading.words["title"].lang, reading.is_outdated


def test_a_text_is_as_long_as_an_original_at_most(editor, partner_editor, twinning):
    story = told(twinning, editor, text="Kort.")
    with pytest.raises(ValidationError) as refusal:
        save(story, partner_editor, words={"text": "a" * 20_001})
    expected = {"text": ["This text is longer than 20 kB: shorten it, or add it as a file."]}
    assert refusal.value.message_dict == expected


# --- States -------------------------------------------------------------------------------------


def test_from_missing_to_draft_to_checked_to_outdated(
    deed, editor, partner_editor, partner_signatory
):
    found = [state_of(deed, editor)]
    one = save(deed, partner_editor)
    found.append(state_of(deed, editor))
    check(one, partner_signatory)
    found.append(state_of(deed, editor))
    actions.change_deed(deed=deed, by=editor, title="Moestuinen aan school")
    found.append(state_of(deed, editor))
    assert found == ["missing", "draft", "checked", "outdated"]


def test_a_change_of_something_else_leaves_it_checked(deed, checked, editor):
    actions.change_deed(deed=deed, by=editor, state="under_way")
    assert state_of(deed, editor) == "checked"


def test_translated_anew_it_is_checked_anew(deed, checked, editor):
    actions.change_deed(deed=deed, by=editor, title="Moestuinen")
    again = save(deed, editor, version=checked.version)
    assert (again.pk, again.shown_state, again.checked_by) == (checked.pk, "draft", None)


def test_nobody_checks_their_own(saved, partner_editor):
    with pytest.raises(ValidationError, match="A second person"):
        check(saved, partner_editor)


def test_what_is_outdated_is_adapted_before_it_is_checked(deed, saved, editor):
    actions.change_deed(deed=deed, by=editor, title="Moestuinen")
    with pytest.raises(ValidationError, match="The original changed since"):
        check(saved, editor)


def test_what_is_checked_is_not_checked_twice(checked, editor):
    with pytest.raises(ValidationError):
        check(checked, editor)


def test_two_who_translate_at_once_do_not_overwrite_each_other(deed, saved, editor):
    with pytest.raises(StaleVersion):
        save(deed, editor, version=0)
    with pytest.raises(StaleVersion):
        actions.check_translation(translation=saved, by=editor, version=saved.version - 1)


@pytest.mark.parametrize(
    ("language", "words", "message"),
    [
        ("nl", WORDS, "the language in which it was written"),
        ("es", {"title": ""}, "Translate something"),
        ("es", {"else": "x"}, "Translate something"),
        ("xx", WORDS, "not a valid choice"),
    ],
)
def test_what_is_no_translation_is_refused(deed, partner_editor, language, words, message):
    with pytest.raises(ValidationError, match=message):
        save(deed, partner_editor, language=language, words=words)
    assert not Translation.objects.exists()


def test_a_language_that_the_interface_lacks(deed, partner_editor):
    assert str(save(deed, partner_editor, language="kek")) == "Schooltuinen (Q'eqchi')"


# --- Readers ------------------------------------------------------------------------------------


def test_a_reader_gets_what_is_checked_and_else_the_original(deed, saved, partner_signatory):
    before = title_in(deed, "es")
    check(saved, partner_signatory)
    assert (before, title_in(deed, "es"), title_in(deed, "fr")) == (
        ("Schooltuinen", "nl", False),
        ("Huertos en las escuelas", "es", False),
        ("Schooltuinen", "nl", False),
    )


def test_what_is_outdated_is_still_read_and_says_so(deed, checked, editor):
    actions.change_deed(deed=deed, by=editor, title="Moestuinen")
    assert title_in(deed, "es") == ("Huertos en las escuelas", "es", True)


def test_what_was_left_empty_is_read_in_the_original(deed, partner_editor, editor):
    check(save(deed, partner_editor, words={"title": "Huertos"}), editor)
    with interface.override("es"):
        words = read(deed).words
    assert [(str(one), one.lang) for one in words.values()] == [
        ("Huertos", "es"),
        ("In drie wijken.", "nl"),
    ]


def test_of_a_report_others_read_what_was_handed_in(milestone, partner_editor, editor):
    unsent = draft(milestone, partner_editor, what_happened="Aún no.")
    before = unsent.has_words
    report = submitted(milestone, partner_editor, what_happened="Está abierta.", language="es")
    one = save(report, editor, language="nl", words={"what_happened": "Ze is open."})
    check(one, partner_editor)
    with interface.override("nl"):
        found = str(read(report).words["what_happened"])
    assert (before, found, report.original.language) == (False, "Ze is open.", "es")


def test_whose_text_it_is(deed, report, twinning):
    page = twinning.pages.get(side="partner")
    sides = [side_of_text(one) for one in (deed, report, page)]
    assert sides == ["flemish", "partner", "partner"]


# --- Pages --------------------------------------------------------------------------------------


def test_the_page_of_a_deed_speaks_the_readers_language(deed, checked, partner_editor):
    words = words_of(visit(partner_editor).get(url("deed-detail", deed.pk, language="es")))
    said = ["Huertos en las escuelas", "Traducido"]
    assert [one for one in said if one not in words] == []


def test_the_public_reads_the_checked_translation_alone(deed, saved, editor, partner_signatory):
    publish(deed.twinning, "flemish", editor)
    where = url("deed-detail", deed.pk, language="es")
    before = "Huertos" in words_of(visit(None).get(where))
    check(saved, partner_signatory)
    assert (before, "Huertos" in words_of(visit(None).get(where))) == (False, True)


def test_a_milestone_shows_the_report_translated_with_the_original_beneath(
    milestone, partner_editor, editor
):
    report = submitted(milestone, partner_editor, what_happened="Está abierta.", language="es")
    check(
        save(report, editor, language="nl", words={"what_happened": "Ze is open."}), partner_editor
    )
    words = words_of(visit(editor).get(url("milestone-detail", milestone.pk, language="nl")))
    assert ("Ze is open." in words, "Está abierta." in words) == (True, True)


def test_both_texts_stand_side_by_side_with_what_changed(deed, checked, editor, partner_editor):
    actions.change_deed(deed=deed, by=editor, title="Schooltuinen voor allen")
    where = url("translation-edit", "deed", deed.pk, "es")
    html = visit(partner_editor).get(where).content.decode()
    assert ("<ins>voor allen</ins>" in html, "Huertos en las escuelas" in html) == (True, True)


def test_the_list_says_what_is_missing_and_leads_to_it(deed, reader):
    where = url("translation-list", deed.twinning.slug) + "?language=es"
    response = visit(reader).get(where)
    words, to_it = words_of(response), url("translation-edit", "deed", deed.pk, "es")
    assert ("Schooltuinen" in words, "missing" in words, to_it in response.content.decode()) == (
        True,
        True,
        True,
    )


@pytest.mark.parametrize(
    "address", ["deed/{}/nl/", "deed/{}/xx/", "nothing/{}/es/", "deed/987654/es/", "page/{}/es/"]
)
def test_what_cannot_be_translated_is_not_found(deed, editor, address):
    where = "/en/translations/" + address.format(deed.pk)
    assert visit(editor).get(where).status_code == 404


def test_the_mail_asks_the_side_that_wrote_it(deed, partner_editor, editor, mailoutbox):
    save(deed, partner_editor)
    assert [mail.to for mail in mailoutbox] == [[editor.email]]


def test_of_its_own_translation_the_side_across_is_asked(deed, partner_editor, editor, mailoutbox):
    save(deed, editor)
    assert [mail.to for mail in mailoutbox] == [[partner_editor.email]]


@pytest.mark.parametrize("noun", ["story", "photo"])
def test_of_a_story_that_is_not_public_the_side_across_hears_nothing(
    twinning, editor, partner_editor, mailoutbox, noun
):
    story = told(twinning, editor, language="nl")
    photo = photographed(story, editor, caption="De straat")
    given = {"story": (story, {"title": "La calle"}), "photo": (photo, {"caption": "La calle"})}
    thing, words = given[noun]
    mailoutbox.clear()
    save(thing, editor, words=words)
    assert [mail.to for mail in mailoutbox if partner_editor.email in mail.to] == []


@pytest.mark.parametrize("who", ["staff", "superuser"])
@pytest.mark.parametrize("is_shared", [False, True])
def test_staff_read_translations_of_what_they_read_themselves(
    twinning, editor, request, who, is_shared
):
    to = "twinning" if is_shared else "side"
    story = told(twinning, editor, language="nl")
    originals = {
        "custom": customs_written(twinning, editor, visibility=to),
        "document": documented(twinning, editor, language="nl", visibility=to),
        "lesson": learned(twinning, editor, visibility=to),
        "story": story,
        "photo": photographed(story, editor),
    }
    if is_shared:
        actions.submit_story(story=reload(story), by=editor)
    made = {name: translated(thing, editor).pk for name, thing in originals.items()}
    page, desk = "admin:partnerships_translation_change", visit(request.getfixturevalue(who))
    found = {name: desk.get(reverse(page, args=[pk])).status_code for name, pk in made.items()}
    read = {name for name, status in found.items() if status == 200}
    kept = {"lesson"} if who == "superuser" else set()  # shown to them, whoever keeps it
    assert read == (set(originals) if is_shared else kept)


def test_its_line_of_history_names_the_language_in_the_readers(deed, partner_editor, editor):
    save(deed, partner_editor)
    [line] = Event.objects.filter(verb="translation_saved")
    found = []
    for language in ("nl", "es"):
        with interface.override(language):
            found.append(line.change)
    assert found == ["Spaans", "español"]


# --- What is of several twinnings, or of all ----------------------------------------------------


@pytest.fixture
def session(twinning, editor):
    past = planned(twinning, editor, days=-7, title="Over afval", agenda="*Afval*", language="nl")
    return reported(past, editor)


@pytest.fixture
def adoption(twinning, herent, nimlahakok, editor, stranger):
    lesson = learned(twinning, editor, visibility="twinnings")
    elsewhere = herent.twinnings_as_flemish.get()
    return taken_over(lesson, elsewhere, stranger, why="Wij **ook**.", language="nl")


def spanish(thing, name, words, by, second):
    check(save(thing, by, words={name: words}), second)


def test_a_session_is_read_in_the_readers_language(session, editor, partner_editor):
    spanish(session, "title", "Sobre la basura", partner_editor, editor)
    where = [url("session-detail", session.pk, language="es"), url("session-list", language="es")]
    found = ["Sobre la basura" in words_of(visit(partner_editor).get(one)) for one in where]
    assert found == [True, True]


def test_a_photo_is_read_in_the_readers_language(session, editor, partner_editor):
    photo = photographed(session, editor, written_in="nl", caption="De zaal")
    spanish(photo, "caption", "La sala", partner_editor, editor)
    page = url("session-detail", session.pk, language="es")
    assert "La sala" in words_of(visit(partner_editor).get(page))


def test_the_photo_of_a_story_is_written_in_the_language_of_the_story(twinning, editor):
    photo = photographed(told(twinning, editor, language="es"), editor)
    assert (photo.original.language, [str(one) for one in photo.twinnings_concerned]) == (
        "es",
        [str(twinning)],
    )


def test_a_lesson_taken_over_is_read_in_the_readers_language(adoption, stranger, coordinator):
    spanish(adoption, "why", "Nosotros **también**.", stranger, coordinator)
    page = visit(stranger).get(url("lesson-detail", adoption.lesson.pk, language="es"))
    assert "<strong>también</strong>" in page.content.decode()


def test_a_forum_is_translated_by_anybody_who_works_in_a_twinning(coordinator, editor, mailoutbox):
    forum = announced(coordinator, title="Leerdag", language="nl")
    where = url("translation-edit", "forum", forum.pk, "es")
    sent = {"title": "Jornada", "version": "0"}
    response = visit(editor).post(where, sent)
    assert (response.headers["Location"], [mail.to for mail in mailoutbox]) == (
        url("forum-detail", forum.pk),
        [[coordinator.email]],
    )
    check(forum.translations.get(), coordinator)
    page = visit(editor).get(url("forum-detail", forum.pk, language="es"))
    assert "Jornada" in words_of(page)


def test_the_list_of_a_twinning_holds_what_it_shares_with_others(session, adoption, editor):
    photographed(session, editor, written_in="nl")
    found = {one.kind for one in texts_of(session.bonds[0], editor, "fr")}
    assert found == {"lesson", "session", "photo"}


def test_each_twinning_of_a_session_is_asked_to_check(session, partner_editor, editor, mailoutbox):
    save(session, partner_editor, words={"title": "Sobre la basura"})
    assert [mail.to for mail in mailoutbox] == [[editor.email]]


def test_to_a_stranger_a_session_that_is_not_public_is_not_there(session, stranger):
    where = url("translation-edit", "session", session.pk, "es")
    assert visit(stranger).get(where).status_code == 404


def test_a_conversation_is_read_in_the_readers_language(milestone, editor, partner_editor):
    comment = actions.add_comment(milestone=milestone, by=editor, language="nl", text="En nu?")
    spanish(comment, "text", "¿Y ahora?", partner_editor, editor)
    page = visit(partner_editor).get(url("milestone-detail", milestone.pk, language="es"))
    assert "¿Y ahora?" in words_of(page)


def test_what_was_said_beforehand_is_read_in_the_readers_language(twinning, editor, partner_editor):
    said = contributed(planned(twinning, editor), editor, twinning.flemish, language="nl")
    spanish(said, "text", "Sin **bolsas**.", partner_editor, editor)
    page = visit(partner_editor).get(url("session-detail", said.session.pk, language="es"))
    assert "<strong>bolsas</strong>" in page.content.decode()
