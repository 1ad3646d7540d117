"""Organisations from a table: known by their number in the portal or by an identifier.

A name alone is no identity: two places called so are two. A row without any identifier is an
organisation of that name, country and province only where there is exactly one.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from partnerships.imports.cells import code_of, number, one_of, text_of, whole_of
from partnerships.imports.table import Column, Importer, Row
from partnerships.models import Organisation, Source
from stedenband.spreadsheets import Value, text_in
from stedenband.texts import WrittenLanguage, fold

YEARS = (1800, 2200)
EMPTY: dict[str, Any] = {"population": None, "population_year": None}


def languages_in(value: Value) -> tuple[str, ...]:
    read = one_of(WrittenLanguage.choices)
    parts = text_in(value).replace(";", ",").split(",")
    return tuple(dict.fromkeys(read(part) for part in parts if part.strip()))


def source_in(value: Value) -> str:
    key = code_of(20)(value)
    if not Source.objects.filter(key=key).exists():
        raise ValidationError(_("There is no source %(key)s.") % {"key": key})
    return key


def degrees(most: int) -> Any:
    def read(value: Value) -> float:
        found = float(number(value))
        if not -most <= found <= most:
            raise ValidationError(_("This is no place on earth."))
        return found

    return read


COLUMNS = (
    Column("number", gettext_lazy("Number in the portal"), whole_of(1, 10**9), ("nr", "id")),
    Column("name", gettext_lazy("Name"), text_of(120), ("naam", "gemeente"), is_required=True),
    Column("kind", gettext_lazy("Kind"), one_of(Organisation.Kind.choices), ("soort",)),
    Column("country", gettext_lazy("Country"), one_of(countries), ("land",)),
    Column("place", gettext_lazy("Place"), text_of(120), ("provincie", "department")),
    Column(
        "precision",
        gettext_lazy("Precision of the place"),
        one_of(Organisation.Precision.choices),
        ("exactness",),
    ),
    Column("latitude", gettext_lazy("Latitude"), degrees(90), ("lat",)),
    Column("longitude", gettext_lazy("Longitude"), degrees(180), ("lon", "lng")),
    Column(
        "languages", gettext_lazy("Working languages"), languages_in, ("languages",), load=tuple
    ),
    Column("population", gettext_lazy("Inhabitants"), whole_of(0, 50_000_000), ("population",)),
    Column("population_year", gettext_lazy("Year of that figure"), whole_of(*YEARS), ("year",)),
    Column("population_source", gettext_lazy("Source of that figure"), source_in, ("source",)),
    Column(
        "register",
        gettext_lazy("Register of organisations"),
        one_of(Organisation.Register.choices),
        ("register",),
    ),
    Column("registration", gettext_lazy("Number in that register"), code_of(40), ("kbo",)),
    Column("wikidata_id", gettext_lazy("Wikidata number"), code_of(12), ("wikidata",)),
)


class OrganisationImporter(Importer[Row, Organisation]):
    columns = COLUMNS
    key = ("number",)

    def __init__(self, about: Any = None) -> None:
        super().__init__(about)
        self.by_number: dict[int, Organisation] = {}
        self.by_identifier: dict[tuple[str, str], Organisation] = {}
        self.by_place: dict[tuple[str, str, str], list[Organisation]] = {}
        for one in self.things().select_related("population_source"):
            self.by_number[one.pk] = one
            for key in identifiers_of(one.wikidata_id, one.register, one.registration):
                self.by_identifier[key] = one
            self.by_place.setdefault(where(one.name, one.country, one.place), []).append(one)

    def things(self) -> QuerySet[Organisation]:
        return Organisation.objects.all()

    def find(self, row: Row) -> Organisation | None:
        cells = row.cells
        if pk := cells.get("number"):
            if pk not in self.by_number:
                raise ValidationError(
                    _("There is no organisation %(number)s here: leave it empty for a new one.")
                    % {"number": pk}
                )
            return self.by_number[pk]
        keys = keys_of(cells)
        known = {self.by_identifier[key].pk for key in keys if key in self.by_identifier}
        if len(known) > 1:
            raise ValidationError(_("These identifiers belong to different organisations."))
        return self.by_number[known.pop()] if known else self.named(row, keys)

    def named(self, row: Row, keys: list[tuple[str, str]]) -> Organisation | None:
        """The one of that name there, if that is certain."""
        cells = row.cells
        same = self.by_place.get(
            where(cells.get("name", ""), cells.get("country", ""), cells.get("place", "")), []
        )
        if keys:  # one with another identifier is another one
            same = [one for one in same if not one.wikidata_id and not one.registration]
        if same and (keys or len(same) > 1):
            raise ValidationError(
                _("An organisation is called so already: fill in its number in the portal (%(n)s).")
                % {"n": ", ".join(str(one.pk) for one in same)}
            )
        return same[0] if same else None

    def standing(self, thing: Organisation, name: str) -> Any:
        if name == "languages":
            return tuple(thing.languages)
        if name == "population_source":
            return thing.population_source.key if thing.population_source else ""
        return getattr(thing, name)

    def check_new(self, row: Row) -> None:
        for name in ("name", "country"):
            if not row.cells.get(name):
                raise ValidationError({name: _("A new organisation needs this.")})

    def identity(self, row: Row) -> object:
        cells = row.cells
        place = where(cells.get("name", ""), cells.get("country", ""), cells.get("place", ""))
        return tuple(keys_of(cells)) or place


def keys_of(cells: dict[str, Any]) -> list[tuple[str, str]]:
    given = (cells.get(name, "") for name in ("wikidata_id", "register", "registration"))
    return identifiers_of(*given)


def identifiers_of(wikidata_id: str, register: str, registration: str) -> list[tuple[str, str]]:
    found = [("wikidata", wikidata_id)] if wikidata_id else []
    return [*found, (register, registration)] if registration else found


def where(name: str, country: str, place: str) -> tuple[str, str, str]:
    return fold(name), country, fold(place)
