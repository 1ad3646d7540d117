"""Many made-up twinnings, as many as somebody wants to measure the portal with.

They are written past the actions, in bulk: each table as the actions would have left it. Whatever
is made here is called a sample where there is a column for it, and by its name everywhere.
"""

import gc
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connections, models, transaction
from django.db.models import prefetch_related_objects

from partnerships.actions.passage import write_passages
from partnerships.management import scale_words as words
from partnerships.management.scale_band import (
    MONTHS,
    TARGETS,
    Band,
    Ground,
    confirmation_of,
    entered,
    handed_in,
    submission_of,
)
from partnerships.models import (
    LEAVES,
    Membership,
    Milestone,
    Organisation,
    Programme,
    ProgressReport,
    Role,
    Side,
    Twinning,
)
from partnerships.models.passage import SEARCHED
from partnerships.models.trajectory import add_months
from sdg.vocabulary import load_vocabulary
from stedenband import clock
from stedenband.accounts.models import User

PREFIX = "scale-"
DOMAIN = ".scale.example"
COORDINATOR, FACILITATOR = f"coordinator@house{DOMAIN}", f"facilitator@house{DOMAIN}"
MONTH_NOW = 14
UNUSABLE = "!"  # of an account without a password
AT_ONCE = 200  # twinnings in one transaction
ROWS = 2_000  # in one statement
COUNTRIES = ("PE", "BO", "GT", "EC", "SN", "BJ")


def slug_of(number: int) -> str:
    return f"{PREFIX}{number:05d}"


def holds_other_data() -> bool:
    """Whether somebody entered something here that was not made by this module."""
    organisations = Organisation.objects.exclude(slug__startswith=PREFIX)
    twinnings = Twinning.objects.exclude(slug__startswith=PREFIX)
    users = User.objects.exclude(email__endswith=DOMAIN)
    return organisations.exists() or twinnings.exists() or users.exists()


def seed(total: int, tell: Callable[[str], object] = print, processes: int = 1) -> int:
    """Make the twinnings up to a number that are not there yet; answers how many that were."""
    load_vocabulary()
    ground = ground_of()
    there = set(Twinning.objects.filter(slug__startswith=PREFIX).values_list("slug", flat=True))
    missing = [number for number in range(1, total + 1) if slug_of(number) not in there]
    parts = list(chunks(missing))
    for done, _none in enumerate(in_turn(parts, ground, processes), start=1):
        tell(f"{min(done * AT_ONCE, len(missing))} of {len(missing)} twinnings")
    return len(missing)


def in_turn(parts: list[list[int]], ground: Ground, processes: int) -> Iterator[None]:
    """One part after the other; with more than one process several at once."""
    if processes == 1 or len(parts) <= 1:
        yield from (seed_some(numbers, ground) for numbers in parts)
        return
    connections.close_all()  # a connection is not shared with a child
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=fork) as pool:
        yield from pool.map(seed_some, parts, [ground] * len(parts))


def chunks(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]


# --- What all of them share ---------------------------------------------------------------------


@transaction.atomic
def ground_of() -> Ground:
    """The programme, in month 14, and who coordinates and accompanies it."""
    house = Organisation.objects.get_or_create(
        slug=f"{PREFIX}house",
        defaults={"name": "House (sample)", "kind": "association", "country": "BE"},
    )[0]
    people = [
        account_at(house, address, role)
        for address, role in ((COORDINATOR, Role.COORDINATOR), (FACILITATOR, Role.FACILITATOR))
    ]
    programme = Programme.objects.get_or_create(
        slug=f"{PREFIX}programme",
        defaults={
            "name_nl": "Programma op schaal (voorbeeld)",
            "name_es": "Programa a escala (ejemplo)",
            "name_fr": "Programme à l'échelle (exemple)",
            "name_en": "Programme at scale (sample)",
            "first_month": add_months(clock.today(), 1 - MONTH_NOW),
            "length": MONTHS,
            "is_listed": True,
            "is_sample": True,
        },
    )[0]
    return Ground(programme, *people)


def account_at(house: Organisation, address: str, role: Role) -> User:
    known = {"name": f"{role.label} (sample)", "password": UNUSABLE}
    user = User.objects.get_or_create(email=address, defaults=known)[0]
    since = {"starts_on": clock.today() - timedelta(days=800)}
    Membership.objects.get_or_create(user=user, organisation=house, role=role, defaults=since)
    return user


# --- Some twinnings with all that is theirs -----------------------------------------------------


def made(rows: Iterable[Any]) -> list[Any]:
    """Rows of one model, written."""
    given = list(rows)
    if given:
        type(given[0])._default_manager.bulk_create(given, batch_size=ROWS)
    return given


@contextmanager
def undisturbed() -> Iterator[None]:
    """Nothing looks for garbage among so many new rows: a quarter of the time went there."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


@transaction.atomic
@undisturbed()
def seed_some(numbers: list[int], ground: Ground) -> None:
    sides = {side: organisations_of(side, numbers) for side in LEAVES}
    people = {side: people_of(side, numbers, sides[side]) for side in LEAVES}
    twinnings = made(
        Twinning(slug=slug_of(n), flemish=one, partner=other, is_listed=True, since_year=1990)
        for n, one, other in zip(numbers, sides[Side.FLEMISH], sides[Side.PARTNER], strict=True)
    )
    band = [
        Band(number, twinning, {side: people[side][place] for side in LEAVES}, ground)
        for place, (number, twinning) in enumerate(zip(numbers, twinnings, strict=True))
    ]
    findable("page", made(page for one in band for page in one.pages()))
    for one, road in zip(band, made(one.trajectory() for one in band), strict=True):
        one.road = road
    reports = seed_roads(band, ground)
    deeds = made(deed for one in band for deed in one.deeds())
    findable("deed", deeds)
    findable("lesson", made(lesson for one in band for lesson in one.lessons()))
    made(event for one in band for event in one.beginnings())
    made(handed_in(report) for report in reports)
    made(entered(deed) for deed in deeds)


def organisations_of(side: str, numbers: list[int]) -> list[Organisation]:
    return made(
        Organisation(
            name=words.place_of(side, number),
            slug=f"{PREFIX}{side}-{number:05d}",
            country="BE" if side == Side.FLEMISH else COUNTRIES[number % len(COUNTRIES)],
            languages=[words.language_of(side)],
        )
        for number in numbers
    )


def people_of(side: str, numbers: list[int], places: list[Organisation]) -> list[User]:
    """An editor of each place, who has no password and signs in nowhere."""
    users = made(
        User(
            email=f"editor-{number:05d}@{side}{DOMAIN}",
            name=f"Editor {number} (sample)",
            language=words.language_of(side),
            password=UNUSABLE,
        )
        for number in numbers
    )
    since = clock.today() - timedelta(days=800)
    made(
        Membership(user=user, organisation=place, role=Role.EDITOR, starts_on=since)
        for user, place in zip(users, places, strict=True)
    )
    return users


def seed_roads(band: list["Band"], ground: Ground) -> list[ProgressReport]:
    """Milestones with their targets, and what was reported on them; answers the reports."""
    milestones = made(one for each in band for one in each.milestones())
    through: type[models.Model] = Milestone.targets.through
    made(
        through(milestone_id=one.pk, target_id=TARGETS[place % len(TARGETS)])
        for place, one in enumerate(milestones)
    )
    findable("milestone", milestones)
    reports = made(report for each in band for report in each.reports)
    sent = made(submission_of(report, ground.coordinator) for report in reports)
    made(confirmation_of(one) for one in sent if one.report.is_agreed)
    findable("report", reports)
    return reports


def findable(kind: str, things: list[Any]) -> None:
    """Search finds them."""
    prefetch_related_objects(things, *SEARCHED[kind].with_more)
    write_passages(kind, things)
