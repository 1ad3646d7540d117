"""The sample's self-assessments: one that both sides answered, one that waits for a side."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from partnerships import actions
from partnerships.models import Assessment, Side, Statement, Trajectory, Twinning
from stedenband import clock
from stedenband.accounts.models import User

Person = Callable[[str, str], User]


@dataclass(frozen=True)
class AssessmentStep:
    """One deed on a self-assessment: opened, or answered by a side."""

    trajectory: Trajectory
    title: str
    row: dict[str, Any]
    person: Person

    @property
    def days_ago(self) -> int:
        days: int = self.row["days_ago"]
        return days

    def play(self) -> None:
        if "answers" in self.row:
            self.answer()
        else:
            self.open()

    def open(self) -> None:
        actions.open_assessment(
            trajectory=self.trajectory,
            by=self.person("coordinator", "vvsg"),
            title=self.title,
            held_on=clock.today() + timedelta(days=self.row["held_in_days"]),
        )

    def answer(self) -> None:
        side = Side(self.row["side"])
        slug = self.trajectory.twinning.organisation_of(side).slug
        pairs = zip(Statement, self.row["answers"], strict=True)
        actions.answer_assessment(
            assessment=Assessment.objects.get(trajectory=self.trajectory, title=self.title),
            side=side,
            by=self.person(self.row["by"], slug),
            version=None,
            hand_in=self.row["hand_in"],
            language=self.row["language"],
            answers={statement: (degree, remark) for statement, (degree, remark) in pairs},
        )


def assessment_steps(rows: list[dict[str, Any]], person: Person) -> Iterator[AssessmentStep]:
    """The deeds on the self-assessments of the sample's trajectories."""
    for row in rows:
        twinning = Twinning.objects.get(slug=row["twinning"])
        trajectory = twinning.trajectories.get(is_sample=True)
        for step in row["steps"]:
            yield AssessmentStep(trajectory, row["title"], step, person)
