"""What tests of agreements, fundings, covers and vouchers share, and their rows in the tables."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from partnerships import actions
from partnerships.models import Agreement, Cover, Funding, Post, Twinning, Verb, Voucher
from stedenband import clock
from stedenband.accounts.models import User


def signed(twinning: Twinning, by: User, first: date, last: date, **given: Any) -> Agreement:
    """An agreement, entered by the action."""
    days = {"valid_from": first, "valid_until": last}
    return actions.add_agreement(twinning=twinning, by=by, **(days | given))


def funded(twinning: Twinning, by: User, **given: Any) -> Funding:
    """A funding from a year ago until ten years from now, entered by the action."""
    terms = {
        "name": "Own means",
        "kind": "own",
        "side": "partner",
        "starts_on": clock.today() - timedelta(days=365),
        "ends_on": clock.today() + timedelta(days=3650),
        "amount": Decimal("1000.00"),
        "code": "0150-01",
    }
    return actions.add_funding(twinning=twinning, by=by, **(terms | given))


def covered(funding: Funding, by: User, thing: Any, **given: Any) -> Cover:
    """As long as the funding runs unless said."""
    days = {"starts_on": funding.starts_on, "ends_on": funding.ends_on}
    return actions.add_cover(funding=funding, by=by, thing=thing, **(days | given))


def paid(funding: Funding, by: User, **given: Any) -> Voucher:
    terms = {
        "number": str(funding.vouchers.count() + 1),
        "paid_on": clock.today(),
        "description": "Bus tickets",
        "amount": Decimal("10.00"),
        "currency": "EUR",
        "rate": Decimal(1),
    }
    return actions.add_voucher(funding=funding, by=by, **(terms | given))


def post_of(twinning: Twinning, **given: Any) -> Post:
    """A coordinator's post on the partner's side."""
    terms = {"side": "partner", "kind": "coordinator", "title": "Coordination of the bond"}
    return Post.objects.create(twinning=twinning, **(terms | given))


def furnish(twinning: Twinning, editor: User, partner_editor: User) -> dict[str, Any]:
    """One of each; the post is needed longer than it is covered."""
    funding = funded(twinning, partner_editor)
    post = post_of(twinning, needed_until=funding.ends_on + timedelta(days=1))
    words = {"title": "Samenwerking", "flemish_signer": "mayor and director"}
    return {
        "agreement": signed(twinning, editor, date(2020, 1, 1), date(2021, 6, 30), **words),
        "funding": funding,
        "covered_post": post,
        "cover": covered(funding, partner_editor, post),
        "voucher": paid(funding, partner_editor),
    }


# --- tests/furnished/test_access.py: each page for each role -------------------------------------

TABLE = """
partnerships:agreement-list   GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:agreement-list   POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:agreement-add    GET  302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:agreement-add    POST 302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:agreement-change GET  302 404 404 404 404 404 403 200 200 200 200 200 403
partnerships:agreement-change POST 302 404 404 404 404 404 403 200 200 200 200 200 403
partnerships:funding-list     GET  302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:funding-list     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:funding-add      GET  302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:funding-add      POST 302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:funding-change   GET  302 404 404 404 404 404 403 200 200 200 200 200 403
partnerships:funding-change   POST 302 404 404 404 404 404 403 200 200 200 200 200 403
partnerships:cover-add        GET  302 404 404 404 404 404 403 200 200 200 200 200 403
partnerships:cover-add        POST 302 404 404 404 404 404 403 200 200 200 200 200 403
partnerships:cover-change     GET  302 404 404 404 404 404 403 200 200 200 200 200 403
partnerships:cover-change     POST 302 404 404 404 404 404 403 200 200 200 200 200 403
partnerships:cover-remove     GET  302 404 404 404 404 404 403 200 200 200 200 200 403
partnerships:cover-remove     POST 302 404 404 404 404 404 403 200 200 200 200 200 403
partnerships:voucher-list     GET  302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:voucher-list     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:voucher-add      GET  302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:voucher-add      POST 302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:voucher-change   GET  302 404 404 404 404 404 403 200 200 200 200 200 403
partnerships:voucher-change   POST 302 404 404 404 404 404 403 200 200 200 200 200 403
"""
NOUNS = ("agreement", "cover", "funding", "voucher")


def things(world: Any) -> dict[str, Any]:
    """What a page is about."""
    of_twinning = ("agreement-add", "agreement-list", "funding-add", "funding-list")
    of_twinning += ("voucher-add", "voucher-list")
    return {
        **dict.fromkeys(of_twinning, world.twinning.slug),
        "agreement-change": world.agreement,
        "cover-add": world.funding,
        "cover-change": world.cover,
        "cover-remove": world.cover,
        "funding-change": world.funding,
        "voucher-change": world.voucher,
    }


def body(name: str, world: Any) -> dict[str, Any]:
    """What these forms ask, filled in so that it can be carried out."""
    noun = name.split("-", maxsplit=1)[0]
    if noun not in NOUNS:
        return {}
    rows = {
        "agreement": AGREED,
        "cover": TIME | {"thing": f"post-{world.covered_post.pk}"},
        "funding": MONEY | {"name": "Somebody else"},
        "voucher": PAID | {"funding": str(world.funding.pk), "description": "Bread"},
    }
    return rows[noun]


# --- tests/forms.py: each form as somebody fills it in -------------------------------------------

AGREED = {
    "valid_from": "2027-01-01",
    "valid_until": "2029-12-31",
    "precision": "day",
    "language": "nl",
}
SPAN = {"starts_on": "2000-01-01", "ends_on": "2099-12-31"}
TIME = {
    "starts_on": str(clock.today()),
    "ends_on": str(clock.today() + timedelta(days=30)),
}
MONEY = {"kind": "own", "side": "partner", "amount": "500"} | SPAN
PAID = {
    "number": "18",
    "paid_on": "2026-01-31",
    "language": "nl",
    "amount": "12.50",
    "currency": "PEN",
    "rate": "0.2437",
}
FORMS: dict[str, tuple[str, str, dict[str, str], str]] = {
    "agreement-add": ("editor", "twinning", AGREED, "title"),
    "agreement-change": ("partner_editor", "agreement", AGREED, "title"),
    "cover-add": ("editor", "funding", TIME, ""),
    "cover-change": ("editor", "cover", TIME, ""),
    "cover-remove": ("editor", "cover", {}, ""),
    "funding-add": ("coordinator", "twinning", MONEY, "name"),
    "funding-change": ("editor", "funding", MONEY, "name"),
    "voucher-add": ("partner_editor", "twinning", PAID, "description"),
    "voucher-change": ("partner_editor", "voucher", PAID, "description"),
}


def given(name: str, world: Any) -> dict[str, str]:
    """What a form names by a number that only the database knows."""
    if name in ("cover-add", "cover-change"):
        return {"thing": f"post-{world.covered_post.pk}"}
    is_voucher = name in ("voucher-add", "voucher-change")
    return {"funding": str(world.funding.pk)} if is_voucher else {}


COLUMNS = {"agreement-change": "title", "funding-change": "name", "voucher-change": "description"}
LONG = {
    "agreement-add": ["title", "flemish_signer", "partner_signer"],
    "funding-add": ["name", "amount", "code"],
    "voucher-add": ["number", "description", "amount", "rate"],
}
IMPOSSIBLE = {
    "agreement-add": [
        ("valid_from", "31-02-2027"),
        ("valid_until", "soon"),
        ("valid_from", "2021-06-30"),
        ("precision", "month"),
        ("languages", "tlh"),
        ("follows", "987654321"),
        ("document", "abc"),
    ],
    "funding-add": [
        ("amount", "12.345"),
        ("amount", "a lot"),
        ("side", "nobody"),
        ("kind", "gift"),
        ("local_currency", "EUR"),
        ("ends_on", "31-02-2027"),
    ],
    "voucher-add": [
        ("amount", "1e999"),
        ("currency", "XXX"),
        ("rate", "0.1234567"),
        ("funding", "987654321"),
    ],
}


# --- tests/deeds.py: each deed writes one line ---------------------------------------------------


def sign(world: Any) -> Agreement:
    return signed(world.twinning, world.editor, date(2020, 1, 1), date(2021, 6, 30))


def prolong(world: Any) -> None:
    days = {"valid_from": date(2020, 1, 1), "valid_until": date(2022, 6, 30)}
    actions.change_agreement(agreement=sign(world), by=world.partner, **days)


def fund(world: Any) -> Funding:
    return funded(world.twinning, world.editor)


def rename(world: Any) -> None:
    actions.change_funding(funding=fund(world), by=world.editor, name="Else")


def cover(world: Any) -> Cover:
    return covered(fund(world), world.editor, post_of(world.twinning))


def shorten(world: Any) -> None:
    row = cover(world)
    given = {"thing": row.post, "ends_on": clock.today()}
    actions.change_cover(cover=row, by=world.editor, **given)


def remove(world: Any) -> None:
    actions.remove_cover(cover=cover(world), by=world.editor)


def pay(world: Any) -> Voucher:
    return paid(fund(world), world.editor)


def repay(world: Any) -> None:
    actions.change_voucher(voucher=pay(world), by=world.editor, amount=Decimal(11))


DEEDS = [
    (Verb.AGREEMENT_ADDED, "add_agreement", sign, 0),
    (Verb.AGREEMENT_CHANGED, "change_agreement", prolong, 1),
    (Verb.FUNDING_ADDED, "add_funding", fund, 0),
    (Verb.FUNDING_CHANGED, "change_funding", rename, 1),
    (Verb.COVER_ADDED, "add_cover", cover, 1),
    (Verb.COVER_CHANGED, "change_cover", shorten, 2),
    (Verb.COVER_REMOVED, "remove_cover", remove, 2),
    (Verb.VOUCHER_ADDED, "add_voucher", pay, 1),
    (Verb.VOUCHER_CHANGED, "change_voucher", repay, 2),
]
