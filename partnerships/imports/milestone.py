"""A programme's plan of milestones: for one of its twinnings, or for all where none is named.

A milestone is found by its number in the portal, else by its title in its trajectory. It moves to
another month only with a reason, which the table gives too.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.imports.cells import one_of, text_of, whole_of
from partnerships.imports.plan import target_text
from partnerships.imports.table import Column, Importer, Row, Table
from partnerships.imports.voucher import ID, flat
from partnerships.models import Duty, Milestone, Programme, Replanning, Trajectory
from sdg.models import Target, parse_code
from stedenband.spreadsheets import Line, Value
from stedenband.texts import LANGUAGES, fold

TITLES = {
    "nl": gettext_lazy("Title (Dutch)"),
    "es": gettext_lazy("Title (Spanish)"),
    "fr": gettext_lazy("Title (French)"),
    "en": gettext_lazy("Title (English)"),
}
CLOSINGS = {
    "nl": gettext_lazy("Closes when (Dutch)"),
    "es": gettext_lazy("Closes when (Spanish)"),
    "fr": gettext_lazy("Closes when (French)"),
    "en": gettext_lazy("Closes when (English)"),
}
REASON = gettext_lazy("Reason for moving")
EXPLANATION = gettext_lazy("Explanation")
LONGEST_PLAN = 120
MOVED = ("reason", "explanation")


def targets_of(known: set[str]) -> Callable[[Value], tuple[str, ...]]:
    def read(value: Value) -> tuple[str, ...]:
        parts = target_text(value, known).replace(";", ",").replace(" ", ",").split(",")
        codes = sorted({parse_code(part) for part in parts if part})
        for code in codes:
            if code not in known:
                raise ValidationError(_("There is no target %(codes)s.") % {"codes": code})
        return tuple(codes)

    return read


def columns_for(known: set[str]) -> tuple[Column, ...]:
    titles = [Column(f"title_{c}", TITLES[c], text_of(200)) for c in LANGUAGES]
    closings = [Column(f"closing_{c}", CLOSINGS[c], text_of(300)) for c in LANGUAGES]
    return (
        Column("twinning", gettext_lazy("Twinning"), text_of(300)),
        Column("month", gettext_lazy("Month"), whole_of(1, LONGEST_PLAN), is_required=True),
        Column("duty", gettext_lazy("Duty"), one_of(Duty.choices)),
        *titles,
        *closings,
        Column("targets", gettext_lazy("Targets"), targets_of(known), load=tuple),
        Column("reason", REASON, one_of(Replanning.Reason.choices)),
        Column("explanation", EXPLANATION, text_of(2_000)),
        ID,
    )


class MilestoneImporter(Importer[Row, Milestone]):
    key = ("id",)

    def __init__(self, about: Programme) -> None:
        super().__init__(about)
        self.columns = columns_for(set(Target.objects.values_list("code", flat=True)))
        roads = Trajectory.objects.filter(programme=about).running().with_names()
        self.roads = {str(one.twinning): one for one in roads}
        rows = Milestone.objects.filter(trajectory__programme=about).with_names()
        self.by_pk = {one.pk: one for one in rows.prefetch_related("targets")}
        self.by_title: dict[tuple[int, str], list[Milestone]] = {}
        for one in self.by_pk.values():
            for title in {fold(getattr(one, f"title_{code}")) for code in LANGUAGES} - {""}:
                self.by_title.setdefault((one.trajectory_id, title), []).append(one)
        self.staying: dict[int, dict[str, Any]] = {}

    def read(self, lines: Sequence[Line]) -> Table[Row]:
        """A row that names no twinning is a row for each."""
        table = super().read(lines)
        rows: list[Row] = []
        for row in table.rows:
            names = [""] if {"twinning", "id"} & set(row.cells) else list(self.roads)
            rows += [Row(row.line, row.cells | ({"twinning": n} if n else {})) for n in names]
        table.rows = rows
        return table

    def standing(self, thing: Milestone, name: str) -> Any:
        if name == "targets":
            return tuple(sorted(target.code for target in thing.targets.all()))
        if name == "twinning":
            return str(thing.twinning)
        if name in MOVED:
            return self.staying.get(thing.pk, {}).get(name, "")
        value = getattr(thing, name)
        return flat(value) if isinstance(value, str) else value

    def find(self, row: Row) -> Milestone | None:
        found = self.numbered(row) if "id" in row.cells else self.titled(row)
        if found:
            self.check_change(found, row)
        return found

    def numbered(self, row: Row) -> Milestone:
        found = self.by_pk.get(row.cells["id"])
        if found is None:
            raise ValidationError({"id": _("This is no milestone of this programme.")})
        if row.cells.get("twinning", str(found.twinning)) != str(found.twinning):
            raise ValidationError({"twinning": _("A milestone stays in its twinning.")})
        return found

    def titled(self, row: Row) -> Milestone | None:
        road = self.road(row)
        titles = {fold(row.cells.get(f"title_{code}", "")) for code in LANGUAGES} - {""}
        found = {m.pk: m for title in titles for m in self.by_title.get((road.pk, title), [])}
        if len(found) > 1:
            message = _("Several milestones are called so: fill in the number in the portal.")
            raise ValidationError({"id": message})
        return next(iter(found.values()), None)

    def road(self, row: Row) -> Trajectory:
        road = self.roads.get(row.cells.get("twinning", ""))
        if road is None:
            names = ", ".join(self.roads) or "–"
            message = _("No twinning of this programme is called so. There are: %(names)s.")
            raise ValidationError({"twinning": message % {"names": names}})
        return road

    def check_change(self, found: Milestone, row: Row) -> None:
        """What a milestone that is there does not take from a table."""
        month = row.cells.get("month", found.month)
        if row.cells.get("duty", found.duty) != found.duty:
            raise ValidationError({"duty": _("Whose duty a milestone is stays as it is.")})
        if month == found.month:
            self.staying[found.pk] = {name: row.cells.get(name, "") for name in MOVED}
            return
        if not found.can_move:
            message = _("A report was handed in for this milestone: it stays where it is.")
            raise ValidationError({"month": message})
        self.refuse_outside(found.trajectory, month)
        if "reason" not in row.cells:
            raise ValidationError({"reason": _("Say why it moves to another month.")})
        if row.cells["reason"] == Replanning.Reason.OTHER and "explanation" not in row.cells:
            raise ValidationError({"explanation": _("Explain the other reason in a few words.")})

    def identity(self, row: Row) -> object:
        titles = tuple(row.cells.get(f"title_{code}", "") for code in LANGUAGES)
        return row.cells.get("twinning"), titles

    def check_new(self, row: Row) -> None:
        missing = [name for name in ("month", "duty") if name not in row.cells]
        if not any(f"title_{code}" in row.cells for code in LANGUAGES):
            missing.append("title_nl")
        if missing:
            raise ValidationError(dict.fromkeys(missing, _("A new milestone needs this.")))
        self.refuse_outside(self.road(row), row.cells["month"])

    def refuse_outside(self, road: Trajectory, month: int) -> None:
        try:
            road.due_on(month)
        except ValidationError as error:
            raise ValidationError({"month": error.messages}) from error
