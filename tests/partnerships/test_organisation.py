"""Organisations: what is ever true of one, and how one is found."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from partnerships.models import Organisation
from tests.factories import OrganisationFactory, SourceFactory


def refusal_of(organisation):
    with pytest.raises(ValidationError) as refusal:
        organisation.full_clean()
    return refusal.value.message_dict


def test_a_region_is_never_a_pin(db):
    organisation = OrganisationFactory.build(kind="region", precision="town")
    message = "A region is never shown as a point: choose “region”."
    assert refusal_of(organisation) == {"__all__": [message]}


@pytest.mark.parametrize("precision", ["town", "municipality"])
def test_the_database_insists_that_a_region_is_no_pin(db, precision):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        OrganisationFactory(kind="region", precision=precision)
    assert "organisation_region_is_no_pin" in str(refusal.value)


def test_inhabitants_need_a_year_and_a_source(db):
    organisation = OrganisationFactory.build(population=22_000, population_year=2024)
    message = "A number of inhabitants needs its year and source."
    assert refusal_of(organisation) == {"__all__": [message]}


def test_inhabitants_with_a_year_and_a_source_are_kept(db):
    source = SourceFactory()
    organisation = OrganisationFactory(
        population=22_000, population_year=2024, population_source=source
    )
    organisation.full_clean()
    assert Organisation.objects.get(population=22_000) == organisation


@pytest.mark.parametrize(("latitude", "longitude"), [(51.2, None), (None, 4.4)])
def test_half_a_place_is_refused(db, latitude, longitude):
    organisation = OrganisationFactory.build(latitude=latitude, longitude=longitude)
    assert refusal_of(organisation) == {
        "__all__": ["Give both latitude and longitude, or neither."]
    }


def test_a_place_off_the_globe_is_refused(db):
    organisation = OrganisationFactory.build(latitude=91.0, longitude=4.0)
    assert list(refusal_of(organisation)) == ["latitude"]


def test_only_known_languages_are_kept(db):
    organisation = OrganisationFactory.build(languages=["nl", "xx"])
    message = "Use a list of these codes: en, es, fr, kek, nl, qu."
    assert refusal_of(organisation) == {"languages": [message]}


@pytest.mark.parametrize(
    "words",
    ["Nimlajacoc", "nimlajacoc", "Nimlaha'kok", "Nimlaha’kok", "NIMLAHAKOK", "nimlahákok", "Cobán"],
)
def test_search_finds_a_place_by_any_of_its_spellings(nimlahakok, edegem, words):
    assert list(Organisation.objects.search(words)) == [nimlahakok]


@pytest.mark.parametrize("words", ["San Jerónimo", "san jeronimo", "JERÓNIMO", "jeronimo cusco"])
def test_search_ignores_accents_case_and_the_order_of_fields(san_jeronimo, edegem, words):
    assert list(Organisation.objects.search(words)) == [san_jeronimo]


@pytest.mark.parametrize("words", ["%", "_", "edegem%", "\\"])
def test_search_takes_wildcards_for_what_they_are(edegem, words):
    assert list(Organisation.objects.search(words)) == []


def test_search_for_all_words_not_for_any(edegem, san_jeronimo):
    assert list(Organisation.objects.search("edegem cusco")) == []


def test_search_for_nothing_finds_all(edegem, san_jeronimo):
    assert list(Organisation.objects.search("  ")) == [edegem, san_jeronimo]


def test_a_changed_name_is_found_by_its_new_spelling(edegem):
    edegem.name = "Édegem-Noord"
    edegem.save()
    assert list(Organisation.objects.search("edegem-noord")) == [edegem]


def test_an_invisible_character_in_a_name_is_refused(db):
    organisation = OrganisationFactory.build(name="Ede\u202egem")
    message = "This text has invisible control characters: type it again."
    assert refusal_of(organisation) == {"name": [message]}


def test_a_country_is_named_in_the_readers_language(san_jeronimo):
    with translation.override("es"):
        assert san_jeronimo.country_name == "Perú"


def test_working_languages_are_named(nimlahakok):
    assert nimlahakok.language_names == ["Spanish", "Q'eqchi'"]


def test_old_versions_are_kept(edegem):
    edegem.name = "Edegem-Nieuw"
    edegem.save()
    assert [version.name for version in edegem.history.all()] == ["Edegem-Nieuw", "Edegem"]
