"""The sample's lessons, one taken over by another twinning, and a forum on which they were told."""

from datetime import timedelta
from typing import Any

from partnerships import actions
from partnerships.management.documented import read
from partnerships.management.indicators import days_ago
from partnerships.management.sample_assessments import Person
from partnerships.models import Lesson, Milestone, Side, Twinning
from sdg.models import Target
from stedenband import clock
from stedenband.accounts.models import User

WORDS = (
    "title",
    "language",
    "direction",
    "situation",
    "tried",
    "changed_flemish",
    "changed_partner",
    "again",
    "again_why",
    "visibility",
)


def play_lessons(person: Person) -> None:
    """Write the lessons, oldest first, take one over, and tell them on a forum."""
    data = read("lessons.json")
    lessons = {row["key"]: play_lesson(row, person) for row in data["lessons"]}
    play_forum(data["forum"], lessons, person("coordinator", "vvsg"))


def editor_of(twinning: Twinning, side: str, person: Person) -> User:
    own = Side.FLEMISH if side == Side.JOINT else side
    return person("editor", twinning.organisation_of(own).slug)


def play_lesson(row: dict[str, Any], person: Person) -> Lesson:
    twinning = Twinning.objects.with_sides().get(slug=row["twinning"])
    by = editor_of(twinning, row["side"], person)
    with days_ago(row["days_ago"]):
        lesson = actions.add_lesson(
            twinning=twinning,
            side=row["side"],
            by=by,
            targets=Target.objects.filter(code__in=row["targets"]),
            milestone=milestone_of(twinning, row.get("milestone")),
            is_sample=True,
            **{name: row[name] for name in WORDS},
        )
        if row.get("publish"):
            lesson = actions.publish_lesson(lesson=lesson, side=row["side"], by=by)
    if adopted := row.get("adopted"):
        play_adoption(lesson, adopted, person)
    return lesson


def milestone_of(twinning: Twinning, title: str | None) -> Milestone | None:
    own = Milestone.objects.filter(trajectory__twinning=twinning, title_nl=title)
    return own.first() if title else None


def play_adoption(lesson: Lesson, row: dict[str, Any], person: Person) -> None:
    twinning = Twinning.objects.with_sides().get(slug=row["twinning"])
    by = editor_of(twinning, row["side"], person)
    with days_ago(row["days_ago"]):
        adoption = actions.adopt_lesson(
            lesson=lesson,
            twinning=twinning,
            side=row["side"],
            by=by,
            why=row["why"],
            language=row["language"],
            is_sample=True,
        )
    told = row["reported"]
    with days_ago(told["days_ago"]):
        actions.report_adoption(
            adoption=adoption, by=by, state=told["state"], result=told["result"]
        )


def play_forum(row: dict[str, Any], lessons: dict[str, Lesson], by: User) -> None:
    with days_ago(row["days_ago"] + 30):
        forum = actions.add_forum(
            by=by,
            title=row["title"],
            held_on=clock.today() + timedelta(days=30),
            place=row["place"],
            programme=row["programme"],
            language=row["language"],
            is_public=row["is_public"],
            is_sample=True,
        )
        chosen = [lessons[key] for key in row["lessons"]]
        actions.pick_lessons(forum=forum, by=by, lessons=chosen)
