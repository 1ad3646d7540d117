"""The sample's look back: a recommendation with an answer, a yearly report, and who is invited."""

from datetime import timedelta
from typing import Any

from partnerships import actions
from partnerships.management.documented import read
from partnerships.management.sample_assessments import Person
from partnerships.models import Assessment, Organisation, Side, Twinning
from stedenband import clock

FILE = "reviews.json"
MONTHS = 12


def play_reviews(person: Person) -> None:
    """After all else: the report says what stands there by then."""
    data = read(FILE)
    play_invitation(data["invitation"], person)
    for row in data["recommendations"]:
        play_recommendation(row, person)
    play_report(data["report"], person)


def play_invitation(row: dict[str, Any], person: Person) -> None:
    """Somebody who was asked, and did not choose a password yet."""
    words = {name: row[name] for name in ("email", "name", "language", "time_zone", "role")}
    with clock.at(clock.now() - timedelta(days=row["days_ago"])):
        actions.send_invitation(
            organisation=Organisation.objects.get(slug=row["organisation"]),
            by=person("coordinator", "vvsg"),
            **words,
        )


def play_recommendation(row: dict[str, Any], person: Person) -> None:
    """What the review advised both sides; one of them has answered."""
    twinning = Twinning.objects.with_sides().get(slug=row["twinning"])
    held = Assessment.objects.get(trajectory__twinning=twinning, title=row["assessment"])
    words = {name: row[name] for name in ("side", "language", "given_by", "text")}
    with clock.at(clock.now() - timedelta(days=row["days_ago"])):
        advice = actions.add_recommendation(
            twinning=twinning,
            by=person("coordinator", "vvsg"),
            assessment=held,
            given_on=clock.today(),
            is_sample=True,
            **words,
        )
    for one in row["responses"]:
        slug = twinning.organisation_of(one["side"]).slug
        said = {name: one[name] for name in ("language", "answer", "why", "action")}
        due = clock.today() + timedelta(days=one["due_in_days"])
        with clock.at(clock.now() - timedelta(days=one["days_ago"])):
            actions.answer_recommendation(
                recommendation=advice,
                side=Side(one["side"]),
                by=person("editor", slug),
                due_on=due,
                is_sample=True,
                **said,
            )


def play_report(row: dict[str, Any], person: Person) -> None:
    """The report on the first year of the road, as the portal wrote it."""
    twinning = Twinning.objects.with_sides().get(slug=row["twinning"])
    trajectory = twinning.trajectories.get(is_sample=True)
    actions.generate_report(
        by=person("editor", twinning.organisation_of(row["side"]).slug),
        kind=row["kind"],
        language=row["language"],
        first=trajectory.first_month,
        last=trajectory.due_on(MONTHS),
        twinning=twinning,
    )
