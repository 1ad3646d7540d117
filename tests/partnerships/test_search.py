"""Search: whatever somebody may read, by any accent, in any form of the word, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from partnerships import actions
from partnerships.actions.passage import write_all_passages
from partnerships.models import Organisation, Passage
from partnerships.models.passage import LONGEST_TITLE
from partnerships.search import search, snippet_of
from tests.factories import (
    DeedFactory,
    announced,
    draft,
    learned,
    submitted,
    taken_over,
    translated,
)
from tests.pages import publish, url, visit, words_of
from tests.sessions import contributed, planned, promised, reported


def entered(twinning, by, **words):
    """A deed as a side enters it, by the action."""
    given = {"title": "Compost", "main_target_id": "12.5", "language": "nl"} | words
    return actions.add_deed(twinning=twinning, side=twinning.side_of(by), by=by, **given)


def titles(user, words):
    return [str(hit.title) for hit in search(user, words)]


# --- What is found ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["energie", "ÉNERGIE", "énergie wijken", "wijk", "d'énergie", "Zonne"]
)
def test_accents_capitals_and_beginnings_do_not_matter(twinning, editor, words):
    entered(
        twinning, editor, title="Zonne-énergie", description="Panneaux d'énergie. In de wijken."
    )
    assert titles(editor, words) == ["Zonne-énergie"]


def test_all_the_words_have_to_be_there(twinning, editor):
    entered(twinning, editor, title="Compost aan school")
    assert (titles(editor, "compost school"), titles(editor, "compost regen")) == (
        ["Compost aan school"],
        [],
    )


@pytest.mark.parametrize("words", ["", "  ", "'", "%", "!!", "\x00"])
def test_no_word_finds_nothing(twinning, editor, words):
    entered(twinning, editor)
    assert titles(editor, words) == []


@pytest.mark.parametrize(
    "words", ["a & b", "a | !b", "'; DROP TABLE x; --", "(a", "a:*", "a <-> b"]
)
def test_signs_of_a_query_language_are_no_query(twinning, editor, words):
    assert titles(editor, words) == []


@pytest.mark.parametrize(
    ("language", "text", "words", "has_the_letters"),
    [
        ("nl", "De gemeenten bouwen scholen.", "gemeente school", False),
        ("es", "Los municipios construyeron escuelas.", "municipio escuela", True),
        ("fr", "Les communes construisent des écoles.", "commune ecole", True),
        ("en", "Municipalities were building schools.", "municipality school", False),
    ],
)
def test_other_forms_of_a_word_by_the_language_of_the_text(
    twinning, editor, language, text, words, has_the_letters
):
    """PostgreSQL knows the forms of a word; SQLite finds the letters as they were typed."""
    entered(twinning, editor, title="Here", description=text, language=language)
    is_found = has_the_letters or connection.vendor == "postgresql"
    assert titles(editor, words) == (["Here"] if is_found else [])


def test_the_other_names_of_a_place_are_the_place(twinning, partner_editor):
    Organisation.objects.filter(pk=twinning.partner_id).update(
        name="Nimlaha'kok", name_variants="Nimlajacoc, Nimlaha’kok"
    )
    twinning.partner.refresh_from_db()
    twinning.partner.save()
    entered(twinning, partner_editor, title="Camino a Nimlaha'kok", language="es")
    found = titles(partner_editor, "Nimlajacoc")
    assert ("Camino a Nimlaha'kok" in found, len(found)) == (True, 2)


def test_every_kind_of_text_is_found(twinning, milestone, editor, partner_editor, coordinator):
    submitted(milestone, partner_editor, what_happened="Zebra en la calle.", language="es")
    actions.change_milestone(
        milestone=milestone, by=partner_editor, title_nl="Zebra over de straat"
    )
    entered(twinning, editor, title="Zebra thuis")
    learned(twinning, editor, title="Zebra geleerd")
    session = planned(twinning, editor, days=-7, title="Zebra besproken")
    reported(session, editor, text="De zebra komt er.")
    page = twinning.pages.get(side="flemish")
    words = {"language": "nl", "text": "Wij houden van de zebra.", "version": page.version}
    actions.change_page(page=page, by=editor, **words)
    kinds = sorted(hit.kind for hit in search(editor, "zebra"))
    assert kinds == ["deed", "lesson", "milestone", "minutes", "page", "report", "session"]


def test_a_change_is_found_and_what_stood_before_is_not(twinning, editor):
    deed = entered(twinning, editor, title="Regentonnen")
    actions.change_deed(deed=deed, by=editor, title="Waterputten")
    assert (titles(editor, "regentonnen"), titles(editor, "waterput")) == ([], ["Waterputten"])


def test_a_translation_is_found_once_it_is_checked(twinning, editor, partner_editor):
    deed = entered(twinning, editor, title="Regentonnen")
    one = translated(deed, partner_editor, "es", title="Barriles de lluvia")
    before = titles(editor, "barriles")
    actions.check_translation(translation=one, by=editor, version=one.version)
    assert (before, titles(editor, "barriles")) == ([], ["Barriles de lluvia"])


def test_of_two_languages_the_readers_own_is_shown_once(milestone, editor):
    words = {"title_nl": "Zebra straat", "title_es": "Zebra calle", "version": milestone.version}
    actions.change_milestone(milestone=milestone, by=editor, **words)
    with translation.override("es"):
        assert titles(editor, "zebra") == ["Zebra calle"]


def test_everything_can_be_written_anew(twinning, milestone, editor):
    entered(twinning, editor)
    before = sorted(Passage.objects.values_list("kind", "thing", "language", "folded"))
    Passage.objects.all().delete()
    write_all_passages()
    again = set(Passage.objects.values_list("kind", "thing", "language", "folded"))
    assert set(before) <= again


# --- Who finds it -------------------------------------------------------------------------------


def test_who_may_not_read_it_does_not_find_it(request, milestone, partner_editor):
    submitted(milestone, partner_editor, what_happened="Geheim aan de rivier.")
    entered(milestone.twinning, partner_editor, title="Geheim in de school")
    roles = ["editor", "reader", "coordinator", "facilitator", "stranger", "nobody", "former"]
    found = {role: len(titles(request.getfixturevalue(role), "geheim")) for role in roles}
    public = len(visit(None).get(url("search-list") + "?q=geheim").context["page"].object_list)
    inside = {"editor": 2, "reader": 2, "coordinator": 2, "facilitator": 2}
    assert (found, public) == (inside | {"stranger": 0, "nobody": 0, "former": 0}, 0)


def test_a_draft_is_found_by_nobody_else(milestone, partner_editor, editor, coordinator):
    draft(milestone, partner_editor, what_happened="Geheim.")
    assert [titles(user, "geheim") for user in (editor, coordinator)] == [[], []]


def test_what_is_published_is_found_and_gone_when_it_is_taken_offline(twinning, editor):
    entered(twinning, editor, title="Zebra thuis")
    where, reader = url("search-list") + "?q=zebra", visit(None)
    page = publish(twinning, "flemish", editor)
    shown = "Zebra thuis" in words_of(reader.get(where))
    actions.withdraw_page(page=page, by=editor)
    assert (shown, "Zebra thuis" in words_of(reader.get(where))) == (True, False)


# --- The page -----------------------------------------------------------------------------------


def test_what_was_found_is_marked_in_its_words():
    text = "In drie wijken van de gemeente staan compostvaten."
    marked = [piece for is_found, piece in snippet_of(text, ["compost", "gemeenten"]) if is_found]
    assert marked == ["gemeente", "compostvaten"]


def test_a_long_text_is_cut_around_the_word():
    text = "begin " + "woord " * 200 + "zebra " + "einde " * 200
    snippet = "".join(piece for _is_found, piece in snippet_of(text, ["zebra"]))
    assert ("zebra" in snippet, snippet[0], snippet[-1], len(snippet) < 300) == (
        True,
        "…",
        "…",
        True,
    )


def test_markup_in_a_text_stays_text(twinning, editor):
    entered(twinning, editor, description="<script>zebra()</script>")
    html = visit(editor).get(url("search-list") + "?q=zebra").content.decode()
    assert ("<script>" in html, "&lt;script&gt;" in html or "script" in html) == (False, True)


def test_results_are_narrowed_to_a_kind(twinning, editor):
    entered(twinning, editor, title="Zebra thuis")
    learned(twinning, editor, title="Zebra geleerd")
    response = visit(editor).get(url("search-list") + "?q=zebra&kind=lesson")
    kinds = {hit.kind for hit in response.context["page"]}
    assert (kinds, response.context["number"]) == ({"lesson"}, 2)


@pytest.mark.parametrize("query", ["?q=" + "x" * 500, "?kind=nothing&q=a", "?page=99&q=a", ""])
def test_whatever_is_asked_is_answered(editor, query):
    assert visit(editor).get(url("search-list") + query).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_searching_takes_so_many_queries_however_much_is_found(twinning, editor, rows):
    for number in range(rows):
        entered(twinning, editor, title=f"Zebra {number}")
    DeedFactory(twinning=twinning)
    browser, where = visit(editor), url("search-list") + "?q=zebra"
    browser.get(where)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(where).status_code == 200
    assert len(queries) == 7


def test_what_was_said_beforehand_taken_over_and_announced_is_found(
    twinning, herent, nimlahakok, editor, stranger, coordinator
):
    contributed(planned(twinning, editor), editor, twinning.flemish, text="Zonder zakken.")
    lesson = learned(twinning, editor, visibility="twinnings")
    taken_over(lesson, herent.twinnings_as_flemish.get(), stranger, why="Met zakken.")
    announced(coordinator, title="Zakken")
    found = sorted(hit.kind for hit in search(editor, "zakken"))
    write_all_passages()
    assert (found, sorted(hit.kind for hit in search(editor, "zakken"))) == (
        ["adoption", "forum", "said"],
        found,
    )


def test_a_session_is_found_in_the_language_it_was_translated_into(
    twinning, editor, partner_editor
):
    session = planned(twinning, editor, title="Over afval", language="nl")
    one = translated(session, partner_editor, "es", title="Sobre la basura")
    actions.check_translation(translation=one, by=editor, version=one.version)
    with translation.override("es"):
        assert titles(partner_editor, "basura") == ["Sobre la basura"]


def test_a_promise_of_one_long_word_is_found(twinning, editor):
    link = "https://files.example/" + "x" * 700
    promised(twinning, editor, what=link)
    assert Passage.objects.get(kind="promise").title == link[:LONGEST_TITLE]
