"""Where twinnings are on the drawn map."""

import re

import pytest
from django.conf import settings
from django.utils import translation

from partnerships.models import Organisation
from partnerships.places import bonds_of, place_of
from tests.factories import OrganisationFactory, TwinningFactory

WORLD = settings.BASE_DIR / "static" / "img" / "world.svg"


@pytest.mark.parametrize(
    ("latitude", "longitude", "point"),
    [(72, -180, (0.0, 0.0)), (0, 0, (500.0, 200.0)), (51.157, 4.445, (512.3, 57.9))],
)
def test_a_place_is_where_the_map_draws_it(latitude, longitude, point):
    organisation = Organisation(latitude=latitude, longitude=longitude)
    place = place_of(organisation, "flemish")
    assert (place.x, place.y) == point


@pytest.mark.parametrize(("latitude", "longitude"), [(None, None), (51.0, None), (None, 4.0)])
def test_without_coordinates_there_is_no_place(latitude, longitude):
    assert place_of(Organisation(latitude=latitude, longitude=longitude), "flemish") is None


def test_the_equator_and_greenwich_are_places_too():
    assert place_of(Organisation(latitude=0, longitude=0), "partner") is not None


def test_a_region_is_a_disc_and_a_town_is_a_pin(nimlahakok, edegem):
    kinds = [place_of(one, "partner").is_region for one in (nimlahakok, edegem)]
    assert kinds == [True, False]


def test_a_region_is_never_a_pin_however_little_is_known():
    organisation = Organisation(kind="region", precision="unknown", latitude=15, longitude=-90)
    place = place_of(organisation, "partner")
    assert place is None or place.is_region


def test_a_bond_is_one_arc_between_two_places(twinning):
    (bond,) = bonds_of([twinning])
    (a, b) = bond.places
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", bond.path)]
    assert (numbers[:2], numbers[-2:], len(numbers)) == ([a.x, a.y], [b.x, b.y], 6)


def test_a_bond_with_one_known_place_has_no_arc(edegem):
    twinning = TwinningFactory(flemish=edegem, partner=OrganisationFactory(name="Somewhere"))
    (bond,) = bonds_of([twinning])
    assert (bond.path, len(bond.places), len(bond.names)) == ("", 1, 2)


@pytest.mark.parametrize(
    ("language", "names"),
    [("nl", ["Edegem", "San Jerónimo"]), ("es", ["San Jerónimo", "Edegem"])],
)
def test_the_names_stand_in_reading_order(twinning, language, names):
    with translation.override(language):
        (bond,) = bonds_of([twinning])
    assert [organisation.name for organisation in bond.names] == names


def test_the_map_is_as_large_as_its_places_expect():
    box = re.search(r'viewBox="([^"]+)"', WORLD.read_text(encoding="utf-8")).group(1)
    x, y, width, height = map(float, box.split())
    assert (x, y, width, height >= 350) == (0, 0, 1000, True)
