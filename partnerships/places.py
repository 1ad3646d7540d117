"""Where twinnings are on the drawn map: points for towns, a soft disc for a region."""

from collections.abc import Iterable
from dataclasses import dataclass

from partnerships.models import Organisation, Twinning, reading_order

WIDTH, NORTHERNMOST = 1000, 72
PER_DEGREE = WIDTH / 360


@dataclass(frozen=True)
class Place:
    """An organisation on the map, in the units of static/img/world.svg (equirectangular)."""

    organisation: Organisation
    side: str
    x: float
    y: float

    @property
    def is_region(self) -> bool:
        return self.organisation.is_region


@dataclass(frozen=True)
class Bond:
    """A twinning with its two places, the reader's side first; places without coordinates lack."""

    twinning: Twinning
    places: list[Place]
    names: tuple[Organisation, Organisation]

    @property
    def path(self) -> str:
        """The line between both places: one shallow arc."""
        if len(self.places) < 2:
            return ""
        (a, b) = self.places
        lift = abs(a.x - b.x) * 0.18
        return f"M{a.x} {a.y}Q{(a.x + b.x) / 2:.1f} {min(a.y, b.y) - lift:.1f} {b.x} {b.y}"


def place_of(organisation: Organisation, side: str) -> Place | None:
    if organisation.latitude is None or organisation.longitude is None:
        return None
    x = round((organisation.longitude + 180) * PER_DEGREE, 1)
    y = round((NORTHERNMOST - organisation.latitude) * PER_DEGREE, 1)
    return Place(organisation, side, x, y)


def bonds_of(twinnings: Iterable[Twinning]) -> list[Bond]:
    """The bonds as the map and the list beside it show them."""
    bonds = []
    for twinning in twinnings:
        order = reading_order(twinning)
        sides = [(twinning.organisation_of(side), side) for side in order]
        places = [place for org, side in sides if (place := place_of(org, side))]
        bonds.append(Bond(twinning, places, (sides[0][0], sides[1][0])))
    return bonds
