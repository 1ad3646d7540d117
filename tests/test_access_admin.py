"""The admin's door: every address of it, by rule, for who is outside and for staff."""

import re

import pytest
from django.contrib import admin
from django.urls import get_resolver, reverse

from partnerships import actions, mailbox
from partnerships.actions.reminder import remind
from partnerships.models import Fact, ReminderSent
from stedenband import clock
from stedenband.models import OutgoingMail
from tests import mandates
from tests.factories import PlanItemFactory, SourceFactory, agree, answered
from tests.pages import ROLES, everything, furnished, patterns, visit
from tests.sessions import contributed

ADMIN = [(name, route) for name, route in patterns(get_resolver()) if name.startswith("admin:")]
OUTSIDE = [role for role in ROLES.values() if role not in ("staff", "superuser")]
SOME_OUTSIDE = (None, "nobody", "former", "editor", "coordinator")
# What answers something else than a page: what staff gets there.
MACHINERY = {
    "admin:login": {302},  # the portal's own door
    "admin:logout": {405},  # only posted to
    "admin:password_change": {302},  # the portal's own page
    "admin:autocomplete": {403},  # asked without saying for which field
    "admin:view_on_site": {404},  # that kind of row has no page
    "admin:None": {302, 404},  # an address without its end, or of nothing
}


def admin_address(route):
    """An address of the admin, with the first row of its noun wherever it asks for one."""
    model = next((one for one in admin.site._registry if f"/{noun_of(one)}/" in route), None)
    row = shown(model).first() if model else None
    found = re.sub(r"<path:object_id>|<id>", str(row.pk if row else "0"), route)
    if "([^/]+)" in found:
        version = row.history.first()
        found = found.replace("([^/]+)", str(row.pk), 1)
        found = found.replace("([^/]+)", str(version.history_id), 1)
    found = re.sub(r"\(\?P<app_label>[^)]*\)", "partnerships", found)
    found = found.replace("(?P<url>.*)", "nowhere/").replace("<path:content_type_id>", "0")
    return "/" + found.replace("^", "").replace("$", "")


def shown(model):
    """The rows that staff may see: not what a side keeps to itself."""
    rows = model._default_manager.all()
    has_readers = any(one.name == "visibility" for one in model._meta.fields)
    return rows.exclude(visibility="side") if has_readers else rows


def noun_of(model):
    return f"{model._meta.app_label}/{model._meta.model_name}"


@pytest.fixture
def people(request):
    """Everybody, by role."""
    return {role: role and request.getfixturevalue(role) for role in ROLES.values()}


@pytest.fixture
def rows_of_every_noun(trajectory, people):
    """At least one row of whatever the admin shows."""
    writers = (people[role] for role in ("editor", "partner_editor", "coordinator"))
    world = furnished(trajectory, *writers)
    agree(world.approved, people["signatory"])
    actions.add_comment(milestone=world.late, by=people["editor"], language="nl", text="Dag.")
    answered(world.assessment, people["editor"])
    answered(world.assessment, people["partner_editor"])
    contributed(world.session, people["editor"], world.twinning.flemish)
    PlanItemFactory(programme=world.programme)
    texts = {f"text_{code}": "A fact." for code in ("nl", "es", "fr", "en")}
    Fact.objects.create(twinning=world.twinning, source=SourceFactory(), **texts)
    goal = actions.name_own_goal(
        twinning=world.twinning, by=people["editor"], number=18, name_nl="Samenhang"
    )
    actions.add_local_target(
        twinning=world.twinning, by=people["editor"], code="18.1", own_goal=goal, label="Een doel"
    )
    editor, today = people["editor"], clock.today()
    mandates.election(today, organisations=[world.twinning.partner])
    mandates.happened(today, organisations=[world.twinning.partner])
    mandates.stated(world.twinning, editor, state="dormant")
    mailbox.switch_mail(by=editor, kind="digest", is_off=True)
    mailbox.renew_calendar(by=editor)
    remind()
    ReminderSent.objects.create(user=editor, kind="x", due_on=today, offset=0)
    OutgoingMail.objects.create(to="a@b.example", subject="S", body="B", sender="c@d.example")
    models = list(admin.site._registry)
    assert [one for one in models if not one._default_manager.exists()] == []


def test_every_noun_of_the_admin_is_behind_one_door():
    routes = [route for name, route in patterns(get_resolver()) if route.startswith("admin/")]
    assert len(routes) == len(ADMIN)


@pytest.mark.parametrize("role", OUTSIDE)
def test_the_admin_opens_for_staff_alone(role, people):
    response = visit(people[role]).get(reverse("admin:index"), follow=True)
    assert (response.status_code, response.wsgi_request.path) == (
        (403, "/admin/login/") if role else (200, "/nl/accounts/login/")
    )


def test_no_address_of_the_admin_answers_who_is_not_staff(rows_of_every_noun, people):
    addresses = {admin_address(route): name for name, route in ADMIN}
    wrong = []
    for role in SOME_OUTSIDE:
        browser = visit(people[role])
        for where, name in addresses.items():
            status = browser.get(where).status_code
            expected = 403 if name == "admin:login" and role else 302
            wrong += [] if status == expected else [(role, where, status)]
    assert wrong == []


@pytest.mark.parametrize("role", ["staff", "superuser"])
def test_the_admin_answers_staff_by_a_page_or_a_refusal(role, rows_of_every_noun, people):
    browser = visit(people[role])
    wrong = []
    for name, route in ADMIN:
        where = admin_address(route)
        status = browser.get(where).status_code
        wrong += [] if status in MACHINERY.get(name, {200, 403}) else [(where, status)]
    assert wrong == []


def test_what_is_posted_to_the_admin_from_outside_changes_nothing(rows_of_every_noun, people):
    addresses = [admin_address(route) for name, route in ADMIN if name != "admin:login"]
    before = everything()
    statuses = {
        visit(people[role]).post(where, {"post": "yes", "name": "Changed"}).status_code
        for role in (None, "stranger", "coordinator")
        for where in addresses
    }
    assert (statuses, everything() == before) == ({302}, True)
