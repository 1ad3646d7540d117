"""Sessions: planned, changed, cancelled, reported on; public when every side agrees."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from partnerships import notifications
from partnerships.actions.event import record
from partnerships.models import (
    Attendance,
    Contribution,
    Minutes,
    Organisation,
    Participation,
    Session,
    Twinning,
    Verb,
    at_home,
)
from partnerships.models.minutes import refuse_empty_report
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import locked, locked_at

Seat = tuple[int, str]  # a twinning, and the side of it


@transaction.atomic
def plan_session(
    *,
    twinnings: Iterable[Twinning],
    host: Organisation,
    by: User,
    invited: Iterable[Twinning] = (),
    **fields: Any,
) -> Session:
    """Plan a session of one twinning, or of several; the writers of all sides get mail, unless
    it is over and entered to report on it.

    Raises ValidationError when it ends before it starts, or the host takes no part in it.
    """
    fields.pop("version", None)
    together = [*twinnings, *invited]
    session = Session(host=host, time_zone=host.time_zone, updated_by=by, **fields)
    session.refuse_strange_host(together)
    session.full_clean()
    session.save()
    for twinning in together:
        Participation.objects.create(session=session, twinning=twinning)
    note_event(Verb.SESSION_PLANNED, session, by)
    if not session.has_started:
        notifications.session_planned(session, by=by, twinnings=together)
    return session


@transaction.atomic
def change_session(
    *,
    session: Session,
    by: User,
    version: int | None = None,
    invited: Iterable[Twinning] = (),
    **fields: Any,
) -> Session:
    """Change what was planned, or invite more twinnings; nobody agreed yet to what it says now."""
    session = locked_at(session, version)
    session.refuse_unless_open()
    old = session.appointment
    for name, value in fields.items():
        setattr(session, name, value)
    if session.host:
        session.time_zone = session.host.time_zone
    there = list(Twinning.objects.filter(participations__session=session))
    session.refuse_strange_host([*there, *invited])
    rework(session, by)
    for twinning in invited:
        Participation.objects.create(session=session, twinning=twinning)
    note_event(Verb.SESSION_CHANGED, session, by)
    if not session.has_started:
        told = notifications.session_planned(session, by=by, twinnings=invited)
        if session.appointment != old:
            notifications.session_moved(session, by=by, twinnings=there, but=told)
    return session


@transaction.atomic
def cancel_session(
    *, session: Session, by: User, reason: str, language: str, version: int | None = None
) -> Session:
    """Say that a session does not take place, and why; the writers of all sides get mail.

    Raises ValidationError when it was cancelled or reported on already.
    """
    session = locked_at(session, version)
    session.refuse_unless_open()
    session.refuse_if_reported()
    session.cancelled_at, session.updated_at, session.updated_by = clock.now(), clock.now(), by
    session.cancel_reason, session.cancel_language = reason, language
    session.version += 1
    session.full_clean()
    session.save()
    note_event(Verb.SESSION_CANCELLED, session, by, text=reason)
    notifications.session_cancelled(session, by=by)
    return session


@transaction.atomic
def report_session(
    *,
    session: Session,
    by: User,
    language: str,
    version: int | None = None,
    text: str = "",
    missing_voices: str = "",
    numbers: Mapping[tuple[str, str], int] | None = None,
) -> Session:
    """Keep the minutes in one language, and how many of each group were there.

    `numbers` holds them by side and group, and replaces those of before. Nobody agreed yet to
    make these words public. Raises ValidationError before the session, and when nothing is said.
    """
    session = locked_at(session, version)
    session.refuse_unless_open()
    session.refuse_before_start()
    given = dict(numbers or {})
    refuse_empty_report(text, missing_voices, given)
    keep_minutes(session, by, language, text, missing_voices)
    keep_attendance(session, given)
    take_back_agreements(session)
    session.version += 1
    session.save()
    note_event(Verb.SESSION_REPORTED, session, by)
    return session


def keep_minutes(session: Session, by: User, language: str, text: str, missing_voices: str) -> None:
    minutes = Minutes.objects.filter(session=session, language=language).first()
    if minutes is None:
        minutes = Minutes(session=session, language=language)
    else:
        minutes.version += 1
    minutes.text, minutes.missing_voices = text, missing_voices
    minutes.updated_by, minutes.updated_at = by, clock.now()
    minutes.full_clean()
    minutes.save()


def keep_attendance(session: Session, numbers: Mapping[tuple[str, str], int]) -> None:
    """The numbers as they are now replace those of before."""
    session.attendance.all().delete()
    for (side, group), number in numbers.items():
        row = Attendance(session=session, side=side, group=group, number=number)
        row.full_clean()
        row.save()


def rework(session: Session, by: User) -> None:
    """Save a locked session of which something changed that all sides agreed to show."""
    session.updated_by, session.updated_at, session.version = by, clock.now(), session.version + 1
    session.full_clean()
    session.save()
    take_back_agreements(session)


def take_back_agreements(session: Session) -> None:
    """Whoever agreed to make it public agreed to what it said then."""
    session.participations.update(flemish_agreed_at=None, partner_agreed_at=None)


@transaction.atomic
def contribute_session(
    *, session: Session, by: User, organisation: Organisation, language: str, text: str
) -> Contribution:
    """Somebody who cannot come says beforehand what they would have said there.

    Nobody agreed yet to make these words public. Raises ValidationError once it has started.
    """
    session = locked(session)
    session.refuse_unless_open()
    session.refuse_once_started()
    contribution = Contribution(
        session=session, by=by, organisation=organisation, language=language, text=text
    )
    contribution.at = clock.now()
    contribution.full_clean()
    contribution.save()
    take_back_agreements(session)
    session.version += 1
    session.save(update_fields=["version"])
    note_event(Verb.SESSION_CONTRIBUTED, session, by, organisation=organisation)
    return contribution


@transaction.atomic
def agree_session(
    *, session: Session, by: User, seats: Iterable[Seat], version: int | None = None
) -> Session:
    """Sides agree that everybody may read it as it stands; public it is when all sides did."""
    session = locked_at(session, version)
    session.refuse_unless_open()
    seat_all(session, seats, clock.now())
    note_event(Verb.SESSION_AGREED, session, by)
    return session


@transaction.atomic
def retract_session(*, session: Session, by: User, seats: Iterable[Seat]) -> Session:
    """Sides take their agreement back: at once it is no longer public."""
    session = locked(session)
    seat_all(session, seats, None)
    note_event(Verb.SESSION_RETRACTED, session, by)
    return session


def seat_all(session: Session, seats: Iterable[Seat], at: datetime | None) -> None:
    rows = {row.twinning_id: row for row in session.participations.select_for_update()}
    for twinning, side in seats:
        rows[twinning].agree(side, at)
        rows[twinning].save()


def note_event(verb: Verb, session: Session, by: User, *, text: str = "", **about: Any) -> None:
    """One line, in the history of every twinning that takes part; it stands at one's own."""
    bonds = list(Twinning.objects.filter(participations__session=session).order_by("pk"))
    record(verb, by=by, twinning=at_home(bonds, by), session=session, note=text, **about)
