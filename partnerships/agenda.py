"""The agenda: what falls due, on which day, and who of which side it asks something of.

`SOURCES` is the whole table of what people are reminded of. A new noun that has an end, such as
an agreement or a cover, is one row more: its rows, its day, and whom it asks.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from partnerships.models import (
    LEAVES,
    Agreement,
    Duty,
    Membership,
    Milestone,
    ProgressReport,
    Promise,
    Reporter,
    Role,
    Side,
    Twinning,
    reporters_of,
    sides_behind,
)
from partnerships.policies import WRITERS
from stedenband import clock
from stedenband.accounts.models import User

# Days after the date, below 0 before it. Late is said after a week, then once a month: often
# enough for a council that meets monthly. After half a year mail has proved not to help; the
# coordination still sees it on its own page.
BEFORE = (-30, -7, 0)
LATE = (7, 30, 60, 90, 120, 150, 180)
KEY = (7, 14)
LAPSING = (-184, -92)  # six and three months ahead, the longest that these can be: for what ends

Span = tuple[date, date]
CHUNK = 500


@dataclass
class Crowd:
    """Some people: who of them writes for which organisation, and who turns its key."""

    writers: dict[int, list[User]] = field(default_factory=dict)
    keys: dict[int, list[User]] = field(default_factory=dict)
    coordinators: list[User] = field(default_factory=list)

    @classmethod
    def of(cls, users: Iterable[User]) -> "Crowd":
        """In two queries, whoever they are."""
        crowd, by_pk = cls(), {user.pk: user for user in users}
        held = Membership.objects.current().filter(user__in=by_pk).order_by("user", "pk")
        rows = list(held.values_list("user", "organisation", "role"))
        signed = signed_organisations(organisation for _user, organisation, _role in rows)
        for pk, organisation, role in rows:
            user = by_pk[pk]
            if role == Role.COORDINATOR:
                note(crowd.coordinators, user)
            if role in WRITERS:
                note(crowd.writers.setdefault(organisation, []), user)
            if role == Role.SIGNATORY or (role == Role.EDITOR and organisation not in signed):
                note(crowd.keys.setdefault(organisation, []), user)
        return crowd

    def asked(self, source: "Source", row: Any, twinning: Twinning) -> list[User]:
        """Who of them is asked something by a row of a source."""
        found: list[User] = []
        holders = self.keys if source.asks_for_key else self.writers
        for one in source.sides(row):
            if one == Reporter.COORDINATION:
                found += self.coordinators
            else:
                found += holders.get(getattr(twinning, f"{one}_id"), [])
        return list(dict.fromkeys(found))


def note(users: list[User], user: User) -> None:
    if user not in users:
        users.append(user)


def signed_organisations(organisations: Iterable[int]) -> set[int]:
    """Those that have appointed a signatory: there an editor does not turn the key."""
    current = Membership.objects.current().of_organisations(*set(organisations))
    return set(current.filter(role=Role.SIGNATORY).values_list("organisation", flat=True))


@dataclass(frozen=True)
class Source:
    """One kind of thing that falls due."""

    kind: str
    offsets: tuple[int, ...]
    rows: Callable[[], QuerySet[Any]]
    twinning: str  # where it stands, seen from a row
    sides: Callable[[Any], Iterable[str]]
    ahead: LazyText | str
    late: LazyText | str
    day: Callable[[Any], date] = lambda row: row.due_on
    between: Callable[[Span], Q] = lambda span: Q(due_on__range=span)
    thing: Callable[[Any], Any] = lambda row: row
    of_coordination: Q | None = None
    asks_for_key: bool = False
    is_end: bool = False  # it ends then, whatever anybody does; said of all that ends soon

    def spans(self, since: date, today: date) -> list[Span]:
        """The days on which something falls due that is to be told of now."""
        if self.is_end:
            return [(today, today - timedelta(days=min(self.offsets)))]
        return [(since - timedelta(days=n), today - timedelta(days=n)) for n in self.offsets]

    def among(self, crowd: Crowd, spans: Iterable[Span]) -> QuerySet[Any]:
        """Its rows that fall in any of these spans and stand where one of these people writes."""
        mine = list(crowd.writers)
        where = Q(**{f"{self.twinning}__flemish__in": mine})
        where |= Q(**{f"{self.twinning}__partner__in": mine})
        if self.of_coordination is not None and crowd.coordinators:
            where |= self.of_coordination
        days = Q(pk__in=[])
        for span in spans:
            days |= self.between(span)
        return self.rows().filter(days, where)

    def twinning_of(self, row: Any) -> Twinning:
        for name in self.twinning.split("__"):
            row = getattr(row, name)
        found: Twinning = row
        return found


@dataclass(frozen=True)
class Due:
    """One thing that falls due."""

    source: Source
    row: Any
    due_on: date
    twinning: Twinning

    @property
    def about(self) -> str:
        return f"{self.row._meta.model_name}:{self.row.pk}"

    @property
    def thing(self) -> Any:
        """What people call it, and where it is read."""
        return self.source.thing(self.row)


def due_for(
    crowd: Crowd, spans: Callable[[Source], Iterable[Span]], sources: Sequence[Source] = ()
) -> Iterator[tuple[User, Due]]:
    """What falls due in the spans of each source, once for each of these people: a query each."""
    for source in sources or SOURCES:
        wanted = list(spans(source))
        rows = source.among(crowd, wanted) if wanted else source.rows().none()
        for row in rows.iterator(chunk_size=CHUNK):
            twinning = source.twinning_of(row)
            due = Due(source, row, source.day(row), twinning)
            for user in crowd.asked(source, row, twinning):
                yield user, due


# --- The sources ---------------------------------------------------------------------------------


def sent_by(side: str) -> Exists:
    handed_in = ProgressReport.objects.filter(rounds__gt=0, reporter=side)
    return Exists(handed_in.filter(milestone=OuterRef("pk")))


def open_milestones() -> QuerySet[Any]:
    """What still has to be reported in running trajectories, and by which side not any more.

    Only what a mail says of it is loaded: ten thousand at once have to fit in the memory.
    """
    bond = "trajectory__twinning"
    sides = (f"{bond}__flemish", f"{bond}__partner")
    names = (f"{bond}__slug", *sides, *(f"{side}__name" for side in sides))
    titles = ("title_nl", "title_es", "title_fr", "title_en")
    awaited = Milestone.objects.running().awaiting_a_side()
    needed = awaited.select_related(*sides).only(
        "due_on", "duty", "trajectory", *titles, bond, *names
    )
    return needed.annotate(**{f"{side}_sent": sent_by(side) for side in LEAVES})


def reporters_awaited(milestone: Any) -> list[str]:
    awaited = reporters_of(milestone.duty)
    return [one for one in awaited if not getattr(milestone, f"{one}_sent", False)]


def open_keys() -> QuerySet[Any]:
    return ProgressReport.objects.awaiting_key().with_names()


def open_promises() -> QuerySet[Any]:
    return Promise.objects.standing().with_names()


def lapsing_agreements() -> QuerySet[Any]:
    standing = Agreement.objects.unfollowed().exclude(twinning__state=Twinning.State.ENDED)
    return standing.with_names()


def whole_days(span: Span) -> Q:
    """Handed in on one of these days, by the clock of the portal."""
    first, after = clock.start_of(span[0]), clock.start_of(span[1] + timedelta(days=1))
    return Q(submitted_at__gte=first, submitted_at__lt=after)


SOURCES = (
    Source(
        "report",
        BEFORE + LATE,
        open_milestones,
        "trajectory__twinning",
        reporters_awaited,
        ahead=_("To report"),
        late=_("Late: still to report"),
        of_coordination=Q(duty=Duty.COORDINATION),
    ),
    Source(
        "key",
        KEY,
        open_keys,
        "milestone__trajectory__twinning",
        lambda report: [Side(report.reporter).other],
        ahead=_("Waiting for our key"),
        late=_("Waiting for our key"),
        day=lambda report: clock.day_of(report.submitted_at),
        between=whole_days,
        thing=lambda report: report.milestone,
        asks_for_key=True,
    ),
    Source(
        "promise",
        BEFORE + LATE,
        open_promises,
        "twinning",
        lambda promise: sides_behind(promise.side),
        ahead=_("Promised, to be kept soon"),
        late=_("Promised, and past its date"),
    ),
    Source(
        "agreement",
        LAPSING,
        lapsing_agreements,
        "twinning",
        lambda _agreement: [*LEAVES, Reporter.COORDINATION],
        ahead=_("An agreement that ends, and nothing follows it"),
        late=_("An agreement that ends, and nothing follows it"),
        day=lambda agreement: agreement.valid_until,
        between=lambda span: Q(valid_until__range=span),
        of_coordination=Q(pk__isnull=False),
        is_end=True,
    ),
)
