"""The register of public twinnings as a table and as a map: one row, one feature for each.

A feature is the points of both places, Flemish first, and no line between them: a line would lack
wherever one side is known as a region only, and be cut in two at the date line. All features
being of one kind, any program opens them as one layer. Where no place is known to the point the
geometry is empty, and the region's name stands in the properties.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Max

from partnerships.models import LEAVES, Organisation, Source, Twinning
from partnerships.opendata.collections import REGISTER
from partnerships.opendata.words import pages
from stedenband.spreadsheets import Value
from stedenband.texts import LANGUAGES

AT_ONCE = 2_000
PLACE = (
    "id",
    "name",
    "kind",
    "country",
    "place",
    "within",
    "precision",
    "region",
    "latitude",
    "longitude",
    "population",
    "population_year",
    "population_source",
)
COLUMNS = (
    "id",
    "state",
    "since_year",
    "since_source",
    *(f"{side.value}_{name}" for side in LEAVES for name in PLACE),
    *(f"summary_{code}" for code in LANGUAGES),
    *(f"page_{code}" for code in LANGUAGES),
    "licence",
)
ALONG = [f"{side.value}__{name}" for side in LEAVES for name in ("within", "population_source")]


def registered_twinnings() -> Iterator[Twinning]:
    """However many, so many in memory at once."""
    public = Twinning.objects.public().with_sides().select_related("since_source", *ALONG)
    return public.order_by("pk").iterator(chunk_size=AT_ONCE)


def table() -> Iterator[list[Value]]:
    """A row for each public twinning, in the order of COLUMNS."""
    return (cells(one) for one in registered_twinnings())


def cells(twinning: Twinning) -> list[Value]:
    source = twinning.since_source
    return [
        twinning.slug,
        twinning.state,
        twinning.since_year,
        source.url if source else None,
        *place_cells(twinning.flemish),
        *place_cells(twinning.partner),
        *(getattr(twinning, f"summary_{code}") for code in LANGUAGES),
        *pages("twinning-detail", twinning.slug).values(),
        REGISTER.id,
    ]


def place_cells(place: Organisation) -> list[Value]:
    longitude, latitude = place.point or (None, None)
    source = place.population_source
    return [
        place.slug,
        place.name,
        place.kind,
        place.country,
        place.place,
        place.within.name if place.within else "",
        place.precision,
        place.name if place.is_region else "",
        latitude,
        longitude,
        place.population,
        place.population_year,
        source.url if source else None,
    ]


def feature_collection() -> Iterator[bytes]:
    """The GeoJSON (RFC 7946), piece by piece."""
    head = {"type": "FeatureCollection", "name": "twinnings", "licence": vars(REGISTER)}
    yield (written(head)[:-1] + ',"features":[').encode()
    between = "\n"
    for twinning in registered_twinnings():
        yield (between + written(feature(twinning))).encode()
        between = ",\n"
    yield b"\n]}\n"


def feature(twinning: Twinning) -> dict[str, Any]:
    sides = (twinning.flemish, twinning.partner)
    points = [list(place.point) for place in sides if place.point]
    return {
        "type": "Feature",
        "id": twinning.slug,
        "geometry": {"type": "MultiPoint", "coordinates": points} if points else None,
        "properties": dict(zip(COLUMNS, cells(twinning), strict=True)),
    }


def written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def edition() -> str:
    """Another one whenever the register says something else; asked without reading it."""
    last = [
        model.history.aggregate(Max("history_id"))["history_id__max"]
        for model in (Twinning, Organisation)
    ]
    counted = [Twinning.objects.public().count(), Organisation.objects.count()]
    sources = list(Source.objects.order_by("pk").values_list("pk", "url"))
    known = repr((last, counted, sources, COLUMNS, vars(REGISTER), settings.SITE_URL))
    return hashlib.sha256(known.encode()).hexdigest()[:32]
