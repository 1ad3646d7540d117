"""The world's register of twinnings: taken in whole, shown modestly, used by nobody else."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships import actions
from partnerships.management.documented import load_documented
from partnerships.models import Import, Organisation, Page, Twinning
from tests.factories import OrganisationFactory
from tests.pages import everything, url, visit, words_of

NAMES = ["Q1\tBrasschaat", "Q2\tTarija", "Q3\tSan José", "Q4\tSan José", "Q5\tÁrbol"]
RELATIONS = ["Q2\tQ1", "Q1\tQ2", "Q1\tQ2", "Q3\tQ2", "Q4\tQ5"]


def take_in(relations=RELATIONS, names=NAMES, by=None):
    return actions.import_register(relations=relations, names=names, by=by)


def numbers(done):
    return done.added, done.changed, done.unchanged


@pytest.fixture
def flemish(db):
    return OrganisationFactory(name="Brasschaat", wikidata_id="Q1")


def test_both_directions_are_one_and_homonyms_stay_two(db):
    assert numbers(take_in()) == (3, 0, 0)
    pairs = {str(one) for one in Twinning.objects.with_sides()}
    called_so = Organisation.objects.filter(name="San José").count()
    assert (pairs, called_so) == (
        {"Brasschaat – Tarija", "San José – Tarija", "Árbol – San José"},
        2,
    )


def test_the_documented_pair_is_not_entered_once_more(db):
    load_documented()
    pairs, names = ["Q35004\tQ693513"], ["Q693513\tBrasschaat", "Q35004\tTarija"]
    assert numbers(take_in(pairs, names)) == (0, 0, 1)


def test_again_it_changes_nothing_and_leaves_no_import(db):
    take_in()
    before = everything()
    assert (numbers(take_in()), everything()) == ((0, 0, 3), before)


def test_a_new_name_is_taken_over_where_nobody_works_with_the_place(flemish):
    take_in()
    names = ["Q1\tBrasschaet", *NAMES[1:4], "Q5\tArbre"]
    done = take_in(names=names)
    called = [Organisation.objects.get(wikidata_id=key).name for key in ("Q1", "Q5")]
    assert (numbers(done), called) == ((0, 1, 3), ["Brasschaat", "Arbre"])


def test_the_flemish_end_stands_on_its_own_side(flemish):
    take_in()
    pair = Twinning.objects.get(partner__wikidata_id="Q2", flemish__wikidata_id="Q1")
    assert (pair.flemish, pair.registered_from.key) == (flemish, "wikidata-2016")


def test_a_twinning_that_is_in_use_is_left_as_it_is(flemish, coordinator):
    partner = OrganisationFactory(name="Tarija", country="BO", wikidata_id="Q2")
    used = actions.found_twinning(flemish=flemish, partner=partner, slug="x", by=coordinator)
    assert (numbers(take_in()), used in Twinning.objects.in_use()) == ((2, 0, 1), True)


@pytest.mark.parametrize(
    ("relations", "names", "message"),
    [
        (["Q1\tQ9"], NAMES, "relations, row 1, column B: Q9 has no name."),
        (["Q1\tQ2", "Q1"], NAMES, "relations, row 2, column –: A row has two columns"),
        (["Q1\tBrussels"], NAMES, "relations, row 1, column B: “Brussels” is no Wikidata number."),
        (["Q1\tQ1"], NAMES, "relations, row 1, column B: A twinning binds two different"),
        (["Q1\tQ2"], [*NAMES, "Q6\t"], "names, row 6, column B: A name has 1 to 120"),
        (["Q1\tQ2"], [*NAMES, "Q5\tOther"], "names, row 6, column B: Q5 has two names."),
        (["Q1\tQ2"], [*NAMES, "Q6\tA\u202eB"], "names, row 6, column B: This text has invisible"),
    ],
)
def test_a_wrong_row_is_told_and_nothing_is_written(db, relations, names, message):
    before = everything()
    with pytest.raises(ValidationError) as refusal:
        take_in(relations, names)
    assert (refusal.value.messages[0].startswith(message), everything()) == (True, before)


def test_the_command_says_what_it_did(db, tmp_path, capsys):
    for name, rows in (("relations", RELATIONS), ("names", NAMES)):
        (tmp_path / name).write_text("\ufeff" + "\r\n".join(rows) + "\r\n", encoding="utf-8")
    call_command("import_register", tmp_path / "relations", tmp_path / "names")
    call_command("import_register", tmp_path / "relations", tmp_path / "names")
    said = capsys.readouterr()
    assert (said.out.splitlines(), said.err.splitlines()) == (
        ["3 new, 0 changed, 0 unchanged", "0 new, 0 changed, 3 unchanged"],
        ["3 of 3"],
    )


def test_the_command_refuses_a_file_that_is_none(db, tmp_path):
    (tmp_path / "names").write_bytes(b"Q1\tCob\xe1n\n")
    for relations in ("nowhere", "names"):
        with pytest.raises(CommandError):
            call_command("import_register", tmp_path / relations, tmp_path / "names")


def test_undoing_takes_back_pairs_and_places_and_nothing_else(flemish, coordinator):
    before = set(Organisation.objects.all())
    take_in(by=coordinator)
    actions.undo_import(imported=Import.objects.get(), by=coordinator)
    assert (Twinning.objects.count(), set(Organisation.objects.all())) == (0, before)


def found(world_pair, by):
    """A registered pair taken into use."""
    for place in (world_pair.flemish, world_pair.partner):
        place.country = place.country or "BO"
        place.save()
    given = {"flemish": world_pair.flemish, "partner": world_pair.partner}
    return actions.found_twinning(slug="brasschaat-tarija", by=by, **given)


def test_a_registered_pair_is_taken_into_use_by_founding_it(flemish, coordinator):
    take_in(by=coordinator)
    pair = Twinning.objects.get(flemish=flemish)
    used = found(pair, coordinator)
    with pytest.raises(ValidationError, match="is in use here since"):
        actions.undo_import(imported=Import.objects.get(), by=coordinator)
    assert (used.pk, used.registered_from, used.partner.registered_from, used.pages.count()) == (
        pair.pk,
        None,
        None,
        2,
    )


# --- Where it shows, and where not ---------------------------------------------------------------


@pytest.fixture
def pair(flemish):
    take_in()
    return Twinning.objects.with_sides().get(flemish=flemish)


def test_its_page_names_both_places_and_the_source_and_no_side(pair):
    words = words_of(visit(None).get(url("twinning-detail", pair.slug)))
    assert [
        said in words
        for said in ("Brasschaat – Tarija", "Belgium", "do not use this portal yet", "Flemish side")
    ] == [True, True, True, False]


def test_the_list_shows_what_is_in_use_first_and_finds_both(twinning, pair):
    Twinning.objects.filter(pk=twinning.pk).update(is_listed=True)

    def listed(**query):
        page = visit(None).get(url("twinning-list"), query)
        return [one.pk for one, _names, _goals in page.context["rows"]]

    assert (listed()[0], len(listed()), listed(q="brassch"), listed(state="active")) == (
        twinning.pk,
        4,
        [pair.pk],
        [twinning.pk],
    )
    assert (len(listed(state="registered")), listed(country="BE"), listed(goal=11)) == (
        3,
        [twinning.pk, pair.pk],
        [],
    )


@pytest.mark.parametrize("per_page", [1, 2, 3, 10])
def test_pages_of_the_list_show_each_twinning_once(twinning, pair, per_page, monkeypatch):
    monkeypatch.setattr("partnerships.views.twinning.PER_PAGE", per_page)
    Twinning.objects.filter(pk=twinning.pk).update(is_listed=True)
    shown, number, more = [], 1, True
    while more:
        page = visit(None).get(url("twinning-list"), {"page": number})
        shown += [one.pk for one, _names, _goals in page.context["rows"]]
        number, more = number + 1, page.context["page"].has_next()
    assert (len(shown), set(shown)) == (4, set(Twinning.objects.values_list("pk", flat=True)))


@pytest.mark.parametrize(
    "name",
    ["twinning-history", "handover-detail", "document-list", "deed-add", "twinning-iati",
     "calendar-twinning", "reciprocity-detail", "state-change", "session-add"],
)  # fmt: skip
def test_it_has_no_other_page_whoever_asks(pair, coordinator, name):
    assert visit(coordinator).get(url(name, pair.slug)).status_code == 404


def test_nothing_counts_maps_mails_or_publishes_it(pair):
    outside = visit(None)
    home = outside.get(url("home"))
    csv = b"".join(outside.get(reverse("open:register-csv")).streaming_content).decode()
    places = outside.get(reverse("open:organisations-list")).content.decode()
    sitemap = outside.get(reverse("open:sitemap-section", args=["twinnings"])).content.decode()
    call_command("remind")
    shown = [pair.slug in text or "Tarija" in text for text in (csv, places, sitemap)]
    pages = Page.objects.filter(twinning=pair).count()
    assert (home.context["twinning_count"], shown, len(mail.outbox), pages) == (
        0,
        [False, False, False],
        0,
        0,
    )


def test_pages_take_so_many_queries_however_many_are_registered(db):
    found = []
    for number in (1, 5):
        take_in(RELATIONS[:number])
        pair = Twinning.objects.registered().first()
        for ask in (url("twinning-list"), url("twinning-list") + "?q=Tarija", pair):
            where = ask if isinstance(ask, str) else url("twinning-detail", ask.slug)
            with CaptureQueriesContext(connection) as queries:
                visit(None).get(where)
            found.append(len(queries))
    assert (found[:3], found[3:]) == ([7, 7, 2], [7, 7, 2])
