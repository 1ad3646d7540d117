"""The admin's door: every address of it, by rule, for who is outside and for staff."""

import re
from itertools import product

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.urls import get_resolver, reverse

from stedenband.accounts.models import User
from tests.furnished.conftest import undone
from tests.furnished.watching import METHODS, Watch, chosen
from tests.pages import EVERYBODY, ROLES, everything, patterns, visit
from tests.security.figures import figure

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


PRESENT = EVERYBODY


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


def nothing_at(route):
    """The same address for a row that is not there."""
    return admin_address(re.sub(r"<path:object_id>|<id>", "987654321", route))


def expected_of_admin(name, method, role, where):
    """From outside the door; for staff a page or a refusal, and the way back from nothing."""
    if method not in ("GET", "HEAD", "POST", "OPTIONS"):
        return {405}
    if role in OUTSIDE:
        return {403, 302} if name == "admin:login" else {302}
    found = MACHINERY.get(name, {200, 403}) | {405}
    return found | {302, 404} if "987654321" in where or method == "OPTIONS" else found


def test_each_method_on_each_address_of_the_admin(rows_of_every_noun, people, media):
    watch, found = Watch(media), {admin_address(route): name for name, route in ADMIN}
    found |= {nothing_at(route): name for name, route in ADMIN if nothing_at(route) not in found}
    browsers = {role: visit(user) for role, user in people.items()}
    with watch.unchanged("admin"):
        for where, method, role in product(found, METHODS, browsers):
            # What staff read and post is asked above, and by each noun's own tests.
            if chosen(19, where, method, role) and (
                role in OUTSIDE or method not in ("GET", "POST")
            ):
                expected = expected_of_admin(found[where], method, role, where)
                watch.ask(browsers[role], where, method, expected)
    watch.tell("administration", addresses=len(found), roles=len(people), methods=len(METHODS))


# --- Every form of the admin, with every right ticked ---------------------------------------------


def rights():
    """Every account's permissions and flags, and the password of who may more than an account."""
    return {
        one.pk: (
            one.is_staff,
            one.is_superuser,
            one.password if one.is_staff else "",  # staff help others in
            frozenset(one.get_all_permissions()),
        )
        for one in User.objects.all()
    }


def filled(response):
    """What a form of the admin shows, as it would be sent back."""
    form = response.context["adminform"].form
    shown = {bound.html_name: bound.value() for bound in form}
    found = {name: getattr(one, "pk", one) for name, one in shown.items() if one not in (None, [])}
    for inline in response.context["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        found |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return found


def test_staff_gain_no_right_by_any_form_of_the_admin(rows_of_every_noun, people):
    browser, before = visit(people["staff"]), rights()
    ticked = {
        "is_staff": "on",
        "is_superuser": "on",
        "groups": list(Group.objects.values_list("pk", flat=True)),
    }
    ticked |= {"user_permissions": list(Permission.objects.values_list("pk", flat=True))}
    ticked |= {"password": "x", "password1": "a long passage", "password2": "a long passage"}
    ticked |= {"user": people["superuser"].pk, "permissions": ticked["user_permissions"]}
    posts, gained = 0, []
    for name, route in ADMIN:
        if name.endswith(("_add", "_change", "_password_change")):
            where = admin_address(route)
            shown = browser.get(where)
            context = shown.context or {}
            body = filled(shown) if shown.status_code == 200 and "adminform" in context else {}
            with undone():
                browser.post(where, body | ticked)
                posts += 1
                after = rights()
                gained += [(where, pk) for pk, one in before.items() if after.get(pk) != one]
                gained += [(where, "new") for pk in set(after) - set(before) if after[pk][3]]
    figure("F18 every form of the administration", posts=posts, gained=len(gained))
    assert (gained, posts > 80) == ([], True)
