"""What a twinning dies of: an agreement that lapses, a budget line that ends too early.

Everything here is worked out from rows and today's date; nothing of it is stored.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Q

from partnerships.models import (
    Agreement,
    Cover,
    Post,
    Promise,
    Trajectory,
    Twinning,
    words_of_thing,
)
from partnerships.models.agreement import AgreementQuerySet
from partnerships.models.milestone import OPEN
from partnerships.models.promise import STANDING
from partnerships.models.trajectory import add_months, months_from, whole_months
from partnerships.past import end_of, milestones_on
from partnerships.past_bonds import promises_on
from stedenband import clock
from stedenband.texts import LocalText

DAY = timedelta(days=1)
WARNED = 6  # months before an agreement lapses
REMINDED = (6, 3)  # months before, for mail

# --- Months -------------------------------------------------------------------------------------


def ends_to_remind_of(day: date, months: Iterable[int] = REMINDED) -> list[date]:
    """The last days of agreements of which one hears on `day`, so many months before.

    Asked every day, each end comes by once for each number of months: the 31st too, which has no
    like in a shorter month.
    """
    found = []
    for number in months:
        first = add_months(day, number)
        days = (first + timedelta(days=n) for n in range(monthrange(first.year, first.month)[1]))
        found += [end for end in days if months_from(end, -number) == day]
    return found


# --- Agreements ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stretch:
    """A piece of the line: an agreement, or the gap between two or after the last (`ends` None)."""

    starts: date
    ends: date | None
    agreement: Any = None

    @property
    def is_gap(self) -> bool:
        return self.agreement is None


def line_of(agreements: Iterable[Any], today: date) -> list[Stretch]:
    """Agreements in order, with the gaps between them and, when the last one lapsed, after it."""
    rows = sorted(agreements, key=lambda one: one.valid_from)
    line: list[Stretch] = []
    for one, following in pairwise([*rows, None]):
        line.append(Stretch(one.valid_from, one.valid_until, one))
        starts = one.valid_until + DAY
        if following is None:
            line += [Stretch(starts, None)] if starts <= today else []
        elif starts < following.valid_from:
            line.append(Stretch(starts, following.valid_from - DAY))
    return line


@dataclass(frozen=True)
class Standing:
    """How a twinning stands with its agreements today.

    `state` is none (nothing is on record), in_force, lapsing (nothing follows it, and it ends
    within WARNED months), lapsed (since `day`) or coming (from `day` on).
    """

    state: str
    day: date | None = None
    months: int = 0
    agreement: Any = None

    @property
    def is_alarm(self) -> bool:
        return self.state in ("lapsed", "lapsing")


def standing_of(agreements: Iterable[Any], today: date) -> Standing:
    rows = sorted(agreements, key=lambda one: one.valid_from)
    if not rows:
        return Standing("none")
    now = next((one for one in rows if one.valid_from <= today <= one.valid_until), None)
    if now is None:
        later = next((one for one in rows if one.valid_from > today), None)
        if later:
            return Standing("coming", later.valid_from, agreement=later)
        return Standing("lapsed", rows[-1].valid_until + DAY, agreement=rows[-1])
    months = whole_months(today, now.valid_until + DAY)
    is_last = now is rows[-1] and now.successor_id is None
    ends_soon = now.valid_until <= months_from(today, WARNED)
    state = "lapsing" if is_last and ends_soon else "in_force"
    return Standing(state, now.valid_until, months, now)


def agreements_at_risk(user: object) -> AgreementQuerySet:
    """Lapsed, or about to, and nothing follows: of every twinning that did not end."""
    last = months_from(clock.today(), WARNED)
    inside = Twinning.objects.inside(user).exclude(state=Twinning.State.ENDED)
    unfollowed = Agreement.objects.unfollowed().filter(twinning__in=inside)
    return unfollowed.filter(valid_until__lte=last).with_names().order_by("valid_until", "pk")


# --- Cover --------------------------------------------------------------------------------------


def covered_until(periods: Sequence[tuple[date, date]], today: date) -> date | None:
    """Until when something is covered without a break, as it stands today; None without cover.

    The unbroken run in which today lies counts; without one the last that ended, since then there
    is no cover; before the first one starts, the first.
    """
    runs: list[tuple[date, date]] = []
    for starts, ends in sorted(periods):
        if runs and starts <= runs[-1][1] + DAY:
            runs[-1] = (runs[-1][0], max(runs[-1][1], ends))
        else:
            runs.append((starts, ends))
    begun = [ends for starts, ends in runs if starts <= today]
    if begun:
        return begun[-1]
    return runs[0][1] if runs else None


@dataclass(frozen=True)
class Alarm:
    """Something is needed longer than it is covered; `covered_until` None: nothing covers it."""

    kind: str
    thing: Any
    twinning: Twinning
    covered_until: date | None
    needed_until: date

    @property
    def words(self) -> LocalText:
        return words_of_thing(self.thing)

    @property
    def side(self) -> str:
        return str(self.thing.duty if self.kind == "milestone" else self.thing.side)

    @property
    def owner(self) -> str:
        return self.twinning.name_of(self.side)

    @property
    def is_sample(self) -> bool:
        trajectory = getattr(self.thing, "trajectory", None)
        return bool(trajectory.is_sample if trajectory else self.thing.is_sample)


def alarms_of(twinnings: Any, day: date | None = None) -> list[Alarm]:
    """What is needed longer than it is covered, what ends first in front; always two queries.

    Of a day gone by, four more: as it was entered, promised and planned at its end. By when a
    promise was due then is not always recorded; of such a one nothing is said.

    Of promises that still stand, milestones that are still open and posts that are still needed.
    What nobody said to pay is no alarm, but a coordinator's post is: to say until when it is needed
    is to say that somebody has to be paid until then. Mayors, aldermen and councils are not.
    """
    today = day or clock.today()
    covers = covers_on(twinnings, day) if day else covers_that_count(twinnings, today)
    posts = uncovered_posts(twinnings, today)
    periods: dict[tuple[str, int], list[tuple[date, date]]] = {}
    things: dict[tuple[str, int], Any] = {}
    for cover in covers:
        thing = covered_by(cover)
        key = (cover.kind, thing.pk)
        periods.setdefault(key, []).append((cover.starts_on, cover.ends_on))
        things[key] = thing
    for post in posts_on(posts, twinnings, day) if day else posts.filter(covers=None):
        periods[("post", post.pk)], things[("post", post.pk)] = [], post
    found = []
    for (kind, pk), thing in things.items():
        ends, needed = covered_until(periods[(kind, pk)], today), needed_until(thing)
        if ends is None or ends < needed:
            found.append(Alarm(kind, thing, thing.twinning, ends, needed))
    return sorted(found, key=lambda one: (one.covered_until or date.min, one.needed_until))


def covered_by(cover: Cover) -> Any:
    """What is covered; its twinning is the funding's, which was read with it."""
    thing = cover.thing
    owner = thing.trajectory if cover.milestone else thing
    owner.twinning = cover.funding.twinning
    return thing


def covers_that_count(twinnings: Any, today: date) -> Any:
    """The covers of what is still to be done."""
    needed = Q(post__needed_until__gte=today) | Q(promise__state__in=STANDING)
    needed |= Q(milestone__state__in=OPEN, milestone__trajectory__state=Trajectory.State.RUNNING)
    return Cover.objects.filter(needed, funding__twinning__in=twinnings).with_things()


def uncovered_posts(twinnings: Any, today: date) -> Any:
    posts = Post.objects.filter(twinning__in=twinnings, kind=Post.Kind.COORDINATOR)
    return posts.filter(needed_until__gte=today).with_names()


def covers_on(twinnings: Any, day: date) -> list[Cover]:
    """The covers entered by the end of a day of what was still to be done then, as it stood."""
    covers = Cover.objects.filter(funding__twinning__in=twinnings).with_things()
    found = list(covers.known_by(day, end_of(day)))
    promised = Promise.objects.filter(pk__in=[one.promise_id for one in found])
    promises = {one.pk: one for one in promises_on(promised, day) if not one.is_due_unsaid}
    open_then = milestones_on([one.milestone for one in found if one.milestone], day)
    milestones = {one.pk for one in open_then if one.state in OPEN and one.trajectory.is_running}
    return [
        one
        for one in found
        if (one.post and one.post.needed_until and one.post.needed_until >= day)
        or one.promise_id in promises
        or one.milestone_id in milestones
    ]


def posts_on(posts: Any, twinnings: Any, day: date) -> Any:
    """Of the posts those entered by then that no cover entered by then was of."""
    moment = end_of(day)
    covered = Cover.objects.filter(funding__twinning__in=twinnings).known_by(day, moment)
    return posts.filter(made_at__lte=moment).exclude(
        pk__in=covered.filter(post__isnull=False).values("post")
    )


def needed_until(thing: Any) -> date:
    name = "needed_until" if isinstance(thing, Post) else "due_on"
    day: date = getattr(thing, name)
    return day


# --- For a twinning's own page ------------------------------------------------------------------


def continuity_of(twinning: Twinning, user: object) -> dict[str, Any]:
    """What members read on the page of a twinning: its agreements' state and the alarms."""
    agreements = Agreement.objects.visible_to(user).filter(twinning=twinning)
    return {
        "standing": standing_of(agreements, clock.today()),
        "alarms": alarms_of([twinning.pk]),
    }
