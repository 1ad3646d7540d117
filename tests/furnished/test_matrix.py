"""Every address, role, method and kind of thing: each its answer, and no trace of what is refused.

What is expected is the table of test_access.py. In another twinning everybody is a stranger but its
own editor, so the table says of its things too what each gets. The short form takes one combination
in a few, the same ones each time; `python -m tests.security --long` takes all.
"""

import re

import pytest
from django import forms
from django.core.cache import cache
from django.test import override_settings
from django.urls import get_resolver
from django.utils import translation

from partnerships.models import Role
from tests.factories import member
from tests.forms import FORMS, form_of
from tests.furnished.conftest import undone
from tests.furnished.test_access import TABLE, address, fill, parametrised, rows, thing
from tests.furnished.watching import METHODS, Watch, chosen, is_refused
from tests.pages import EVERYBODY, ROLES, everything, furnished, patterns, visit
from tests.security.figures import figure

PRESENT = EVERYBODY
EXPECTED = {}
for _name, _method, _found in rows(TABLE):
    EXPECTED.setdefault(_name, {})[_method] = _found | {"deactivated": _found[None]}


@pytest.fixture(scope="module")
def theirs(ground, django_db_blocker):
    """The same things in a twinning in which `stranger` is the editor."""
    company = ground.company
    here = override_settings(MEDIA_ROOT=ground.files)
    with django_db_blocker.unblock(), here, translation.override("en"):
        other = member(company.nimlahakok, Role.EDITOR, email="editor@nimlahakok.example")
        member(company.herent, Role.SIGNATORY, email="signatory@herent.example")
        road = company.other_trajectory
        return furnished(road, company.stranger, other, company.coordinator)


@pytest.fixture
def browsers(request, theirs, db):
    """One for each role, and of somebody whose account was closed while they were signed in."""
    found = {role: visit(role and request.getfixturevalue(role)) for role in ROLES.values()}
    user = member(request.getfixturevalue("edegem"), Role.EDITOR, email="gone@edegem.example")
    found["deactivated"] = visit(user)
    user.is_active = False
    user.save()
    return found


@pytest.fixture
def watch(browsers, world, media):
    return Watch(media)


# --- Mine, my partner's ---------------------------------------------------------------------------


def allowed(name, method, role):
    """The statuses of the table; of another method a refusal, and what OPTIONS tells is no page."""
    table = EXPECTED[name]
    if method in table:
        return {table[method][role]}
    if method == "HEAD":
        return {table["GET"][role], 405}
    others = {table["GET"][role], table["POST"][role]} & {302, 401, 403, 404}
    return others | {200, 204, 405} if method == "OPTIONS" else {405}


def each_method(name, where, browsers, watch):
    for role, browser in browsers.items():
        cache.clear()  # how often somebody may try is another test
        for method in METHODS:
            is_known = method in ("GET", "POST")  # test_access.py asks all of these
            if chosen(31 if is_known else 9, name, role, method):
                expected = allowed(name, method, role)
                refused = all(is_refused(one, role) for one in expected)
                watch.ask(browser, where, method, expected, refused)


def test_no_address_is_unlisted_and_each_answers_as_the_table_says(world, browsers, watch):
    names = [name for name, _route in patterns(get_resolver()) if not name.startswith("admin:")]
    unlisted = sorted(set(names) ^ set(EXPECTED))
    for name in EXPECTED:
        with undone():
            where = address(name, thing(name, world))
            with watch.unchanged(name):
                each_method(name, where, browsers, watch)
    more = {"patterns": len(EXPECTED), "roles": len(browsers), "methods": len(METHODS)}
    watch.tell("mine and my partner's", **more, unlisted=len(unlisted))
    assert unlisted == []


# --- A stranger's ---------------------------------------------------------------------------------

MINE = ("reader", "editor", "signatory", "partner_editor", "partner_signatory")
# In the other twinning everybody of this one is its stranger, and its editor is one there.
THERE = {"stranger": "editor"} | dict.fromkeys(MINE, "stranger")


def rewound(body):
    """What is posted, its files to be read from their beginning."""
    for one in body.values():
        if hasattr(one, "seek"):
            one.seek(0)
    return body


def each_refusal(name, where, body, browsers, watch):
    for role, browser in browsers.items():
        for method in ("GET", "POST"):
            expected = EXPECTED[name][method][THERE.get(role, role)]
            if is_refused(expected, role) and chosen(2, name, role, method):
                given = rewound(body) if method == "POST" else None
                watch.ask(browser, where, method, {expected}, body=given)


def test_a_strangers_thing_is_as_hidden_as_the_table_says(theirs, browsers, watch):
    for name in (one for one in EXPECTED if chosen(2, one)):
        cache.clear()
        with undone():
            about = thing(name, theirs)
            where, body = address(name, about), fill(name, about, theirs)
            with watch.unchanged(name):
                each_refusal(name, where, body, browsers, watch)
    watch.tell("a stranger's", patterns=len(EXPECTED), roles=len(browsers))


# --- A stranger's within mine ---------------------------------------------------------------------

ROW = re.compile(r"(\d+)(-\w+)?")  # a row, or a row and one of its sides


def strange_values(field):
    """Values that name a row which the field does not offer: all of them, for whom it may be."""
    if isinstance(field, forms.ModelChoiceField):
        offered = field.queryset.values("pk")
        others = field.queryset.model._default_manager.exclude(pk__in=offered)
        return [str(pk) for pk in others.values_list("pk", flat=True)[:20]]
    offered = {str(value) for value, _label in field.choices}
    named = [found for one in offered - {""} if (found := ROW.fullmatch(one))]
    if not named or len(named) < len(offered - {""}):
        return []  # the words of a list that everybody knows
    ends = {found[2] or "" for found in named}
    return [one for pk in range(1, 20) for end in ends if (one := f"{pk}{end}") not in offered]


def test_nothing_of_a_stranger_is_taken_into_what_is_mine(world, theirs, browsers, watch):
    tried, fields, taken = 0, 0, []
    for name in FORMS:
        form, before = form_of(name, world), everything()
        page = browsers[form.role].get(form.where).context["form"]
        choices = {key: one for key, one in page.fields.items() if hasattr(one, "choices")}
        for key, field in choices.items():
            values = strange_values(field)
            fields += bool(values)
            for value in values:
                if chosen(2, name, key, value):
                    response = browsers[form.role].post(form.where, form.filled(**{key: value}))
                    is_kept = response.status_code == 200 and key in response.context["form"].errors
                    taken += [] if is_kept else [(name, key, value, response.status_code)]
                    tried += 1
        taken += [(name, "rows changed")] if everything() != before else []
    figure("F1 F4 a stranger's within mine", fields=fields, posts=tried, taken=len(taken))
    assert taken == []


# --- Nothing --------------------------------------------------------------------------------------


def test_what_does_not_exist_is_not_found_by_anybody(browsers, watch):
    asked = [one.values for one in parametrised()]
    for name, other in asked:
        cache.clear()
        with undone(), watch.unchanged(name):
            for role, browser in browsers.items():
                for method in ("GET", "POST"):
                    said = EXPECTED[name][method][role]
                    expected = {said} if is_refused(said, role) else {404}
                    expected |= {404} if method == "GET" or said == 403 else set()
                    if chosen(4, name, role, method):
                        watch.ask(browser, address(name, other), method, expected)
    watch.tell("what does not exist", patterns=len(asked), roles=len(browsers))
