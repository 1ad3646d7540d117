"""A canary in every text that is not public: nobody from outside meets one, anywhere."""

import re

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.urls import get_resolver

from partnerships.actions.passage import write_all_passages
from partnerships.models import Translation, Visibility
from partnerships.sitemaps import SECTIONS
from tests.pages import patterns, url, visit
from tests.security.figures import figure
from tests.sessions import contributed

# What is known: that municipalities are twinned, in which programme; and to every member which
# forums VVSG holds.
KNOWN = {"forum", "organisation", "twinning", "programme", "planitem", "source", "fact", "passage"}
KEPT = {"slug", "key", "code", "content_type", "file", "url", "link", "language", "time_zone"}
SHORTEST = 20
# Which row a number in an address names: a folder is called after its noun, but for these.
FOLDERS = {
    "evidence": "evidence",
    "funding": "funding",
    "indicators": "indicatorpair",
    "progress": "progressreport",
    "stories": "story",
    "trajectories": "trajectory",
}
IN_OPEN_DATA = FOLDERS | {"indicators": "indicator", "reports": "progressreport"}
# Numbers that are no row of a twinning.
OTHERS = {"invitations", "keys", "kept"}
CANARY = re.compile(r"kanarie\d{4}x")


class Aviary:
    """Hands out canaries and puts them into rows."""

    def __init__(self):
        self.number = 0

    def canary(self):
        self.number += 1
        return f"kanarie{self.number:04}x"

    def fill(self, model):
        """Each text that stands in a row that is not public becomes a canary of its own."""
        manager = model._default_manager
        rows = manager.all()
        if hasattr(manager, "public"):
            rows = rows.exclude(pk__in=manager.public().values("pk"))
        if any(one.name == "visibility" for one in model._meta.fields):
            rows = rows.exclude(visibility=Visibility.TWINNINGS)
        columns = [one.name for one in model._meta.concrete_fields if holds(one)]
        for row in rows:
            given = {"html": {"title": self.canary()}} if model is Translation else {}
            written = [name for name in columns if getattr(row, name)]
            try:
                self.put(row, columns, given)
            except IntegrityError:  # some columns may only be filled together with others
                self.put(row, written, given)

    def put(self, row, columns, given):
        found = {name: self.canary() for name in columns}
        if found or given:
            with transaction.atomic():
                type(row)._default_manager.filter(pk=row.pk).update(**found, **given)


def holds(column):
    """Whether somebody's words stand in a column."""
    is_text = isinstance(column, models.CharField | models.TextField)
    fits = (column.max_length or 1_000) >= SHORTEST
    own = not column.choices and not column.unique and column.name not in KEPT
    return is_text and fits and own


@pytest.fixture
def aviary(world, editor, partner_editor, coordinator):
    contributed(world.session, editor, world.twinning.flemish)
    found = Aviary()
    for model in apps.get_app_config("partnerships").get_models():
        if model._meta.model_name.removeprefix("historical") not in KNOWN:
            found.fill(model)
    write_all_passages()
    return found


def addresses(twinning):
    """Every address of the portal, for every row that it may be about."""
    for name, route in list(patterns(get_resolver())):
        is_open = not route.startswith(("en/", "admin/"))
        if not is_open and not name.startswith("partnerships:"):
            continue
        if name == "partnerships:translation-edit":
            continue
        if "<slug:section>" in route:
            yield from (f"/{route.replace('<slug:section>', section)}" for section in SECTIONS)
        elif "<int:pk>" in route:
            yield from (address(route, pk=row.pk) for row in named_by(route))
        else:
            yield address(route, slug=twinning.slug)


def named_by(route):
    """The rows that the number in an address may name."""
    folder = route.partition("/<int:pk>")[0].rpartition("/")[2]
    if folder in OTHERS:
        return []
    names = IN_OPEN_DATA if route.startswith("api/") else FOLDERS
    noun = names.get(folder, folder.removesuffix("s"))
    return apps.get_model("partnerships", noun)._default_manager.order_by("pk")


def address(route, pk=1, slug=""):
    is_open = not route.startswith("en/")
    found = route.replace("^", "").replace("<int:pk>", str(pk)).replace("<slug:slug>", slug)
    others = {"<int:number>": "12", "<int:width>": "480", "<slug:side>": "partner"}
    others |= {"<slug:noun>": "milestones", "<slug:kind>": "csv", "<slug:ending>": "pdf"}
    for part, other in others.items():
        found = found.replace(part, other)
    if is_open:
        return f"/{found}"
    return "/en/" + found.removeprefix("en/").replace("(?P<language>", "").lstrip("/")


@pytest.mark.parametrize("role", [None, "nobody", "stranger", "staff"])
def test_nobody_from_outside_meets_a_canary(request, role, aviary, twinning):
    browser = visit(role and request.getfixturevalue(role))
    met, seen = {}, 0
    for where in addresses(twinning):
        response = browser.get(where)
        seen += 1
        content = b"".join(response.streaming_content) if response.streaming else response.content
        if found := CANARY.findall(content.decode("utf-8", "replace")):
            met[where] = sorted(set(found))[:3]
    figure(f"F5 {role or 'anonymous'}", canaries=aviary.number, responses=seen, hits=len(met))
    assert (met, aviary.number >= 300, seen > 100) == ({}, True, True)


# What has no language in its address and is no open data: it asks who one is, or for a token.
NO_DATA = {"/", "/readyz", "/metrics", "/.well-known/security.txt", "/uploads/"}
NO_DATA.add("/uploads/<uuid:token>/")


@pytest.mark.parametrize("role", ["partner_editor", "coordinator"])
def test_open_data_is_for_members_what_it_is_for_all(request, role, aviary, twinning):
    everybody, member = visit(None), visit(request.getfixturevalue(role))
    differing, seen = [], 0
    for where in addresses(twinning):
        if not where.startswith("/en/") and where not in NO_DATA:
            one, other = everybody.get(where), member.get(where)
            seen += 1
            if one.getvalue() != other.getvalue() or CANARY.search(other.getvalue().decode()):
                differing.append(where)
    assert (differing, seen > 40) == ([], True)


@pytest.mark.parametrize("role", [None, "stranger"])
def test_no_search_finds_a_canary(request, role, aviary):
    browser = visit(role and request.getfixturevalue(role))
    found = [
        number
        for number in range(1, aviary.number + 1, 7)
        for name in ("search-list", "lesson-list", "twinning-list")
        if "kanarie"
        in browser.get(f"{url(name)}?q=kanarie{number:04}")
        .content.decode()
        .replace(f'value="kanarie{number:04}"', "")
        .replace(f"q=kanarie{number:04}", "")
        .replace(f": kanarie{number:04}", "")
    ]
    assert found == []


def test_the_canaries_sing_to_a_member(aviary, twinning, partner_editor):
    """Else the tests above would hold of a portal that shows nothing."""
    browser, met = visit(partner_editor), set()
    for where in addresses(twinning):
        response = browser.get(where)
        if not response.streaming:
            met |= set(CANARY.findall(response.content.decode("utf-8", "replace")))
    assert len(met) > 60
