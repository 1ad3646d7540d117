"""The sample's post, and what covers it: an invented budget line that ends before the road does."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from partnerships import actions
from partnerships.management.documented import read
from partnerships.models import Funding, Trajectory, Twinning
from partnerships.models.trajectory import add_months, end_of_month
from stedenband import clock
from stedenband.accounts.models import User

Person = Callable[[str, str], User]


def play_continuity(person: Person) -> None:
    """The coordinator's post is needed until the road ends, and its cover stops earlier."""
    row = read("agreements.json")["sample"]
    twinning = Twinning.objects.get(slug=row["twinning"])
    trajectory = twinning.trajectories.get(is_sample=True)
    by = person("editor", twinning.partner.slug)
    last = trajectory.due_on(trajectory.length)
    post = twinning.posts.get(is_sample=True, **row["post"])
    post = actions.change_post(post=post, by=by, needed_until=last)
    with clock.at(clock.now() - timedelta(days=300)):
        funding = play_funding(row, trajectory, by)
        actions.add_cover(
            funding=funding,
            by=by,
            thing=post,
            starts_on=funding.starts_on,
            ends_on=funding.ends_on,
            amount=Decimal(row["cover_amount"]),
            is_sample=True,
        )
    for one in row["vouchers"]:
        play_voucher(funding, one, by)
    play_promise_paid(row["promise"], person)
    play_agreement(row["agreement"], person)


def play_agreement(row: dict[str, Any], person: Person) -> None:
    """An agreement that is in force, as long as the road."""
    twinning = Twinning.objects.get(slug=row["twinning"])
    trajectory = twinning.trajectories.get(is_sample=True)
    actions.add_agreement(
        twinning=twinning,
        by=person("editor", twinning.flemish.slug),
        valid_from=trajectory.first_month,
        valid_until=trajectory.due_on(trajectory.length),
        is_sample=True,
        **row["words"],
    )


def play_promise_paid(row: dict[str, Any], person: Person) -> None:
    """What pays a promise, for whoever reads the handover file."""
    twinning = Twinning.objects.get(slug=row["twinning"])
    trajectory = twinning.trajectories.get(is_sample=True)
    by = person("editor", twinning.organisation_of(row["side"]).slug)
    promise = twinning.promises.standing().get(is_sample=True, side=row["side"])
    funding = play_funding(row, trajectory, by)
    days = {"starts_on": funding.starts_on, "ends_on": funding.ends_on}
    actions.add_cover(funding=funding, by=by, thing=promise, is_sample=True, **days)


def play_funding(row: dict[str, Any], trajectory: Trajectory, by: User) -> Funding:
    terms = dict(row["funding"])
    for name in terms.keys() & {"amount", "local_amount"}:
        terms[name] = Decimal(terms[name])
    ends = end_of_month(add_months(trajectory.first_month, row["covered_until_month"] - 1))
    return actions.add_funding(
        twinning=trajectory.twinning,
        by=by,
        starts_on=add_months(trajectory.first_month, row["first_month"] - 1),
        ends_on=ends,
        is_sample=True,
        **terms,
    )


def play_voucher(funding: Funding, row: dict[str, Any], by: User) -> None:
    moment = clock.now() - timedelta(days=row["days_ago"])
    with clock.at(moment):
        actions.add_voucher(
            funding=funding,
            by=by,
            number=row["number"],
            paid_on=clock.today(),
            description=row["description"],
            language=row["language"],
            amount=Decimal(row["amount"]),
            currency=row["currency"],
            rate=Decimal(row["rate"]),
            is_sample=True,
        )
