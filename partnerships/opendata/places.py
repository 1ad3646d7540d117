"""The places: municipalities and regions of public twinnings, and who runs public programmes."""

from dataclasses import dataclass
from typing import Annotated

from django.db.models import Q

from partnerships.models import Organisation, Programme, Twinning
from partnerships.models.organisation import OrganisationQuerySet
from partnerships.opendata.words import Reference, reference
from stedenband.openapi import Says

Country = Annotated[str, Says("ISO 3166-1 alpha-2.")]


@dataclass(frozen=True)
class Point:
    """WGS 84."""

    longitude: float
    latitude: float


@dataclass(frozen=True)
class Population:
    """A number of inhabitants, with its year and source."""

    number: int
    year: int | None
    source: Reference | None


@dataclass(frozen=True)
class PlaceName:
    """A place, as others refer to it."""

    id: str
    name: str
    kind: Organisation.Kind
    country: Country
    point: Annotated[Point | None, Says("Only where it is known to the point; never of a region.")]


@dataclass(frozen=True)
class Place:
    """A municipality, region, association, process support or funder."""

    id: str
    name: str
    kind: Organisation.Kind
    country: Country
    place: Annotated[str, Says("Province, department or state.")]
    within: Annotated[str, Says("The municipality that a region lies in.")]
    point: Annotated[Point | None, Says("Only where it is known to the point; never of a region.")]
    precision: Organisation.Precision
    languages: Annotated[list[str], Says("ISO 639 codes of its working languages.")]
    time_zone: str
    population: Population | None


def public_places() -> OrganisationQuerySet:
    """What is told of on the pages of public twinnings and programmes."""
    twinnings, programmes = Twinning.objects.public(), Programme.objects.public()
    known = Q(pk__in=twinnings.values("flemish")) | Q(pk__in=twinnings.values("partner"))
    for role in ("funder", "lead", "supporters"):
        known |= Q(pk__in=programmes.filter(**{f"{role}__isnull": False}).values(role))
    found = Organisation.objects.filter(known).select_related("within", "population_source")
    return found.order_by("pk")


def read_place(row: Organisation) -> Place:
    return Place(
        id=row.slug,
        name=row.name,
        kind=Organisation.Kind(row.kind),
        country=row.country,
        place=row.place,
        within=row.within.name if row.within else "",
        point=point_of(row),
        precision=Organisation.Precision(row.precision),
        languages=[str(code) for code in row.languages],
        time_zone=row.time_zone,
        population=population_of(row),
    )


def name_of(row: Organisation) -> PlaceName:
    kind = Organisation.Kind(row.kind)
    return PlaceName(row.slug, row.name, kind, row.country, point_of(row))


def point_of(row: Organisation) -> Point | None:
    return Point(*row.point) if row.point else None


def population_of(row: Organisation) -> Population | None:
    if row.population is None:
        return None
    return Population(row.population, row.population_year, reference(row.population_source))
