"""Whatever is typed into a form or an address: an answer, never an error; on both databases.

Half of what is sent is a form that would be carried out with one field changed: one that is wrong
in all its fields never comes as far as the database. Both databases get the same texts, so what one
of them would refuse is an error of that one. `python -m tests.security --long` tries ten thousand.
"""

import re
from io import BytesIO
from urllib.parse import quote, urlencode

import pytest
from django import forms
from django.core.cache import cache
from django.urls import get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.forms import FORMS, form_of
from tests.furnished.conftest import undone
from tests.furnished.test_access import address, thing
from tests.pages import EVERYBODY, patterns, picture, visit
from tests.security.figures import INPUTS, LONG, figure, much

PRESENT = EVERYBODY
MANNER = settings(
    deadline=None,
    derandomize=not LONG,
    database=None,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)
ODD = [
    "",
    " ",
    "0",
    "-1",
    "00012",
    "٣٤",
    "１２",
    "1e400",
    "NaN",
    "Infinity",
    "-0.0",
    "1,5",
    "1.000.000,00",
    str(2**31),
    str(2**63),
    "9" * 400,
    "0.1" + "0" * 300,
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2024-02-30",
    "31-12-9999",
    "2026-01-31T25:61",
    "00:00",
    "on",
    "None",
    "null",
    "true",
    "[]",
    '{"a": 1}',
    "\x00",
    "a\x00b",
    "\x0b\x1b",
    "\r\n\r\n",
    "\u202eevil",
    "\ufeff",
    "\u2028",
    "\U0001f1e7\U0001f1ea",
    "a\u0301" * 300,
    "ﷺ" * 60,
    "İ" * 120,
    "ß" * 199,
    "\U00010348" * 130,
    "x" * 260,
    "x" * 25_000,
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}{% load x %}",
    "%s%n%d {0} {x.__class__}",
    "'; drop table x; --",
    "=HYPERLINK(1)",
    "../../etc/passwd",
    "http://[::1",
    "https://ɡent.be/\u200b",
    "http://a" + ".b" * 130,
    "javascript:alert(1)",
    "a@b",
    "é@é.example",
    "00000000-0000-0000-0000-000000000000",
    "en-x-klingon",
    "Europe/Nowhere",
    "../Europe/Brussels",
    "11.6",
    "11.6 " * 80,
    "18.99",
    "1-flemish",
    "[x](javascript:1) **" * 40,
    "|a|b|\n|-|-|\n" * 60,
]
WIRE = st.characters(exclude_categories=["Cs"])  # what can be sent at all
VALUES = st.one_of(
    st.sampled_from(ODD),
    st.text(WIRE, max_size=40),
    st.integers().map(str),
    st.dates().map(str),
    st.floats().map(str),
)
SOME = VALUES | st.lists(VALUES, max_size=3)  # a field sent more than once, or not at all
CONTENTS = st.sampled_from([b"", b"\x00", b"%PDF-", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"GIF89a"])
NAMES_OF_FILES = st.text(WIRE, max_size=90) | st.sampled_from(
    [".", "..", "/", "a/../b.pdf", "\u202egpj.exe"]
)
COUNTED = {"form": [], "view": []}


class Sent(BytesIO):
    """A file under whatever name: Django's own for tests takes no odd ones."""

    def __init__(self, name, content):
        super().__init__(content)
        self.name = name


FILES = st.tuples(NAMES_OF_FILES, CONTENTS | st.binary(max_size=60) | st.just(picture()))


def changes(form, fields):
    """One field of the right form, or any number of them."""
    names = st.sampled_from(sorted({*form.filled(), *fields}))
    one = st.dictionaries(names, SOME, min_size=1, max_size=1)
    found = one | st.dictionaries(names, SOME, max_size=8)
    if not form.file:
        return found
    files = FILES.map(lambda file: {form.file: file})
    return found | files


@pytest.mark.parametrize("name", FORMS)
def test_no_form_meets_an_error(name, world, request):
    form = form_of(name, world)
    browser = visit(request.getfixturevalue(form.role))
    fields = browser.get(form.where).context["form"].fields

    @settings(MANNER, max_examples=much(10, INPUTS))
    @given(changed=changes(form, fields))
    def send(changed):
        cache.clear()
        sent = {key: Sent(*one) if isinstance(one, tuple) else one for key, one in changed.items()}
        with undone():
            response = browser.post(form.where, form.filled(**sent))
            if response.status_code == 302:  # what was carried out is read, too
                browser.get(response.headers["Location"])
        COUNTED["form"].append(response.status_code)
        assert response.status_code < 500

    send()


# --- Addresses ------------------------------------------------------------------------------------

WORDS = "q page country goal state kind side language direction sort day from to in until next"
WORDS += " session twinning programme due late review month theme two kept agreements alarms level"
READ = [
    (name, route.replace("nl/", "en/", 1))
    for name, route in patterns(get_resolver())
    if not name.startswith("admin:")
]


def filters(response):
    """What the forms on a page are asked by."""
    context = response.context or {}
    found = [one for each in context for one in getattr(each, "dicts", [each])]
    given_forms = [one for each in found for one in each.values() if isinstance(one, forms.Form)]
    return sorted({field for one in given_forms for field in one.fields} | set(WORDS.split()))


@pytest.mark.parametrize("role", [None, "coordinator"])
def test_no_query_meets_an_error(role, world, request):
    browser = visit(role and request.getfixturevalue(role))
    for name, _route in READ:
        with undone():
            where = address(name, thing(name, world))
            plain = browser.get(where)
            if plain.status_code == 200:
                each_query(browser, where, filters(plain))


def each_query(browser, where, names):
    @settings(MANNER, max_examples=much(1, INPUTS))
    @given(query=st.lists(st.tuples(st.sampled_from(names), VALUES), min_size=1, max_size=5))
    def read(query):
        status = browser.get(f"{where}?{urlencode(query)}").status_code
        COUNTED["view"].append(status)
        assert status < 500

    read()


PART = re.compile(r"<(?:(\w+):)?\w+>|\(\?P<\w+>[^)]*\)")
NAMES = "edegem-san-jeronimo edegem vervolg deed es fr partner flemish pdf docx xlsx csv milestones"
KNOWN = {"int": st.integers(0, 40).map(str), "slug": st.sampled_from(NAMES.split())}


def addresses(route):
    """An address of a route with odd parts, or with some that there are."""
    kinds = [found[1] for found in PART.finditer(route)]
    known = [KNOWN.get(one, VALUES) for one in kinds]
    parts = [st.one_of(one, one, one, VALUES) for one in known]
    return st.tuples(st.just(route), st.tuples(*parts))


def test_no_address_meets_an_error(world, coordinator):
    browser = visit(coordinator)
    routes = [re.sub(r"[\^$]", "", route) for _name, route in READ if PART.search(route)]

    @settings(MANNER, max_examples=much(300, INPUTS * len(routes)))
    @given(asked=st.one_of([addresses(route) for route in routes]))
    def read(asked):
        route, parts = asked[0], iter(asked[1])
        where = PART.sub(lambda _found: quote(next(parts)[:3_000], safe=""), route)
        with undone():
            status = browser.get(f"/{where}").status_code
        COUNTED["view"].append(status)
        assert status < 500

    read()


def test_what_was_counted():
    for what, statuses in COUNTED.items():
        kinds = {f"{one}xx": sum(status // 100 == one for status in statuses) for one in (2, 3, 4)}
        figure(f"F21 {what}s", inputs=len(statuses), **kinds, errors=0)
