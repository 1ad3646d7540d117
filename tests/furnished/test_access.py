"""Who gets which page: every address that Django knows, for every role, read and posted to."""

import pytest
from django.urls import get_resolver, reverse
from django.utils import translation

from partnerships import actions
from partnerships.models import Twinning
from tests import (
    continuity,
    entrances,
    importing,
    kept,
    mailbox,
    mandates,
    offline,
    reports,
    sessions,
)
from tests.access import BODY, LOOKS_ONLY, PUBLISHED, TABLE
from tests.forms import packed
from tests.handing import HANDING_ACCESS, handing_things
from tests.open_access import OPEN_ACCESS, OPEN_PUBLISHED, open_things
from tests.pages import EVERYBODY, ROLES, everything, patterns, publish, upload, url, visit
from tests.papers import PAPER_ACCESS, paper_things
from tests.sheets import SHEET_ACCESS, filled_form, sheet_things

TABLE = TABLE + PAPER_ACCESS + HANDING_ACCESS + sessions.TABLE.lstrip()
TABLE += continuity.TABLE.lstrip()
TABLE += mandates.TABLE.lstrip()
TABLE += reports.TABLE.lstrip()
TABLE += mailbox.TABLE.lstrip()
TABLE += offline.TABLE.lstrip()
TABLE += OPEN_ACCESS
TABLE += importing.TABLE.lstrip()
TABLE += SHEET_ACCESS
TABLE += entrances.TABLE
TABLE += kept.TABLE.lstrip()
PUBLISHED = PUBLISHED + OPEN_PUBLISHED


def rows(text):
    """The rows of a table: name, method and a status for each role."""
    _empty, head, *lines = text.splitlines()
    for line in lines:
        name, method, *statuses = line.split()
        yield name, method, dict(zip(map(ROLES.get, head.split()), map(int, statuses), strict=True))


def table(text):
    """For each page of a table its answers: by method and role."""
    pages = {}
    for name, method, expected in rows(text):
        pages.setdefault(name, {})[method] = expected
    return [pytest.param(name, expected, id=name) for name, expected in pages.items()]


def refusing(text):
    """The pages of a table with a form that is refused to some: who is refused, who is let in."""
    for name, method, expected in rows(text):
        refused = [role for role, status in expected.items() if status in (302, 403, 404)]
        let_in = [role for role, status in expected.items() if status == 200]
        writes = method == "POST" and name not in LOOKS_ONLY
        if writes and refused and let_in and name.startswith("partnerships:"):
            yield pytest.param(name, refused, let_in, id=name)


def portal_names():
    return [name for name, _route in patterns(get_resolver()) if not name.startswith("admin:")]


def thing(name, world):
    """What a page is about, if it is about anything; a row or the end of its address."""
    things = (
        paper_things(world)
        | handing_things(world)
        | {
            "account_reset_password_from_key": ("1", "set-password"),
            "assessment-list": world.twinning.slug,
            "assessment-open": world.twinning.slug,
            "comment-add": world.late,
            "deed-add": world.twinning.slug,
            "evidence-add": world.waiting_milestone,
            "evidence-download": world.sent_file,
            "evidence-remove": world.draft_file,
            "goal-detail": 11,
            "lesson-add": world.twinning.slug,
            "lesson-adopt": world.shared_lesson,
            "lesson-withdraw": world.public_lesson,
            "forum-add": None,
            "forum-list": None,
            "lesson-list": None,
            "local-target-add": world.twinning.slug,
            "indicator-add": world.twinning.slug,
            "indicator-change": world.empty_pair,
            "indicator-list": world.twinning.slug,
            "measurement-add": world.pair,
            "milestone-add": world.trajectory,
            "milestone-reinstate": world.dropped,
            "own-goal-add": world.twinning.slug,
            "page-remind": world.partner_page,
            "plan-confirm": world.twinning.slug,
            "plan-import": world.twinning.slug,
            "programme-detail": world.programme.slug,
            "programme-iati": world.programme.slug,
            "progress-publish": world.approved,
            "progress-withdraw": world.approved,
            "trajectory-shift": world.trajectory,
            "translation-check": world.translation,
            "translation-edit": ("deed", world.deed, "es"),
            "translation-list": world.twinning.slug,
            "twinning-detail": world.twinning.slug,
            "twinning-history": world.twinning.slug,
            "twinning-iati": world.twinning.slug,
            "reciprocity-detail": world.twinning.slug,
            **sessions.things(world),
            **continuity.things(world),
            **mandates.things(world),
            **reports.things(world),
            **mailbox.things(world),
            **importing.things(world),
            **offline.things(world),
            **kept.things(world),
            **open_things(world),
            **sheet_things(world),
            **entrances.things(world),
        }
    )
    short = name.removeprefix("partnerships:")
    by_noun = {
        "adoption": world.adoption,
        "deed": world.deed,
        "forum": world.forum,
        "lesson": world.lesson,
        "assessment": world.assessment,
        "indicator": world.pair,
        "measurement": world.measurement,
        "milestone": world.late,
        "page": world.flemish_page,
        "promise": world.promise,
        "session": world.session,
        "progress": world.late if short == "progress-write" else world.waiting,
    }
    noun = short.split("-")[0] if "-" in short and name != short else ""
    return things[short] if short in things else by_noun.get(noun)


def address(name, about):
    """Where a page is, in English."""
    given = about if isinstance(about, tuple) else () if about is None else (about,)
    with translation.override("en"):
        return reverse(name, args=[getattr(one, "pk", one) for one in given])


PRESENT = EVERYBODY


@pytest.fixture
def published(world, people):
    """The same in public: both pages, and the approved report."""
    publish(world.twinning, "flemish", people["editor"])
    publish(world.twinning, "partner", people["partner_editor"])
    actions.publish_progress(report=world.approved, by=people["partner_editor"])
    return world


def answers(name, about, methods, people):
    """By method the status that each role gets; what is posted is empty."""
    where, found = address(name, about), {method: {} for method in methods}
    for role, user in people.items():
        browser = visit(user)
        for method in methods:
            ask = {"GET": browser.get, "POST": browser.post}[method]
            found[method][role] = ask(where).status_code
    return found


def state(one):
    """The version of a row, as its form carries it; 0 for what is not written yet."""
    return getattr(one, "version", 0)


def test_every_address_is_in_the_table_and_the_table_names_no_other():
    listed = [(name, method) for name, method, _expected in rows(TABLE)]
    assert sorted(listed) == sorted((n, m) for n in portal_names() for m in ("GET", "POST"))


@pytest.mark.parametrize(("name", "expected"), table(TABLE))
def test_each_role_gets_its_answer(name, expected, world, people):
    about = thing(name, world)
    assert answers(name, about, expected, people) == expected


@pytest.mark.parametrize(("name", "expected"), table(PUBLISHED))
def test_each_role_gets_its_answer_on_what_is_public(name, expected, published, people):
    about = thing(name, published)
    assert answers(name, about, expected, people) == expected


def fill(name, about, world):
    """All that a form could ask, at the version that stands now, with files that nobody read."""
    shift = getattr(about, "first_month", None)
    taker = Twinning.objects.filter(slug="herent-nimlahakok").values_list("pk", flat=True).first()
    given = {"version": state(about), "first_month": str(shift or ""), "taker": f"{taker}-flemish"}
    given |= {"picture": upload(), "upload": upload("minutes.pdf", b"%PDF-1.7")}
    given |= {"uploads": upload()}
    given |= {"email": world.new_account.email, "successor": world.custom.updated_by_id}
    if ":custom-" in name:
        given["version"] = world.custom.version
    given["packed"] = importing.packed() if ":import-" in name else packed(world)
    given["direction"] = "both" if ":lesson-" in name else "up"
    if ":progress-form" in name:
        given["filled"] = filled_form(world.late, "partner", what_happened="Hecho.")
    kind = {"kind": "minutes"} if ":document-" in name else {}
    return BODY | sessions.BODY | kind | given


@pytest.mark.parametrize(("name", "refused", "let_in"), list(refusing(TABLE)))
def test_who_is_refused_changes_nothing(name, refused, let_in, world, people):
    about = thing(name, world)
    short = name.removeprefix("partnerships:")
    body = sessions.body(short, world) | continuity.body(short, world) | mandates.body(short)
    body |= reports.body(short)
    body |= entrances.body(short)
    where, before = address(name, about), everything()
    answered = {
        visit(people[role]).post(where, fill(name, about, world) | body).status_code
        for role in refused
    }
    kept = everything() == before
    done = visit(people[let_in[0]]).post(where, fill(name, about, world) | body).status_code
    assert (answered - {302, 403, 404}, kept, done, everything() == before) == (
        set(),
        True,
        302,
        False,
    )


def parametrised():
    """The pages that are about something, each with an address where there is nothing."""
    nothing = {"<int:pk>": 987654321, "<int:number>": 99, "<slug:slug>": "no-such-place"}
    for name, route in patterns(get_resolver()):
        for part, other in nothing.items():
            # Second factors first ask who it is.
            if part in route and not name.startswith(("admin:", "mfa_")):
                others = (other, *[1] * (route.count("<int:") - 1))
                if "<slug:ending>" in route:
                    others = (other, "pdf")
                elif route.endswith("<slug:side>.xlsx"):
                    others = (other, "partner")
                elif "<slug:noun>" in route:
                    others = (other, "vouchers", "xlsx")
                elif "<slug:kind>" in route:
                    others = ("deed", 987654321, "es")
                yield pytest.param(name, others, id=name)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "other"), list(parametrised()))
def test_what_does_not_exist_is_not_found(name, other, method, coordinator):
    response = getattr(visit(coordinator), method)(address(name, other))
    is_read_only = response.status_code == 405 and method == "post"
    assert response.status_code == 404 or is_read_only


@pytest.mark.parametrize("number", [2**31, 2**63, 10**25])
@pytest.mark.parametrize("name", ["milestone-detail", "progress-write", "page-edit", "goal-detail"])
def test_an_enormous_number_is_not_found(name, number, coordinator):
    assert visit(coordinator).get(url(name, number)).status_code == 404
