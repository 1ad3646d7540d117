"""The SDG annex: one A4 for the plan of one municipality, from the same record."""

from django.utils.translation import gettext as _

from partnerships.models import Deed
from partnerships.reciprocity import Halves, halves_of
from partnerships.reports.document import Cell, Figures, Section, Table
from partnerships.reports.one_pager import more
from partnerships.reports.record import Record
from partnerships.reports.standing import standing_words
from partnerships.reports.words import cells, clipped, part, plain, said

MOST_DEEDS, MOST_GOALS, SHORTER = 12, 7, 90


def annex(record: Record) -> list[Section]:
    return [here(record), together(record), road(record)]


def here(record: Record) -> Section:
    """Each deed of this side with its target and the codes of its plan."""
    ours = [one for one in record.deeds if one.side == record.side]
    head = (_("Target"), _("What we do"), _("In our plan"), _("State"))
    rows = tuple(deed_row(one) for one in ours[:MOST_DEEDS])
    name = record.twinning.name_of(record.side)
    caption = _("What %(name)s does at home") % {"name": name}
    blocks = [Table(caption, head, rows), *more(len(ours) - len(rows))] if rows else []
    source = _("From the deeds of %(name)s, as they stand when the report is generated.")
    where = record.twinning.get_absolute_url() + "deeds/add/"
    return part("here", caption, source % {"name": name}, *blocks, address=where)


def deed_row(one: Deed) -> tuple[Cell, ...]:
    target = one.main_target or one.own_goal
    side = ", ".join(target.code for target in one.side_targets.all())
    served = f"{clipped(plain(target), SHORTER).text}{f' (+ {side})' if side else ''}"
    title = clipped(said(one.said("title")), SHORTER)
    return cells(served, title, " / ".join(one.plan_codes), one.shown_state_label)


def together(record: Record) -> Section:
    """The same goals on both sides; what is empty on one of them says so."""
    halves = halves_of(record.milestones, record.order, record.deeds)
    names = [record.twinning.name_of(side) for side in record.order]
    rows = tuple(
        cells(_("Goal %(goal)s") % {"goal": one.goal}, *(half(one, side) for side in record.order))
        for one in halves[:MOST_GOALS]
    )
    heading = _("The same goals in both places")
    blocks = []
    if rows:
        blocks = [Table(heading, (_("Goal"), *names), rows), *more(len(halves) - len(rows))]
    source = _("From the deeds and milestones of both sides that serve a goal.")
    where = record.twinning.get_absolute_url()
    return part("together", heading, source, *blocks, address=where)


def half(halves: Halves, side: str) -> str:
    works = halves.of(side)
    if not works:
        return _("nothing yet")
    deeds = sum(isinstance(one, Deed) for one in works)
    counts = {"deeds": deeds, "milestones": len(works) - deeds}
    return _("deeds: %(deeds)s, milestones: %(milestones)s") % counts


def road(record: Record) -> Section:
    """How many milestones of this side stand how; the list itself is in the yearly report."""
    ours = [one for one in record.milestones if one.duty in (record.side, "joint")]
    counts: dict[str, int] = {}
    for one in ours:
        state = standing_words(one, record)
        counts[state] = counts.get(state, 0) + 1
    figures = Figures(tuple((state, plain(number)) for state, number in counts.items()))
    source = _(
        "From the trajectory: milestones that ask something of this side, by how they stood."
    )
    where = record.twinning.get_absolute_url()
    title = _("Milestones that ask something of us")
    return part("road", title, source, figures if ours else None, address=where)
