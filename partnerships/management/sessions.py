"""Sessions and promises: the documented ones with their sources, and the sample's."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from partnerships import actions
from partnerships.management.documented import read
from partnerships.management.indicators import days_ago
from partnerships.management.sample_stories import drawing
from partnerships.models import (
    LEAVES,
    Group,
    Minutes,
    Organisation,
    Participation,
    Photo,
    Promise,
    Session,
    Side,
    Source,
    Twinning,
)
from partnerships.models.trajectory import end_of_month
from stedenband import clock
from stedenband.accounts.models import User

Person = Callable[[str, str], User]
WORDS = ("kind", "title", "language", "languages", "agenda", "place", "is_online")
MORE = ("is_interpreted", "interpretation", "visibility")


def load_documented_sessions() -> None:
    """Write the documented sessions that are not there yet; what stands is left alone."""
    for row in read("sessions.json")["documented"]:
        if not Session.objects.filter(title=row["title"], source__isnull=False).exists():
            load_session(row)


def load_session(row: dict[str, Any]) -> None:
    """Of these the month is known, not the days: the whole month stands for it."""
    zone = ZoneInfo("Europe/Brussels")
    first = date.fromisoformat(row["month"] + "-01")
    session = Session(
        kind=row["kind"],
        title=row["title"],
        language=row["language"],
        place=row["place"],
        host=Organisation.objects.filter(slug=row["host"] or "").first(),
        starts_at=datetime.combine(first, time.min, zone),
        ends_at=datetime.combine(end_of_month(first), time(23, 59), zone),
        time_zone=zone.key,
        precision=Session.Precision.MONTH,
        source=Source.objects.get(key=row["source"]),
    )
    session.full_clean()
    session.save()
    for slug in row["twinnings"]:
        Participation.objects.create(session=session, twinning=Twinning.objects.get(slug=slug))
    for language, text in row["account"].items():
        Minutes.objects.create(session=session, language=language, text=text)


def play_sessions(person: Person) -> None:
    """The sample's sessions and promises, each by the people who would do it."""
    for row in read("sessions.json")["sample"]:
        session = play_session(row, person)
        for promise in row["promises"]:
            play_promise(promise, session, person)


def play_session(row: dict[str, Any], person: Person) -> Session:
    host = Organisation.objects.get(slug=row["host"])
    planned = workday(clock.today() + timedelta(days=row["in_days"]))
    zone = ZoneInfo(host.time_zone)
    starts = datetime.combine(planned, time.fromisoformat(row["from"]), zone)
    ends = datetime.combine(planned, time.fromisoformat(row["until"]), zone)
    by = person("editor", row["host"])
    with days_ago(row["planned_days_ago"]):
        session = actions.plan_session(
            twinnings=[Twinning.objects.get(slug=slug) for slug in row["twinnings"]],
            host=host,
            by=by,
            starts_at=starts,
            ends_at=ends,
            is_sample=True,
            **{name: row[name] for name in (*WORDS, *MORE) if name in row},
        )
    for said in row["contributions"]:
        play_contribution(said, session, row["planned_days_ago"], person)
    for report in row["reports"]:
        play_report(report, session, -row["in_days"], person)
    if row.get("photo"):
        play_photo(row["photo"], session, -row["in_days"], person)
    if row.get("agreed_days_ago"):
        play_agreements(session, row["agreed_days_ago"], person)
    return session


def workday(day: date) -> date:
    """The day itself, or the Friday before: town halls are closed at the weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def play_contribution(
    row: dict[str, Any], session: Session, planned_days_ago: int, person: Person
) -> None:
    with days_ago(planned_days_ago - 2):
        actions.contribute_session(
            session=session,
            by=person("editor", row["by"]),
            organisation=Organisation.objects.get(slug=row["by"]),
            language=row["language"],
            text=row["text"],
        )


def play_report(row: dict[str, Any], session: Session, held_days_ago: int, person: Person) -> None:
    numbers = {
        (Side(side).value, Group(group).value): number
        for side, groups in row["room"].items()
        for group, number in groups.items()
    }
    with days_ago(held_days_ago - row["days_later"]):
        actions.report_session(
            session=session,
            by=person("editor", row["by"]),
            language=row["language"],
            text=row["text"],
            missing_voices=row["missing_voices"],
            numbers=numbers,
        )


def play_photo(row: dict[str, Any], session: Session, held_days_ago: int, person: Person) -> None:
    with days_ago(held_days_ago - 1):
        actions.add_photo(
            about=session,
            by=person("editor", row["by"]),
            picture=drawing(row["drawing"]),
            alt=row["alt"],
            caption=row["caption"],
            written_in=row["language"],
            consent=Photo.Consent.NO_PEOPLE,
            taken_on=clock.today(),
        )


def play_agreements(session: Session, agreed_days_ago: int, person: Person) -> None:
    with days_ago(agreed_days_ago):
        for twinning in session.bonds:
            for side in LEAVES:
                by = person("signatory", twinning.organisation_of(side).slug)
                actions.agree_session(session=session, by=by, seats=[(twinning.pk, side)])


def play_promise(row: dict[str, Any], session: Session, person: Person) -> None:
    twinning = Twinning.objects.get(slug=row["twinning"])
    by_side = {side: person("editor", twinning.organisation_of(side).slug) for side in row["keys"]}
    first, *others = row["keys"]
    with days_ago(row["days_ago"]):
        promise = actions.make_promise(
            twinning=twinning,
            session=session,
            by=by_side[first],
            confirms_for=first,
            side=row["side"],
            what=row["what"],
            language=row["language"],
            due_on=clock.today() + timedelta(days=row["due_days_later"]),
            is_due_in_month=row["in_month"],
            amount=Decimal(row["amount"]) if row["amount"] else None,
            currency=row["currency"],
            is_sample=True,
        )
        for side in others:
            actions.confirm_promise(promise=promise, by=by_side[side], side=side)
    if row["kept_days_ago"] is not None:
        with days_ago(row["kept_days_ago"]):
            actions.settle_promise(promise=promise, by=by_side[first], state=Promise.State.KEPT)
