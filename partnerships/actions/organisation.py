"""Organisations: written from a table, as the admin writes them by hand."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import slugify

from partnerships.models import Organisation, Source
from stedenband.accounts.models import User
from stedenband.versions import locked

LONGEST_SLUG = 80


def write_organisation(
    *, organisation: Organisation | None, by: User | None, **fields: Any
) -> Organisation:
    """Enter an organisation, or change what is said of one; the import writes the line of history.

    It runs in the transaction of its table.
    """
    one = locked(organisation) if organisation else Organisation()
    if "languages" in fields:
        fields["languages"] = list(fields["languages"])
    if "population_source" in fields:
        key = fields.pop("population_source")
        one.population_source = Source.objects.filter(key=key).first() if key else None
    for name, value in fields.items():
        setattr(one, name, value)
    one.slug = one.slug or free_slug(one.name)
    one.full_clean()
    one._history_user = by  # type: ignore[attr-defined]
    one.save()
    return one


def free_slug(name: str) -> str:
    """A short name in addresses that nothing has; homonyms get a number."""
    stem = slugify(name)[: LONGEST_SLUG - 8] or "place"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(one for one in numbered(stem) if one not in taken)


def numbered(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1
