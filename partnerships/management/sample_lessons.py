"""The sample's lessons, one taken over by another twinning, and a forum on which they were told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from partnerships import actions
from partnerships.management.documented import read
from partnerships.management.sample_assessments import Person
from partnerships.models import Adoption, Lesson, Milestone, Side, Twinning, sides_behind
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


@dataclass(frozen=True)
class LessonStep:
    """One deed of the sample on lessons: how long ago, and what."""

    days_ago: int
    play: Callable[[], None]


@dataclass
class LessonPlay:
    """The sample's lessons as they come about, by their keys in the file."""

    person: Person
    lessons: dict[str, Lesson] = field(default_factory=dict)
    adoptions: dict[str, Adoption] = field(default_factory=dict)

    def editor(self, twinning: Twinning, side: str) -> User:
        return self.person("editor", twinning.organisation_of(sides_behind(side)[0]).slug)

    def write(self, row: dict[str, Any]) -> None:
        twinning = Twinning.objects.with_sides().get(slug=row["twinning"])
        side, by = row["side"], self.editor(twinning, row["side"])
        lesson = actions.add_lesson(
            twinning=twinning,
            side=side,
            by=by,
            targets=Target.objects.filter(code__in=row["targets"]),
            milestone=milestone_of(twinning, row.get("milestone")),
            is_sample=True,
            **{name: row[name] for name in WORDS},
        )
        if row.get("publish"):
            actions.publish_lesson(lesson=lesson, side=side, by=by)
        self.lessons[row["key"]] = lesson

    def take_over(self, key: str, row: dict[str, Any]) -> None:
        twinning = Twinning.objects.with_sides().get(slug=row["twinning"])
        self.adoptions[key] = actions.adopt_lesson(
            lesson=self.lessons[key],
            twinning=twinning,
            side=row["side"],
            by=self.editor(twinning, row["side"]),
            why=row["why"],
            language=row["language"],
            is_sample=True,
        )

    def translate(self, key: str, row: dict[str, Any]) -> None:
        """A lesson in another language, by an editor of the side across; its own side checks it."""
        lesson = Lesson.objects.select_related("twinning").get(pk=self.lessons[key].pk)
        across = self.editor(lesson.twinning, Side(lesson.side).other)
        given = {"language": row["language"], "words": row["words"], "version": 0}
        one = actions.save_translation(thing=lesson, by=across, **given)
        if row["is_checked"]:
            own = self.editor(lesson.twinning, lesson.side)
            actions.check_translation(translation=one, by=own, version=one.version)

    def report(self, key: str, row: dict[str, Any]) -> None:
        adoption = self.adoptions[key]
        by = self.editor(adoption.twinning, adoption.side)
        words = {"state": row["state"], "result": row["result"]}
        actions.report_adoption(adoption=adoption, by=by, **words)

    def hold_forum(self, row: dict[str, Any]) -> None:
        by = self.person("coordinator", "vvsg")
        forum = actions.add_forum(
            by=by,
            title=row["title"],
            held_on=clock.today() + timedelta(days=row["ahead"]),
            place=row["place"],
            programme=row["programme"],
            language=row["language"],
            is_public=row["is_public"],
            is_sample=True,
        )
        chosen = [self.lessons[key] for key in row["lessons"]]
        actions.pick_lessons(forum=forum, by=by, lessons=chosen)


def milestone_of(twinning: Twinning, title: str | None) -> Milestone | None:
    own = Milestone.objects.filter(trajectory__twinning=twinning, title_nl=title)
    return own.first() if title else None


def lesson_steps(person: Person) -> Iterator[LessonStep]:
    """Every deed on the sample's lessons, to be played with the other steps, oldest first."""
    data, played = read("lessons.json"), LessonPlay(person)
    for row in data["lessons"]:
        yield LessonStep(row["days_ago"], partial(played.write, row))
        if words := row.get("translated"):
            yield LessonStep(words["days_ago"], partial(played.translate, row["key"], words))
        if taken := row.get("adopted"):
            told = taken["reported"]
            yield LessonStep(taken["days_ago"], partial(played.take_over, row["key"], taken))
            yield LessonStep(told["days_ago"], partial(played.report, row["key"], told))
    forum = data["forum"]
    yield LessonStep(forum["days_ago"], partial(played.hold_forum, forum))
