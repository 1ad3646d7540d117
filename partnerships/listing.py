"""The list of twinnings: which answer a reader's words, those of a register after the rest."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.functional import cached_property

from partnerships.models import Milestone, Organisation, Twinning, reading_order, with_state_on
from partnerships.models.twinning import TwinningQuerySet
from sdg.models import Goal
from stedenband.paging import MOST, Brief

REGISTERED = "registered"


def known_on(twinnings: TwinningQuerySet, day: date) -> TwinningQuerySet:
    """The twinnings that there were on a day, as far as is known, with their state then."""
    return with_state_on(twinnings.exclude(since_year__gt=day.year), day)


def in_order(twinnings: TwinningQuerySet, number: int) -> TwinningQuerySet:
    """So many twinnings by name; very many in the order of their addresses, which begin with a
    name and are an index, so that no page sorts them all."""
    return twinnings.by_name() if number <= MOST else twinnings.order_by("slug")


class InOrder:
    """Twinnings that people work in by name, then those of a register, as one list in pages.

    The latter are many: they stand in the order of their addresses.
    """

    ordered = True

    def __init__(self, used: TwinningQuerySet, registered: TwinningQuerySet) -> None:
        self.used, self.registered = used, registered.order_by("slug")

    def count(self) -> int:
        return self.number_used + self.registered.count()

    @cached_property
    def number_used(self) -> int:
        return self.used.count()

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Twinning]:
        start, stop, split = part.start, part.stop, self.number_used
        used = in_order(self.used, split)
        first = list(Brief(used)[start:stop]) if start < split else []
        if stop <= split:
            return first
        return first + list(self.registered[max(0, start - split) : stop - split])


def registered_like(wanted: dict[str, Any]) -> TwinningQuerySet:
    """What only the register names and answers to the reader's words; it serves no goal yet."""
    found = Twinning.objects.registered()
    if wanted.get("goal") or wanted.get("state", "") not in ("", REGISTERED):
        return found.none()
    if words := wanted.get("q"):
        found = found.search(words)
    return found.in_country(wanted["country"]) if wanted.get("country") else found


def names_of(twinning: Twinning, user: Any) -> list[Organisation]:
    """Both organisations, the reader's side first; of a registered pair neither comes first."""
    if twinning.registered_from_id:
        return [twinning.flemish, twinning.partner]
    order = reading_order(twinning, twinning.side_of(user))
    return [twinning.organisation_of(side) for side in order]


def country_codes(twinnings: TwinningQuerySet) -> list[str]:
    either = Q(pk__in=twinnings.values("flemish")) | Q(pk__in=twinnings.values("partner"))
    rows = Organisation.objects.filter(either).order_by("country")
    return list(rows.values_list("country", flat=True).distinct())


def narrowed(
    twinnings: TwinningQuerySet, wanted: dict[str, Any], user: object, day: date | None = None
) -> TwinningQuerySet:
    """Only what the reader looks for, by the fields of the list's filter."""
    if words := wanted.get("q"):
        twinnings = twinnings.search(words)
    if country := wanted.get("country"):
        twinnings = twinnings.in_country(country)
    if wanted.get("state") == REGISTERED:
        return twinnings.none()
    if state := wanted.get("state"):
        twinnings = twinnings.filter(**{"state_then" if day else "state": state})
    if goal := wanted.get("goal"):
        serving = Milestone.objects.visible_to(user).running().filter(targets__goal=goal)
        twinnings = twinnings.filter(pk__in=serving.values("trajectory__twinning"))
    return twinnings


def goals_by_twinning(twinnings: Any, user: object) -> dict[int, list[Goal]]:
    """The goals that each twinning of a list page works on, in one query."""
    visible = Milestone.objects.visible_to(user).running()
    rows = (
        visible.filter(trajectory__twinning__in=[one.pk for one in twinnings])
        .filter(targets__isnull=False)
        .order_by()
        .values_list("trajectory__twinning", "targets__goal")
        .distinct()
    )
    goals = Goal.objects.in_bulk()
    found: dict[int, list[Goal]] = {}
    for twinning, number in sorted(rows):
        found.setdefault(twinning, []).append(goals[number])
    return found
