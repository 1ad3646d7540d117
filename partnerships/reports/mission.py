"""The mission report, prefilled from a session: who met, what was said, what was agreed."""

from collections.abc import Iterable

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnerships.models import Contribution, Minutes, Promise, Session
from partnerships.reports.document import Figures, Paragraph, Said, Section, Table
from partnerships.reports.record import Record
from partnerships.reports.sections import promise_row
from partnerships.reports.words import (
    cells,
    day,
    how_read,
    language_name,
    part,
    plain,
    quiet,
    read,
    said,
    sentence,
    written,
)
from stedenband.texts import LocalText, interface_language


def mission(record: Record) -> list[Section]:
    session = met(record)
    if session is None:
        return []
    return [
        circumstances(session, record),
        people(session, record),
        agenda(session),
        beforehand(session),
        minutes(session),
        voices(session),
        agreed(session, record),
    ]


def met(record: Record) -> Session | None:
    """The session with all that was written of it; by its own twinning alone."""
    if record.session is None:
        return None
    rows = Session.objects.of_twinning(record.twinning).filter(pk=record.session.pk).with_names()
    promised = Promise.objects.filter(twinning=record.twinning).with_names()
    said_before = Contribution.objects.select_related("organisation")
    return rows.prefetch_related(
        "translations",
        "minutes",
        "attendance",
        Prefetch("contributions", said_before.prefetch_related("translations")),
        Prefetch("promises", promised.prefetch_related("translations")),
    ).first()


def circumstances(session: Session, record: Record) -> Section:
    rows: list[tuple[str, Said]] = [(_("Session"), said(session.said("title")))]
    rows.append((_("Kind"), plain(session.get_kind_display())))
    rows.append((_("Twinnings"), plain(", ".join(str(one) for one in session.bonds))))
    rows += [(_("When"), plain(one)) for one in hours(session, record)]
    if session.host:
        rows.append((_("Host"), plain(session.host)))
    place = session.place or (_("online") if session.is_online else "")
    rows += [(_("Where"), plain(place))] if place else []
    spoken = ", ".join(session.language_names)
    rows += [(_("Languages spoken"), plain(spoken))] if spoken else []
    if session.interpretation:
        rows.append((_("Interpretation"), said(session.said("interpretation"))))
    source = _("From the session, as it was planned and reported on.")
    return part("session", _("When, where and in which languages"), source, Figures(tuple(rows)))


def hours(session: Session, record: Record) -> list[str]:
    """By the clocks of both places; a month where that is all that is known."""
    if session.is_to_the_month:
        return [date_format(session.month, "YEAR_MONTH_FORMAT")]
    places = [record.twinning.organisation_of(side) for side in record.order]
    return [
        _("%(start)s to %(end)s, by the clocks of %(places)s")
        % {
            "start": date_format(one.starts, "DATETIME_FORMAT"),
            "end": date_format(one.ends, "TIME_FORMAT" if one.is_of_one_day else "DATETIME_FORMAT"),
            "places": ", ".join(one.names),
        }
        for one in session.times_at(places)
    ]


def people(session: Session, record: Record) -> Section:
    """How many of which group: never who."""
    rows = tuple(
        cells(side_names(session, record, one.side), one.get_group_display(), one.number)
        for one in session.attendance.all()
    )
    table = Table(_("Who was there"), (_("Side"), _("Group"), _("Number")), rows) if rows else None
    source = _("From the report on the session: by group, never by name; one person may be in two.")
    where = session.get_absolute_url()
    return part("people", _("Who was there"), source, table, address=where)


def side_names(session: Session, record: Record, side: str) -> str:
    """Everybody of that side who took part, or both together."""
    return session.names_of(side) or record.twinning.name_of(side)


def agenda(session: Session) -> Section:
    text = session.said("agenda")
    source = sentence(_("From the session"), how_read(session.reading))
    block = Paragraph(quiet(text)) if text else None
    return part("agenda", _("Agenda"), source, block, address=session.get_absolute_url())


def beforehand(session: Session) -> Section:
    """What those who could not come had sent in; nobody is named."""
    blocks = [
        Paragraph(
            quiet(read(one.reading, "text")),
            _("%(name)s, sent in on %(day)s (%(how)s)")
            % {"name": one.organisation, "day": day(one.at), "how": how_read(one.reading)},
        )
        for one in session.contributions.all()
    ]
    nothing = Paragraph(plain(_("Nothing was sent in beforehand.")))
    source = _("From what was contributed before the session.")
    return part("before", _("Sent in beforehand"), source, *(blocks or [nothing]))


def minutes(session: Session) -> Section:
    one = first_written(one for one in session.minutes.all() if one.text)
    where = session.get_absolute_url()
    if one is None:
        return part("minutes", _("What was said"), _("From the minutes."), address=where)
    given = {"day": day(one.updated_at), "language": language_name(one.language)}
    source = _("From the minutes in %(language)s, last changed on %(day)s.") % given
    told = Paragraph(quiet(LocalText(one.text, one.language)))
    return part("minutes", _("What was said"), source, told)


def voices(session: Session) -> Section:
    one = first_written(one for one in session.minutes.all() if one.missing_voices)
    block = Paragraph(written(one.missing_voices, one.language)) if one else None
    where = session.get_absolute_url()
    source = _("From the minutes.")
    return part("voices", _("Which voices were missing"), source, block, address=where)


def first_written(rows: Iterable[Minutes]) -> Minutes | None:
    """In the language of the report, else in the first in which there is anything."""
    found = sorted(rows, key=lambda one: one.language != interface_language())
    return next(iter(found), None)


def agreed(session: Session, record: Record) -> Section:
    head = (_("Who"), _("What was promised"), _("By when"), _("State"))
    rows = tuple(promise_row(one, record) for one in session.promises.all())
    table = Table(_("What was agreed"), head, rows) if rows else None
    source = _("From the promises that were made in this session.")
    where = record.twinning.get_absolute_url() + "promises/add/"
    return part("agreed", _("What was agreed"), source, table, address=where)
