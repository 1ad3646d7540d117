"""How milestones stood at the end of a day gone by, worked out from the dates that were recorded.

What the record cannot say it leaves open: a milestone without a date of entry, or one whose state
does not follow from its reports, is shown as not known then, never as somebody's guess.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q

from partnerships.models import (
    LEAVES,
    Decision,
    Deed,
    Event,
    Milestone,
    Replanning,
    State,
    Submission,
    Trajectory,
    Verb,
    Verdict,
)
from partnerships.models.deed import DeedQuerySet
from partnerships.models.milestone import AWAITED, UNREPORTED, state_from
from partnerships.models.trajectory import add_months, end_of_month, months_between
from partnerships.models.twinning import TwinningQuerySet
from stedenband import clock

KEYS = {Verb.REPORT_CONFIRMED: Verdict.AGREED, Verb.REPORT_CONTESTED: Verdict.CONTESTED}
STARTS = [Verb.TRAJECTORY_STARTED, Verb.TRAJECTORY_SHIFTED]


def end_of(day: date) -> datetime:
    """The last moment of a day in the portal's time zone."""
    return clock.start_of(day + timedelta(days=1)) - timedelta(microseconds=1)


@dataclass(frozen=True)
class Stood:
    """A milestone at the end of a day; `state` None: the record does not say."""

    existed: bool
    due_on: date
    state: State | None
    is_late: bool


@dataclass
class Sent:
    """A report as far as it had come; it answers what `state_from` asks of a report."""

    rounds: int = 0
    decision: str = ""
    key: str = ""

    @property
    def is_open(self) -> bool:
        return not self.decision

    @property
    def is_returned(self) -> bool:
        return self.decision == Decision.RETURNED

    @property
    def is_contested(self) -> bool:
        return self.key == Verdict.CONTESTED

    @property
    def is_agreed(self) -> bool:
        return self.key == Verdict.AGREED

    @property
    def awaits_key(self) -> bool:
        return not self.key and not self.is_returned


@dataclass
class Record:
    """What was written down of one milestone, each list oldest first."""

    milestone: Milestone
    entered_at: datetime | None = None
    replannings: list[Replanning] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    keys: list[Event] = field(default_factory=list)
    shifts: list[Event] = field(default_factory=list)

    def existed(self, moment: datetime) -> bool:
        """Facts from a source existed once they had happened; the rest once it was entered."""
        if self.milestone.source_id:
            happened_on = self.milestone.happened_on
            return happened_on is None or happened_on <= clock.day_of(moment)
        return self.entered_at is None or self.entered_at <= moment

    def state(self, moment: datetime) -> State | None:
        """Since its last change a milestone has the state it has; before, the one that follows."""
        if self.milestone.source_id or self.milestone.state_since <= moment:
            return State(self.milestone.state)
        if self.entered_at is None or not self.is_coherent:
            return None
        return self.follows(moment)

    @property
    def is_coherent(self) -> bool:
        """Whether what was written down leads to the state that the milestone has now."""
        return self.follows(None) == self.milestone.state

    def follows(self, moment: datetime | None) -> State:
        """The state that follows from all that was written down until a moment, or until now."""
        reports = self.reports(moment)
        if reports:
            return state_from(self.milestone.duty, reports, postponed=False)  # type: ignore[arg-type]
        state = State.PLANNED
        for one in self.replannings:
            if moment is None or one.at <= moment:
                state = replanned(one, state)
        return state

    def reports(self, moment: datetime | None) -> list[Sent]:
        """What had been handed in, what was decided on it, and the other side's keys."""
        found: dict[int, Sent] = defaultdict(Sent)
        line: list[tuple[datetime, int, Submission | Event]] = [
            *((one.at, 0, one) for one in self.submissions),
            *((one.at, 1, one) for one in self.keys),
        ]
        for at, _order, one in sorted(line, key=lambda step: step[:2]):
            if moment is not None and at > moment:
                break
            if isinstance(one, Submission):
                sent = found[one.report_id]
                sent.rounds, sent.decision = one.round, decision_on(one, moment)
                sent.key = "" if sent.is_contested else sent.key
            elif one.report_id:
                found[one.report_id].key = KEYS[Verb(one.verb)]
        return list(found.values())

    def due_on(self, moment: datetime) -> date:
        """Its last day then: what moved it since is undone, the latest first."""
        due_on = self.milestone.due_on
        moves: list[Replanning | Event] = [*self.replannings, *self.shifts]
        for one in sorted(moves, key=lambda move: move.at, reverse=True):
            if one.at <= moment:
                break
            if isinstance(one, Replanning):
                due_on = one.old_due_on
            elif self.went_along(one):
                due_on = end_of_month(add_months(due_on, -shifted_by(one)))
        return due_on

    def went_along(self, shift: Event) -> bool:
        """A shift moved only what waited for its first report."""
        return self.existed(shift.at) and self.follows(shift.at) in UNREPORTED


def replanned(one: Replanning, state: State) -> State:
    """The state after a milestone moved, was dropped or was taken up again."""
    if one.kind == Replanning.Kind.DROPPED:
        return State.DROPPED
    if one.new_due_on and one.new_due_on > one.old_due_on:
        return State.POSTPONED
    return State.PLANNED if one.kind == Replanning.Kind.REINSTATED else state


def decision_on(one: Submission, moment: datetime | None) -> str:
    late = moment is not None and (one.reviewed_at is None or one.reviewed_at > moment)
    return "" if late else one.decision


def shifted_by(shift: Event) -> int:
    return months_between(month_in(shift.old), month_in(shift.new))


def month_in(words: str) -> date:
    """The first day of a month that an event writes as 2019-03."""
    return date.fromisoformat(f"{words}-01")


# --- Asked of the database ----------------------------------------------------------------------


def standings(milestones: Iterable[Milestone], day: date) -> dict[int, Stood]:
    """How each milestone stood at the end of a day; always three queries.

    The trajectories of the milestones are read along; say `select_related("trajectory")`.
    """
    moment = end_of(day)
    return {pk: stood(one, moment, day) for pk, one in records_of(list(milestones)).items()}


def stood(record: Record, moment: datetime, day: date) -> Stood:
    state, due_on = record.state(moment), record.due_on(moment)
    if record.milestone.source_id and due_on > day and state == State.UNKNOWN:
        state = None
    awaited = state in AWAITED and record.milestone.trajectory.is_running
    return Stood(record.existed(moment), due_on, state, awaited and due_on < day)


def records_of(milestones: Sequence[Milestone]) -> dict[int, Record]:
    found = {one.pk: Record(one) for one in milestones}
    for move in Replanning.objects.filter(milestone__in=found).order_by("at", "pk"):
        found[move.milestone_id].replannings.append(move)
    sent = Submission.objects.filter(report__milestone__in=found).select_related("report")
    for one in sent.order_by("report", "round"):
        found[one.report.milestone_id].submissions.append(one)
    started: dict[int, datetime] = {}
    shifts: dict[int, list[Event]] = defaultdict(list)
    for event in events_on(milestones):
        if event.milestone_id:
            keep_event(found[event.milestone_id], event)
        elif event.verb == Verb.TRAJECTORY_STARTED:
            started.setdefault(event.trajectory_id or 0, event.at)
        else:
            shifts[event.trajectory_id or 0].append(event)
    for record in found.values():
        record.shifts = shifts[record.milestone.trajectory_id]
        record.entered_at = record.entered_at or entered_at(record, started)
    return found


def events_on(milestones: Sequence[Milestone]) -> Iterable[Event]:
    """What the rows themselves do not say: when a thing was entered, and keys turned back."""
    own = Q(milestone__in=milestones, verb__in=[Verb.MILESTONE_ADDED, *KEYS])
    trajectories = {one.trajectory_id for one in milestones}
    return Event.objects.filter(own | Q(trajectory__in=trajectories, verb__in=STARTS)).order_by(
        "at", "pk"
    )


def keep_event(record: Record, event: Event) -> None:
    if event.verb == Verb.MILESTONE_ADDED:
        record.entered_at = event.at
    else:
        record.keys.append(event)


def entered_at(record: Record, started: dict[int, datetime]) -> datetime | None:
    """When a milestone was entered: with its trajectory, or when it took its first state."""
    milestone = record.milestone
    if milestone.plan_item_id and milestone.trajectory_id in started:
        return started[milestone.trajectory_id]
    is_untouched = not record.replannings and not record.submissions
    return milestone.state_since if is_untouched and milestone.state == State.PLANNED else None


# --- Put back, for a page -----------------------------------------------------------------------


@dataclass
class Past:
    """The trajectories that had begun, each with its milestones, as they stood."""

    trajectories: list[Trajectory]
    milestones: dict[int, list[Milestone]]
    unsaid: int = 0


def put_back(trajectories: Iterable[Trajectory], day: date) -> Past:
    """Set trajectories and the milestones read with them as they stood at the end of a day.

    Only in memory, for a page: `seen_on` says so, and what asks whether something is late or which
    month it is asks for that day. What the record does not say is counted, and shown as unknown.
    """
    found = begun(list(trajectories), day)
    rows = {one.pk: list(one.milestones.all()) for one in found}
    for one in found:
        for milestone in rows[one.pk]:
            milestone.trajectory = one
    stands = standings([one for row in rows.values() for one in row], day)
    past = Past(
        found, {pk: [one for one in row if stands[one.pk].existed] for pk, row in rows.items()}
    )
    for milestone in (one for row in past.milestones.values() for one in row):
        stood = stands[milestone.pk]
        past.unsaid += stood.state is None
        milestone.due_on, milestone.state = stood.due_on, stood.state or State.UNKNOWN
    return past


def begun(trajectories: list[Trajectory], day: date) -> list[Trajectory]:
    """Those that had been started by then, with the first month they had; one query."""
    started: dict[int, datetime] = {}
    moment = end_of(day)
    first: dict[int, date] = {}
    events = Event.objects.filter(trajectory__in=trajectories, verb__in=STARTS)
    for event in events.order_by("-at", "-pk"):
        pk = event.trajectory_id or 0
        if event.verb == Verb.TRAJECTORY_STARTED:
            started[pk] = event.at
        elif event.at > moment:
            first[pk] = month_in(event.old)
    for one in trajectories:
        one.seen_on = day
        one.first_month = first.get(one.pk, one.first_month)
    return [
        one
        for one in trajectories
        if (started[one.pk] <= moment if one.pk in started else one.first_month <= day)
    ]


def under_way(twinnings: TwinningQuerySet, day: date) -> TwinningQuerySet:
    """Those of which a trajectory that runs today had begun by then.

    What was closed since is left out: the record does not say since when.
    """
    running = Trajectory.objects.running().filter(twinning__in=twinnings)
    return twinnings.filter(pk__in={one.twinning_id for one in begun(list(running), day)})


def milestones_on(milestones: Iterable[Milestone], day: date) -> list[Milestone]:
    """Milestones that there were at the end of a day, as they stood; three queries.

    Of what the record does not say the state is unknown, as in `put_back`.
    """
    found = list(milestones)
    stands = standings(found, day)
    for one in found:
        one.trajectory.seen_on = day
        one.due_on, one.state = stands[one.pk].due_on, stands[one.pk].state or State.UNKNOWN
    return [one for one in found if stands[one.pk].existed]


def awaiting_key(twinnings: Iterable[int], day: date) -> Counter[tuple[int, str]]:
    """By twinning and reporting side, the reports that waited for the other side's key."""
    moment = end_of(day)
    sent = Submission.objects.filter(at__lte=moment).values("report__milestone")
    one_sided = Milestone.objects.filter(pk__in=sent, duty__in=LEAVES)
    milestones = one_sided.filter(trajectory__twinning__in=twinnings).select_related("trajectory")
    found: Counter[tuple[int, str]] = Counter()
    for record in records_of(list(milestones)).values():
        key = record.milestone.trajectory.twinning_id, record.milestone.duty
        found[key] += sum(one.awaits_key for one in record.reports(moment))
    return found


# --- What is no milestone -----------------------------------------------------------------------


def deeds_by(deeds: DeedQuerySet, day: date) -> list[Deed]:
    """The deeds that had been entered by the end of a day.

    What was changed since is shown without its state: the record keeps only the one of today.
    """
    moment = end_of(day)
    found = list(deeds.entered_by(day, moment))
    for one in found:
        one.is_unsaid = one.source_id is None and one.updated_at > moment
    return found


def sides_by_goal(
    twinnings: Iterable[int], day: date | None = None
) -> tuple[dict[tuple[int, int], set[str]], Counter[int]]:
    """By twinning and goal the sides with a deed that was not stopped, today or on a day.

    With the number of deeds of a twinning of which the record does not say how they stood then.
    """
    deeds = Deed.objects.filter(twinning__in=twinnings, main_target__isnull=False)
    named = deeds.select_related("main_target")
    sides: dict[tuple[int, int], set[str]] = defaultdict(set)
    unsaid: Counter[int] = Counter()
    for one in deeds_by(named, day) if day else named:
        unsaid[one.twinning_id] += one.is_unsaid
        if one.main_target and (one.is_unsaid or one.state != Deed.State.STOPPED):
            sides[one.twinning_id, one.main_target.goal_id].add(one.side)
    return sides, unsaid
