"""The sample's unwritten rules, and somebody who left with a story half written."""

from datetime import timedelta

from partnerships import actions
from partnerships.management.documented import read
from partnerships.management.sample_assessments import Person
from partnerships.models import Role, Twinning
from stedenband import clock
from stedenband.accounts.models import User

FILE = "handover.json"


def play_customs(person: Person) -> None:
    for row in read(FILE)["customs"]:
        twinning = Twinning.objects.with_sides().get(slug=row["twinning"])
        words = {name: row[name] for name in ("side", "language", "visibility", "text")}
        by = person("editor", twinning.organisation_of(row["side"]).slug)
        with clock.at(clock.now() - timedelta(days=row["days_ago"])):
            actions.write_customs(twinning=twinning, by=by, is_sample=True, **words)


def play_leaver(person: Person) -> None:
    """Nobody can sign in as the one who left; nobody is named to take over."""
    row = read(FILE)["leaver"]
    twinning = Twinning.objects.with_sides().get(slug=row["twinning"])
    place, side = twinning.organisation_of(row["side"]), row["side"]
    with clock.at(clock.now() - timedelta(days=row["days_ago"])):
        user = User.objects.create_user(row["email"], None, name=row["post"])
        coordinator = person("coordinator", "vvsg")
        membership = actions.give_membership(
            user=user, organisation=place, role=Role(row["role"]), by=coordinator
        )
        actions.add_story(twinning=twinning, side=side, by=user, is_sample=True, **row["story"])
        actions.end_membership(membership=membership, by=coordinator)
