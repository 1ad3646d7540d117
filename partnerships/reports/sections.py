"""The parts that several kinds of reports share, each read from the record of a twinning."""

from django.utils.translation import gettext as _

from partnerships.course import course_of
from partnerships.models import Deed, Indicator, Lesson, Promise, Session
from partnerships.reports.document import Cell, Figures, Gap, Paragraph, Points, Section, Table
from partnerships.reports.outcomes import told_in, voiced
from partnerships.reports.record import Record, measured_by
from partnerships.reports.words import (
    cells,
    day,
    euro,
    how_read,
    paragraphs,
    part,
    period,
    plain,
    read,
    said,
    sentence,
    written,
)
from stedenband.texts import LocalText
from stedenband.zones import wall_clock


def overview(record: Record) -> Section:
    """Who is twinned, since when, and in which programme."""
    twinning = record.twinning
    rows = [(str(side.label).capitalize(), plain(place_of(record, side))) for side in record.order]
    if twinning.since_year:
        rows.append((_("Twinning since"), plain(twinning.since_year)))
    for road in record.trajectories:
        month = min(road.month_of(record.last), road.length)
        words = _("%(name)s, month %(month)s of %(length)s on %(day)s") % {
            "name": road.programme.name,
            "month": month,
            "length": road.length,
            "day": day(record.last),
        }
        rows.append((_("Programme"), plain(words)))
        if road.programme.funder:
            rows.append((_("Funder"), plain(road.programme.funder)))
    summary = [Paragraph(said(twinning.summary))] if twinning.summary else []
    source = _("From the twinning and its trajectories.")
    return part("overview", _("The twinning"), source, *summary, Figures(tuple(rows)))


def place_of(record: Record, side: str) -> str:
    place = record.twinning.organisation_of(side)
    return ", ".join(word for word in (place.name, place.place, place.country_name) if word)


# --- Lessons --------------------------------------------------------------------------------------


def lessons(record: Record) -> list[Section]:
    """Lessons of the library, and what each report says was learned."""
    title = _("Lessons")
    found = [lesson_section(one) for one in record.lessons]
    blocks = [
        block
        for side in record.order
        for one in told_in(record)
        if one.report.reporter == side
        for block in voiced_by(one.report.side_name, voiced(one, "we_learned"))
    ]
    taken = adoptions(record)
    if not (found or blocks or taken):
        source = _("From the lessons and the reports of the period.")
        address = record.twinning.get_absolute_url() + "lessons/add/"
        return [part("lessons", title, source, address=address)]
    more = []
    if blocks:
        source = _("From what both sides answered to “What did we learn?” in their reports.")
        more.append(part("learned", _("What the reports say"), source, *blocks, level=2))
    return [part("lessons", title, "", is_group=True), *found, *more, *taken]


def voiced_by(name: str, blocks: tuple[Paragraph, ...]) -> list[Paragraph]:
    return [Paragraph(one.said, f"{name}, {one.label}") for one in blocks]


def lesson_section(lesson: Lesson) -> Section:
    reading = lesson.reading
    name = lesson.twinning.name_of
    labels = {
        "situation": _("The situation"),
        "tried": _("What we tried"),
        "changed_flemish": _("What changed in %(name)s") % {"name": name("flemish")},
        "changed_partner": _("What changed in %(name)s") % {"name": name("partner")},
    }
    told = [(label, read(reading, column)) for column, label in labels.items()]
    again = paragraphs([(_("Would we do it again?"), lesson.get_again_display())])
    why = paragraphs([(_("Why"), read(reading, "again_why"))])
    by = _("From the lesson that %(name)s wrote on %(day)s") % {
        "name": lesson.authors,
        "day": day(lesson.created_at),
    }
    changed = lesson.updated_at.date() != lesson.created_at.date()
    edited = _("last changed on %(day)s") % {"day": day(lesson.updated_at)} if changed else ""
    source = sentence(by, edited, how_read(reading), lesson.direction_words)
    heading = said(read(reading, "title"))
    blocks = (*paragraphs(told), *again, *why)
    return part(f"lesson-{lesson.pk}", heading, source, *blocks, level=2)


def adoptions(record: Record) -> list[Section]:
    if not record.adoptions:
        return []
    head = (_("Lesson"), _("By whom"), _("Why and how"), _("State"))
    rows = tuple(
        cells(
            said(one.lesson.said("title")),
            one.organisation,
            said(one.said("why")),
            one.get_state_display(),
        )
        for one in record.adoptions
    )
    table = Table(_("Lessons taken over"), head, rows)
    source = _("From the lessons of other twinnings that a side took over in the period.")
    return [part("taken", _("Taken over from others"), source, table, level=2)]


# --- Figures --------------------------------------------------------------------------------------


def indicators(record: Record) -> Section:
    """Baseline, value and target value of each, and where it moves, in a word."""
    head = (
        _("Indicator"),
        _("Whose"),
        _("Baseline"),
        _("Last value"),
        _("Target value"),
        _("Course"),
    )
    rows = tuple(indicator_row(one) for one in record.indicators)
    source = _("From the indicators: what was measured up to %(day)s.") % {"day": day(record.last)}
    table = Table(_("Indicators"), head, rows) if rows else None
    gaps = [gap for one in record.indicators for gap in measured_gap(one)]
    address = record.twinning.get_absolute_url() + "indicators/"
    title = _("Measured here and there")
    return part("indicators", title, source, table, *gaps, address=address)


def indicator_row(one: Indicator) -> tuple[Cell, ...]:
    values = [measured for measured in measured_by(one) if measured.value is not None]
    last = ""
    if values:
        words = {"value": values[-1].value_words, "day": day(values[-1].measured_on)}
        last = _("%(value)s on %(day)s") % words
    unit = "" if one.is_qualitative or not one.unit else f" ({one.unit})"
    what = said(LocalText(f"{one.what}{unit}", one.language))
    course = course_of(one, measured_by(one)).label
    told = (what, one.organisation.name, one.baseline_words, last, one.target_words, course)
    return cells(*told)


def measured_gap(one: Indicator) -> list[Gap]:
    if any(measured.value is not None for measured in measured_by(one)):
        return []
    words = _("Nothing was measured yet by %(name)s: %(what)s.")
    return [Gap(words % {"name": one.organisation, "what": one.what}, one.get_absolute_url())]


def deeds(record: Record) -> Section:
    """What each side does at home."""
    head = (_("Whose"), _("Deed"), _("Target"), _("State"), _("Since"))
    ordered = sorted(record.deeds, key=lambda one: record.order.index(one.side))
    rows = tuple(deed_row(one) for one in ordered)
    table = Table(_("What each side does at home"), head, rows) if rows else None
    missing = [side for side in record.order if not [one for one in ordered if one.side == side]]
    words = _("%(name)s has entered nothing that it does at home.")
    where = record.twinning.get_absolute_url() + "deeds/add/"
    gaps = [Gap(words % {"name": record.twinning.name_of(side)}, where) for side in missing]
    source = _("From the deeds of both sides, as they stand when the report is generated.")
    shown = gaps if rows else []
    title = _("What each side does at home")
    return part("deeds", title, source, table, *shown, address=where)


def deed_row(one: Deed) -> tuple[Cell, ...]:
    target = one.main_target or one.own_goal
    name = one.twinning.name_of(one.side)
    return cells(name, said(one.said("title")), target, one.shown_state_label, day(one.since))


# --- What was said and promised -------------------------------------------------------------------


def sessions(record: Record) -> Section:
    head = (_("When"), _("Session"), _("Where"), _("People"))
    rows = tuple(session_row(one) for one in record.sessions)
    table = Table(_("Sessions"), head, rows) if rows else None
    source = _("From the sessions that were held in the period.")
    where = record.twinning.get_absolute_url() + "sessions/add/"
    return part("sessions", _("Sessions of both sides"), source, table, address=where)


def session_row(one: Session) -> tuple[Cell, ...]:
    people = ", ".join(f"{row.get_group_display()}: {row.number}" for row in one.attendance.all())
    where = one.place or (_("online") if one.is_online else "")
    host = one.host.name if one.host else ""
    place = ", ".join(dict.fromkeys(word for word in (where, host) if word))
    starts = wall_clock(one.starts_at, one.time_zone)
    return cells(day(starts.date()), said(one.said("title")), place, people)


def promises(record: Record) -> Section:
    head = (_("Who"), _("What was promised"), _("By when"), _("State"))
    rows = tuple(promise_row(one, record) for one in record.promises)
    table = Table(_("Promises"), head, rows) if rows else None
    source = _(
        "From the promises of both sides; kept ones only where they were kept in the period."
    )
    where = record.twinning.get_absolute_url() + "promises/add/"
    return part("promises", _("Promises"), source, table, address=where)


def promise_row(one: Promise, record: Record) -> tuple[Cell, ...]:
    state = one.shown_state_label
    if one.settled_at and one.settled_at >= record.ends:
        state = str(Promise.State.OPEN.label)
    elif one.reason:
        reason = written(one.reason, one.reason_language)
        state = f"{state}: {reason.text}" + (f" ({reason.note})" if reason.note else "")
    return cells(one.owner, said(one.said("what")), day(one.due_on), state)


# --- What went otherwise --------------------------------------------------------------------------


def replannings(record: Record) -> Section:
    """What was moved or dropped in the period, and why; nothing is a good answer."""
    head = (_("Milestone"), _("What"), _("From"), _("To"), _("Reason"))
    rows = []
    for one in record.replannings:
        why = one.get_reason_display()
        reason = f"{why}: {one.explanation}" if one.explanation else why
        title = f"M{one.milestone.month} {one.milestone.title}"
        ends = (day(one.old_due_on), day(one.new_due_on))
        rows.append(cells(title, one.get_kind_display(), *ends, reason))
    source = _("From the replannings in the period; explanations stand as they were written.")
    nothing = Paragraph(plain(_("Nothing was moved or dropped in this period.")))
    block = Table(_("Replanned milestones"), head, tuple(rows)) if rows else nothing
    return part("replanned", _("What went otherwise than planned"), source, block)


def reciprocity(record: Record) -> Section:
    """The gaps between both sides, in words; no score."""
    source = _("Counted from what both sides wrote between %(first)s and %(last)s.") % {
        "first": day(record.first),
        "last": day(record.last),
    }
    gaps = tuple(plain(one) for one in record.one_sided)
    nothing = Paragraph(plain(_("Each side gave and took in this period.")))
    return part(
        "reciprocity",
        _("To talk about between both sides"),
        source,
        Points(gaps) if gaps else nothing,
    )


# --- Money ----------------------------------------------------------------------------------------


def money(record: Record) -> Section:
    """Who pays, how much over which time, and what was paid in the period; the vouchers say it."""
    head = (_("Who pays"), _("For whom"), _("From and until"), _("Amount"), _("Paid in the period"))
    rows = tuple(
        cells(
            one.name,
            one.owner,
            period(one.starts_on, one.ends_on),
            euro(one.amount),
            euro(record.paid.get(one.pk)) or _("no vouchers"),
        )
        for one in record.fundings
    )
    table = Table(_("Fundings"), head, rows) if rows else None
    source = _("From the fundings that run in the period, and the vouchers dated in it.")
    where = record.twinning.get_absolute_url() + "funding/"
    return part("money", _("Money"), source, table, address=where)
