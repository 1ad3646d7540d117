"""The world's register of twinnings taken in: in bulk, all of it or nothing, as often as one likes.

A registered pair is a twinning with `registered_from`: on the list, on a page of its own, and
nowhere else, until somebody founds it here. A side that is Flemish stands in its own column; two
ends of which none is stand in the order of their names, and no page calls either one Flemish.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from partnerships.actions.event import record
from partnerships.imports.register import Register, read_register
from partnerships.models import Import, ImportedRow, Organisation, Source, Twinning, Verb
from stedenband.accounts.models import User
from stedenband.texts import fold

BATCH = 1_000
SOURCE = {
    "key": "wikidata-2016",
    "title": "Wikidata: twinned administrative bodies (P190), as recorded in 2016",
    "url": "https://www.wikidata.org/wiki/Property:P190",
}
Tell = Callable[[int, int], None]


def tell_nobody(done: int, total: int) -> None:
    """Progress of which nobody wants to hear."""


@transaction.atomic
def import_register(
    *,
    relations: Iterable[str],
    names: Iterable[str],
    by: User | None,
    file_name: str = "",
    tell: Tell = tell_nobody,
) -> Import:
    """Enter the pairs and places that are not here yet; the same files again change nothing.

    Refuses with every row that cannot be read. What people work with here is left as it is.
    """
    register = read_register(relations, names)
    register.refuse_errors()
    source = Source.objects.get_or_create(key=SOURCE["key"], defaults=SOURCE)[0]
    renamed = rename_places(register, source, by)
    places = enter_places(register, source, by)
    pairs = new_pairs(register, places)
    imported = Import(kind=Import.Kind.REGISTER, by=by, file_name=file_name[:150])
    imported.added, imported.changed = len(pairs), renamed
    imported.unchanged = len(register.pairs) - len(pairs)
    if not pairs and not renamed:
        imported.state = Import.State.DONE
        return imported
    imported.save()
    for start in range(0, len(pairs), BATCH):
        enter_pairs(imported, pairs[start : start + BATCH], places, source, by)
        tell(min(start + BATCH, len(pairs)), len(pairs))
    imported.state, imported.done = Import.State.DONE, len(pairs) + renamed
    imported.save()
    if by:
        numbers: dict[str, Any] = {"old": str(imported.changed), "new": str(imported.added)}
        record(Verb.TABLE_IMPORTED, by=by, note=str(imported), **numbers)
    return imported


def rename_places(register: Register, source: Source, by: User | None) -> int:
    """Places that only the register names are called what it calls them now."""
    changed = []
    for place in Organisation.objects.filter(registered_from=source).iterator(BATCH):
        name = register.names.get(place.wikidata_id, place.name)
        if name != place.name:
            place.name, place.search_text = name, fold(f"{name} {place.name_variants}")
            changed.append(place)
    fields = ["name", "search_text"]
    bulk_update_with_history(changed, Organisation, fields, batch_size=BATCH, default_user=by)
    return len(changed)


def enter_places(register: Register, source: Source, by: User | None) -> dict[str, Organisation]:
    """Each place of the register by its number; new ones are entered."""
    known = set(Organisation.objects.exclude(wikidata_id="").values_list("wikidata_id", flat=True))
    twinned = {key for pair in register.pairs for key in pair}
    new = [
        Organisation(
            name=register.names[key],
            slug=f"{slugify(register.names[key])[:60]}-{key.lower()}".lstrip("-"),
            wikidata_id=key,
            registered_from=source,
        )
        for key in sorted(twinned - known)
    ]
    bulk_create_with_history(new, Organisation, batch_size=BATCH, default_user=by)
    needed = ("wikidata_id", "name", "country", "languages")
    return {
        one.wikidata_id: one for one in Organisation.objects.exclude(wikidata_id="").only(*needed)
    }


def new_pairs(
    register: Register, places: dict[str, Organisation]
) -> list[tuple[int, tuple[str, str]]]:
    """The pairs that are no twinning yet, whichever of both stands first; with their rows."""
    known = {
        frozenset(pair) for pair in Twinning.objects.values_list("flemish", "partner").iterator()
    }
    return [
        (line, pair)
        for pair, line in register.pairs.items()
        if frozenset((places[pair[0]].pk, places[pair[1]].pk)) not in known
    ]


def enter_pairs(
    imported: Import,
    pairs: list[tuple[int, tuple[str, str]]],
    places: dict[str, Organisation],
    source: Source,
    by: User | None,
) -> None:
    rows = [registered(places[one], places[other], source) for _line, (one, other) in pairs]
    rows = bulk_create_with_history(rows, Twinning, batch_size=BATCH, default_user=by)
    kept = zip(pairs, rows, strict=True)
    ImportedRow.objects.bulk_create(
        ImportedRow(imported=imported, line=line, thing=row.pk, name=row.slug, after={})
        for (line, _pair), row in kept
    )


def registered(one: Organisation, other: Organisation, source: Source) -> Twinning:
    """A pair as it is kept: the Flemish end first, else by name."""
    first, second = sorted((one, other), key=lambda end: (not is_flemish(end), fold(end.name)))
    stems = (slugify(first.name)[:40], slugify(second.name)[:40])
    numbers = (first.wikidata_id.lower(), second.wikidata_id.lower())
    slug = "-".join(part for part in (*stems, *numbers) if part)
    return Twinning(
        flemish=first, partner=second, slug=slug, registered_from=source, is_listed=True
    )


def is_flemish(place: Organisation) -> bool:
    """A Belgian organisation that works in Dutch."""
    return place.country == "BE" and "nl" in place.languages


def undo_register(imported: Import) -> None:
    """Take back the pairs that an import entered, and the places that no pair needs any more."""
    rows = ImportedRow.objects.filter(imported=imported).values("thing")
    if used := Twinning.objects.in_use().filter(pk__in=rows).with_sides().first():
        raise ValidationError(
            _("%(twinning)s is in use here since: this import cannot be undone.")
            % {"twinning": used}
        )
    Twinning.objects.registered().filter(pk__in=rows).delete()
    lonely = Organisation.objects.filter(registered_from__isnull=False)
    for name in ("twinnings_as_flemish", "twinnings_as_partner"):
        lonely = lonely.filter(**{name: None})
    lonely.delete()
