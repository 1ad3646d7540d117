"""One A4 for the council of one side: what it costs, what it brings here, what to decide next."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.continuity import standing_of
from partnerships.models import Direction, Promise
from partnerships.models.milestone import AWAITED
from partnerships.models.trajectory import months_from
from partnerships.reports.document import Block, Paragraph, Points, Said, Section, Table
from partnerships.reports.outcomes import Told, told_in
from partnerships.reports.record import Record
from partnerships.reports.words import (
    cells,
    clipped,
    day,
    euro,
    how_read,
    part,
    plain,
    quiet,
    read,
    said,
)

MOST, LONGEST, SHORTER = 3, 330, 150
AHEAD = 12  # months in which a decision is near


def one_pager(record: Record) -> list[Section]:
    return [
        what_it_is(record),
        costs(record),
        brings(record),
        across(record),
        next_decision(record),
    ]


def what_it_is(record: Record) -> Section:
    names = {"one": record.twinning.name_of(record.order[0])}
    names["other"] = record.twinning.name_of(record.order[1])
    words = _("%(one)s and %(other)s are twinned.") % names
    if year := record.twinning.since_year:
        words = _("%(one)s and %(other)s have been twinned since %(year)s.") % {
            **names,
            "year": year,
        }
    summary = record.twinning.summary
    blocks = [Paragraph(plain(words)), *([Paragraph(said(summary))] if summary else [])]
    return part("what", _("What it is"), _("From the twinning."), *blocks)


def costs(record: Record) -> Section:
    """Every funding that runs, the ones of this side first."""
    ours = sorted(record.fundings, key=lambda one: one.side != record.side)
    head = (_("Who pays"), _("For whom"), _("Until"), _("Amount"), _("Paid in the period"))
    rows = tuple(
        cells(
            clipped(plain(one.name), SHORTER),
            one.owner,
            day(one.ends_on),
            euro(one.amount),
            euro(record.paid.get(one.pk)) or _("no vouchers"),
        )
        for one in ours[: MOST + 1]
    )
    blocks = [Table(_("Fundings"), head, rows), *more(len(ours) - len(rows))] if rows else []
    source = _("From the fundings that run in the period, and the vouchers dated in it.")
    where = record.twinning.get_absolute_url() + "funding/"
    return part("costs", _("What it costs"), source, *blocks, address=where)


def more(number: int) -> list[Paragraph]:
    """What there was no room for is counted, not hidden."""
    if number <= 0:
        return []
    words = ngettext(
        "And %(n)s more: they stand in the portal.",
        "And %(n)s more: they stand in the portal.",
        number,
    )
    return [Paragraph(plain(words % {"n": number}))]


def brings(record: Record) -> Section:
    """What changed at home, and what was learned from the other side."""
    here = record.twinning.name_of(record.side)
    changed = latest(record, record.side)
    blocks: list[Block] = [*changed_blocks(changed)]
    learned = [one for one in record.lessons if one.direction in (record.side, Direction.BOTH)]
    titles = tuple(clipped(said(one.said("title")), SHORTER) for one in learned[-MOST:])
    blocks += [Points(titles, _("Learned from the other side"))] if titles else []
    blocks += more(max(0, len(changed) - MOST) + len(learned) - len(titles))
    title = _("What it brings to %(name)s") % {"name": here}
    source = _("From the reports of %(name)s that were handed in, and the lessons of the period.")
    where = record.twinning.get_absolute_url()
    return part("brings", title, source % {"name": here}, *blocks, address=where)


def across(record: Record) -> Section:
    """The same for the other side, shorter."""
    other = record.order[1]
    name = record.twinning.name_of(other)
    blocks = changed_blocks(latest(record, other)[:1])
    title = _("What it brings to %(name)s") % {"name": name}
    source = _("From the reports of %(name)s that were handed in within the period.")
    where = record.twinning.get_absolute_url()
    return part("across", title, source % {"name": name}, *blocks, address=where)


def latest(record: Record, side: str) -> list[Told]:
    """Reports of one side that say what changed at home, the last one first."""
    rows = [one for one in told_in(record) if one.report.reporter == side]
    told = [one for one in rows if one.submission.changed_at_home]
    return sorted(told, key=lambda one: one.submission.at, reverse=True)


def changed_blocks(rows: list[Told]) -> list[Paragraph]:
    return [
        Paragraph(
            clipped(quiet(read(one.reading, "changed_at_home")), LONGEST),
            _("M%(month)s, handed in on %(day)s (%(how)s)")
            % {
                "month": one.report.milestone.month,
                "day": day(one.submission.at),
                "how": how_read(one.reading),
            },
        )
        for one in rows[:MOST]
    ]


# --- What to decide -------------------------------------------------------------------------------


def next_decision(record: Record) -> Section:
    points = tuple([*papers(record), *ending(record), *due(record)][: 2 * MOST])
    source = _("From agreements, fundings, promises and milestones, as they stood on %(day)s.")
    block = Points(points) if points else None
    where = record.twinning.get_absolute_url() + "agreements/"
    said_on = source % {"day": day(record.last)}
    return part("decide", _("What comes up for decision"), said_on, block, address=where)


def papers(record: Record) -> Iterator[Said]:
    standing = standing_of(record.agreements, record.last)
    words = {
        "none": _("No agreement between both municipalities is on record."),
        "lapsed": _("There has been no agreement in force since %(day)s."),
        "coming": _("The next agreement starts on %(day)s."),
    }.get(standing.state, _("The agreement runs until %(day)s: what follows it?"))
    yield plain(words % {"day": day(standing.day)})


def ending(record: Record) -> Iterator[Said]:
    """Money of this side that ends within a year."""
    horizon = months_from(record.last, AHEAD)
    for one in record.fundings:
        if one.side in (record.side, "joint") and one.ends_on <= horizon:
            words = _("The funding by %(name)s ends on %(day)s.")
            yield plain(words % {"name": one.name, "day": day(one.ends_on)})


def due(record: Record) -> Iterator[Said]:
    """What this side promised, and the next milestone that asks something of it."""
    ours = (record.side, "joint")
    for one in record.promises:
        if one.side in ours and one.state in (Promise.State.OPEN, Promise.State.ADJUSTED):
            told = clipped(said(one.said("what")), SHORTER)
            by = _("by %(day)s") % {"day": day(one.due_on)}
            words = _("Promised: %(what)s (%(when)s)") % {"what": told.text, "when": by}
            yield Said(words, told.language, told.note)
    coming = [one for one in record.milestones if one.duty in ours and one.due_on > record.last]
    for milestone in [one for one in coming if one.state in AWAITED][:1]:
        words = _("Next milestone: %(title)s, by %(day)s.")
        yield plain(words % {"title": milestone.title, "day": day(milestone.due_on)})
