"""Who gets which page: every address that Django knows, for every role, read and posted to."""

import pytest
from django.urls import get_resolver, reverse
from django.utils import translation

from partnerships import actions
from tests import sessions
from tests.pages import ROLES, ago, everything, furnished, patterns, publish, url, visit

# `milestone:late` is the page of that name for the thing called `late` in tests.pages.furnished.
# The columns: anonymous, nobody (no membership), former, stranger (of another twinning), staff and
# superuser (no membership), reader, editor and signatory of the Flemish side, those of the
# partner's, coordinator, facilitator. What is posted is empty.
TABLE = """
                                   ano nob for str sta sup rea edi sig ped psi coo fac
partnerships:home             GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:home             POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:work             GET  302 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:work             POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:goal-list        GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:goal-list        POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:goal-detail      GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:goal-detail      POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:twinning-list    GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:twinning-list    POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:twinning-detail  GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:twinning-detail  POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:programme-list   GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:programme-list   POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:programme-detail GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:programme-detail POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:twinning-history GET  302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:twinning-history POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:assessment-list  GET  302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:assessment-list  POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:assessment-open  GET  302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:assessment-open  POST 302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:assessment-detail GET  302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:assessment-detail POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:assessment-answer GET  302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:assessment-answer POST 302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:trajectory-shift GET  302 403 403 403 403 403 403 403 403 403 403 200 403
partnerships:trajectory-shift POST 302 403 403 403 403 403 403 403 403 403 403 200 403
partnerships:milestone-add    GET  302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:milestone-add    POST 302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:milestone-detail GET  404 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:milestone-detail POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:milestone-change GET  302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:milestone-change POST 302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:milestone-replan GET  302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:milestone-replan POST 302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:milestone-drop   GET  302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:milestone-drop   POST 302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:milestone-reinstate GET  302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:milestone-reinstate POST 302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:comment-add      GET  302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:comment-add      POST 302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:progress-write   GET  302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:progress-write   POST 302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:progress-detail  GET  302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:progress-detail  POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:progress-review  GET  302 404 404 404 404 404 403 403 403 403 403 200 403
partnerships:progress-review  POST 302 404 404 404 404 404 403 403 403 403 403 200 403
partnerships:progress-confirm GET  302 404 404 404 404 404 403 403 200 403 403 403 403
partnerships:progress-confirm POST 302 404 404 404 404 404 403 403 200 403 403 403 403
partnerships:progress-publish GET  302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:progress-publish POST 302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:progress-withdraw GET  302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:progress-withdraw POST 302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:evidence-download GET  302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:evidence-download POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:evidence-remove  GET  302 404 404 404 404 404 403 200 200 404 404 404 404
partnerships:evidence-remove  POST 302 404 404 404 404 404 403 200 200 404 404 404 404
partnerships:page-edit        GET  302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:page-edit        POST 302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:page-publish     GET  302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:page-publish     POST 302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:page-withdraw    GET  302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:page-withdraw    POST 302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:page-remind      GET  302 404 404 404 404 404 403 403 403 403 403 200 403
partnerships:page-remind      POST 302 404 404 404 404 404 403 403 403 403 403 200 403
partnerships:deed-detail      GET  404 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:deed-detail      POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:deed-add         GET  302 403 403 403 403 403 403 200 200 200 200 403 403
partnerships:deed-add         POST 302 403 403 403 403 403 403 200 200 200 200 403 403
partnerships:deed-change      GET  302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:deed-change      POST 302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:deed-comment     GET  302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:deed-comment     POST 302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:own-goal-add     GET  302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:own-goal-add     POST 302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:local-target-add GET  302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:local-target-add POST 302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:reciprocity-detail GET  302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:reciprocity-detail POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:reciprocity-overview GET  302 403 403 403 403 403 403 403 403 403 403 200 200
partnerships:reciprocity-overview POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:coverage-matrix  GET  302 403 403 403 403 403 403 403 403 403 403 200 200
partnerships:coverage-matrix  POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:indicator-list   GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:indicator-list   POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:indicator-add    GET  302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:indicator-add    POST 302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:indicator-detail GET  404 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:indicator-detail POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:indicator-change GET  302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:indicator-change POST 302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:measurement-add  GET  302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:measurement-add  POST 302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:measurement-change GET  302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:measurement-change POST 302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:measurement-withdraw GET  302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:measurement-withdraw POST 302 404 404 404 404 404 403 403 403 200 200 403 403
welcome                       GET  302 302 302 302 302 302 302 302 302 302 302 302 302
welcome                       POST 302 302 302 302 302 302 302 302 302 302 302 302 302
livez                         GET  200 200 200 200 200 200 200 200 200 200 200 200 200
livez                         POST 200 200 200 200 200 200 200 200 200 200 200 200 200
readyz                        GET  200 200 200 200 200 200 200 200 200 200 200 200 200
readyz                        POST 200 200 200 200 200 200 200 200 200 200 200 200 200
account_login                 GET  200 302 302 302 302 302 302 302 302 302 302 302 302
account_login                 POST 200 302 302 302 302 302 302 302 302 302 302 302 302
account_logout                GET  302 200 200 200 200 200 200 200 200 200 200 200 200
account_logout                POST 302 302 302 302 302 302 302 302 302 302 302 302 302
account_signup                GET  200 302 302 302 302 302 302 302 302 302 302 302 302
account_signup                POST 200 302 302 302 302 302 302 302 302 302 302 302 302
account_inactive              GET  200 200 200 200 200 200 200 200 200 200 200 200 200
account_inactive              POST 405 405 405 405 405 405 405 405 405 405 405 405 405
account_reauthenticate        GET  302 200 200 200 200 200 200 200 200 200 200 200 200
account_reauthenticate        POST 302 200 200 200 200 200 200 200 200 200 200 200 200
account-edit                  GET  302 200 200 200 200 200 200 200 200 200 200 200 200
account-edit                  POST 302 200 200 200 200 200 200 200 200 200 200 200 200
account_change_password       GET  302 200 200 200 200 200 200 200 200 200 200 200 200
account_change_password       POST 302 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password        GET  200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password        POST 200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_done   GET  200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_done   POST 405 405 405 405 405 405 405 405 405 405 405 405 405
account_reset_password_from_key GET  200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key POST 200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key_done GET  200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key_done POST 405 405 405 405 405 405 405 405 405 405 405 405 405
"""
TABLE += sessions.TABLE.lstrip()

# The same pages when both sides have published, and the report too. Whoever is outside sees what is
# public, and may do nothing with it.
PUBLISHED = """
                                   ano nob for str sta sup rea edi sig ped psi coo fac
partnerships:milestone-detail GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:milestone-change POST 302 403 403 403 403 403 403 403 403 200 200 200 403
partnerships:milestone-replan POST 302 403 403 403 403 403 403 403 403 200 200 200 403
partnerships:comment-add      POST 302 403 403 403 403 403 403 200 200 200 200 200 200
partnerships:progress-write   POST 302 403 403 403 403 403 403 403 403 200 200 403 403
partnerships:progress-detail  GET  302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:progress-withdraw POST 302 403 403 403 403 403 403 403 403 200 200 403 403
partnerships:evidence-download GET  302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:assessment-detail GET  302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:indicator-detail GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:measurement-add  POST 302 403 403 403 403 403 403 200 200 200 200 403 403
partnerships:measurement-change POST 302 403 403 403 403 403 403 403 403 200 200 403 403
partnerships:page-edit        POST 302 403 403 403 403 403 403 200 200 403 403 403 403
partnerships:page-remind      POST 302 403 403 403 403 403 403 403 403 403 403 200 403
"""

# Everything that any form asks: whoever is let in does something with it.
BODY = {
    "answer_by": "",
    "changed_at_home": "",
    "code": "11.6.1",
    "decision": "approved",
    "direction": "up",
    "duty": "joint",
    "explanation": "Because.",
    "first_month": "",
    "hand_in": "",
    "happened_on": "",
    "label": "Less waste",
    "held_on": str(ago(1).date()),
    "kind": "quantitative",
    "language": "nl",
    "level": "people",
    "lead_service": "Cabinet",
    "link": "",
    "main_target": "11.6",
    "measured_on": "2020-05-01",
    "month": "20",
    "name": "Somebody else",
    "name_nl": "Samenhang",
    "note": "",
    "number": "18",
    "reason": "money",
    "state": "planned",
    "source": "Register",
    "summary": "",
    "summary_language": "es",
    "targets": "11.6",
    "text": "Text of somebody who should not write here.",
    "time_zone": "Europe/Brussels",
    "title": "Halfway",
    "title_nl": "Another title",
    "unit": "kg",
    "value": "12.5",
    "verdict": "agreed",
    "we_learned": "",
    "what": "Residual waste",
    "what_happened": "Nothing at all.",
    "words": "Hello.",
} | sessions.BODY


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
        if method == "POST" and refused and let_in and name.startswith("partnerships:"):
            yield pytest.param(name, refused, let_in, id=name)


def portal_names():
    return [name for name, _route in patterns(get_resolver()) if not name.startswith("admin:")]


def thing(name, world):
    """What a page is about, if it is about anything; a row or the end of its address."""
    things = {
        "account_reset_password_from_key": ("1", "set-password"),
        "assessment-list": world.twinning.slug,
        "assessment-open": world.twinning.slug,
        "comment-add": world.late,
        "deed-add": world.twinning.slug,
        "evidence-download": world.sent_file,
        "evidence-remove": world.draft_file,
        "goal-detail": 11,
        "local-target-add": world.twinning.slug,
        "indicator-add": world.twinning.slug,
        "indicator-change": world.empty_pair,
        "indicator-list": world.twinning.slug,
        "measurement-add": world.pair,
        "milestone-add": world.trajectory,
        "milestone-reinstate": world.dropped,
        "own-goal-add": world.twinning.slug,
        "page-remind": world.partner_page,
        "programme-detail": world.programme.slug,
        "progress-publish": world.approved,
        "progress-withdraw": world.approved,
        "trajectory-shift": world.trajectory,
        "twinning-detail": world.twinning.slug,
        "twinning-history": world.twinning.slug,
        "reciprocity-detail": world.twinning.slug,
        **sessions.things(world),
    }
    short = name.removeprefix("partnerships:")
    by_noun = {
        "deed": world.deed,
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
    return things.get(short, by_noun.get(noun))


def address(name, about):
    """Where a page is, in English."""
    given = about if isinstance(about, tuple) else () if about is None else (about,)
    with translation.override("en"):
        return reverse(name, args=[getattr(one, "pk", one) for one in given])


@pytest.fixture
def people(request):
    """Everybody in the table, by role."""
    return {role: role and request.getfixturevalue(role) for role in ROLES.values()}


@pytest.fixture
def world(people, trajectory):
    """A twinning with something on every page; neither side has published."""
    roles = (people[role] for role in ("editor", "partner_editor", "coordinator"))
    return furnished(trajectory, *roles)


@pytest.fixture
def published(world, people):
    """The same in public: both pages, and the approved report."""
    publish(world.twinning, "flemish", people["editor"])
    publish(world.twinning, "partner", people["partner_editor"])
    actions.publish_progress(report=world.approved, by=people["partner_editor"])
    return world


def answers(name, about, method, people):
    """The status that each role gets; what is posted is empty."""
    where = address(name, about)
    ask = {"GET": "get", "POST": "post"}[method]
    return {role: getattr(visit(user), ask)(where).status_code for role, user in people.items()}


def state(one):
    """The version of a row, as its form carries it."""
    return getattr(one, "version", 0)


def test_every_address_is_in_the_table_and_the_table_names_no_other():
    listed = [(name, method) for name, method, _expected in rows(TABLE)]
    assert sorted(listed) == sorted((n, m) for n in portal_names() for m in ("GET", "POST"))


@pytest.mark.parametrize(("name", "expected"), table(TABLE))
def test_each_role_gets_its_answer(name, expected, world, people):
    about = thing(name, world)
    assert {m: answers(name, about, m, people) for m in expected} == expected


@pytest.mark.parametrize(("name", "expected"), table(PUBLISHED))
def test_each_role_gets_its_answer_on_what_is_public(name, expected, published, people):
    about = thing(name, published)
    assert {m: answers(name, about, m, people) for m in expected} == expected


def fill(about):
    """All that a form could ask, at the version that stands now."""
    shift = getattr(about, "first_month", None)
    return BODY | {"version": state(about), "first_month": str(shift or "")}


@pytest.mark.parametrize(("name", "refused", "let_in"), list(refusing(TABLE)))
def test_who_is_refused_changes_nothing(name, refused, let_in, world, people):
    about = thing(name, world)
    body = fill(about) | sessions.body(name.removeprefix("partnerships:"), world)
    where, before = address(name, about), everything()
    answered = {visit(people[role]).post(where, body).status_code for role in refused}
    kept = everything() == before
    done = visit(people[let_in[0]]).post(where, body).status_code
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
            if part in route and not name.startswith("admin:"):
                yield pytest.param(name, other, id=name)


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
