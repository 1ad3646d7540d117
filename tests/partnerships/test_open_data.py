"""Open data: what is public and nothing else, the same for everybody, as it is described."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships import actions
from partnerships.models import Organisation, Role, Source, Twinning
from partnerships.opendata.collections import COLLECTIONS
from partnerships.opendata.register import COLUMNS
from partnerships.views import api
from tests.factories import (
    OrganisationFactory,
    PlanItemFactory,
    ProgrammeFactory,
    TrajectoryFactory,
    TwinningFactory,
    member,
    translated,
)
from tests.pages import furnished, publish, visit
from tests.sessions import agreed

NAMES = [one.name for one in COLLECTIONS]
# How many queries each list takes: its number of rows, a page of them, and what belongs to them.
QUERIES = {
    "deeds": 4,
    "indicators": 3,
    "lessons": 4,
    "milestones": 3,
    "organisations": 2,
    "pages": 3,
    "programmes": 7,
    "reports": 4,
    "sessions": 6,
    "stories": 3,
    "twinnings": 3,
}


def furnish(coordinator, twinning, programme):
    """A twinning of which everything that can be public is."""
    editor, partner = (member(one, Role.EDITOR) for one in (twinning.flemish, twinning.partner))
    PlanItemFactory(programme=programme, targets=["11.6"])
    trajectory = TrajectoryFactory(twinning=twinning, programme=programme)
    world = furnished(trajectory, editor, partner, coordinator)
    publish(twinning, "flemish", editor)
    publish(twinning, "partner", partner)
    actions.publish_progress(report=world.approved, by=partner)
    agreed(world.past_session, flemish=editor, partner=partner)
    world.editor, world.partner = editor, partner
    return world


@pytest.fixture
def world(coordinator, twinning, programme):
    return furnish(coordinator, twinning, programme)


def read(path, **headers):
    return visit(None).get(path, headers=headers)


def rows(name):
    return read(f"/api/v1/{name}").json()["results"]


# --- What it says ---------------------------------------------------------------------------------


def faults(value, schema, known, where="$"):
    """Where a value is not what its schema says; as much of JSON Schema as ours use."""
    if "$ref" in schema:
        return faults(value, known[schema["$ref"].rsplit("/", 1)[1]], known, where)
    if "anyOf" in schema:
        tried = [faults(value, one, known, where) for one in schema["anyOf"]]
        return [] if [] in tried else tried[0]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    python = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
    python |= {"integer": int, "number": (int, float)}
    if not any(isinstance(value, python[kind]) for kind in kinds):
        return [f"{where}: {value!r} is no {kinds}"]
    found = [] if value in schema.get("enum", [value]) else [f"{where}: {value!r}"]
    if isinstance(value, list):
        for number, one in enumerate(value):
            found += faults(one, schema["items"], known, f"{where}[{number}]")
    if isinstance(value, dict):
        given = schema.get("properties", {})
        lacking = set(schema.get("required", ())) - set(value)
        found += [f"{where}: lacks {name}" for name in sorted(lacking)]
        for name, one in value.items():
            inner = given.get(name, schema.get("additionalProperties"))
            found += faults(one, inner, known, f"{where}.{name}") if inner else [f"{where}.{name}?"]
    return found


@pytest.mark.parametrize("name", ["", *NAMES])
def test_an_answer_is_as_it_is_described(name, world):
    described = read("/api/v1/openapi.json").json()
    answers = described["paths"][f"/{name}"]["get"]["responses"]
    schema = answers["200"]["content"]["application/json"]["schema"]
    answer = read(f"/api/v1/{name}").json()
    assert (described["openapi"], faults(answer, schema, described["components"]["schemas"])) == (
        "3.1.0",
        [],
    )
    assert name == "" or answer["count"] > 0


@pytest.mark.parametrize("name", NAMES)
def test_one_of_a_list_is_what_the_list_says(name, world):
    listed = rows(name)
    assert [read(f"/api/v1/{name}/{one['id']}").json() for one in listed] == listed


def test_the_register_has_a_licence_and_the_words_of_sides_have_none(world):
    found = {name: read(f"/api/v1/{name}").json()["licence"]["id"] for name in NAMES}
    free = {"twinnings", "organisations", "programmes"}
    assert {name for name, licence in found.items() if licence == "CC0-1.0"} == free
    assert {found[name] for name in NAMES if name not in free} == {None}


def test_a_text_says_its_language_and_what_was_checked(world, coordinator):
    deed = world.deed
    draft = translated(deed, world.editor, "es")
    before = rows("deeds")[0]["title"]
    actions.check_translation(translation=draft, by=world.partner, version=draft.version)
    after = rows("deeds")[0]["title"]
    assert (before, after[1:]) == (
        [{"language": "nl", "text": deed.title, "is_original": True, "is_outdated": False}],
        [
            {
                "language": "es",
                "text": f"{deed.title} (fr)",
                "is_original": False,
                "is_outdated": False,
            }
        ],
    )


def test_a_side_that_takes_its_page_offline_disappears_at_once(world, twinning):
    page = twinning.pages.get(side="partner")
    actions.withdraw_page(page=page, by=world.partner)
    found = {name: {one.get("side") or one.get("reporter") for one in rows(name)} for name in NAMES}
    named = ("pages", "indicators", "reports", "deeds")
    assert {name: found[name] for name in named} == {
        "pages": {"flemish"},
        "indicators": {"flemish"},
        "reports": set(),
        "deeds": {"flemish"},
    }


def test_what_is_not_listed_is_nowhere(world, twinning):
    twinning.is_listed = False
    twinning.save()
    named = [name for name in NAMES if name not in ("programmes", "organisations")]
    assert {name: rows(name) for name in named} == {name: [] for name in named}
    assert read(f"/api/v1/twinnings/{twinning.slug}").status_code == 404
    assert read(f"/api/v1/organisations/{twinning.partner.slug}").status_code == 404
    assert twinning.slug not in read("/twinnings.csv").getvalue().decode()


def test_a_documented_session_has_its_month_and_no_hour(world):
    session = world.past_session
    type(session).objects.filter(pk=session.pk).update(
        precision="month",
        source=Source.objects.create(key="S1", title="Report", url="https://example.org/"),
    )
    found = rows("sessions")[0]
    assert (found["starts_at"], found["ends_at"], len(found["month"])) == (None, None, 7)


# --- How it answers -------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_so_many_queries_however_much_it_holds(
    count, twinning, programme, coordinator
):
    others = [TwinningFactory(is_listed=True) for _ in range(count - 1)]
    for one in [twinning, *others]:
        furnish(coordinator, one, ProgrammeFactory())
    found = {}
    for name in NAMES:
        with CaptureQueriesContext(connection) as queries:
            assert read(f"/api/v1/{name}").json()["count"] >= count
        found[name] = len(queries)
    assert found == QUERIES


ADDRESSES = ["/api/v1/", "/api/v1/openapi.json", "/api/v1/twinnings", "/twinnings.geojson"]
ADDRESSES += ["/twinnings.csv", "/api/v1/deeds"]


@pytest.mark.parametrize("path", ADDRESSES)
def test_everybody_gets_the_same_without_cookies(path, world):
    one, browser = read(path), visit(world.editor)
    with CaptureQueriesContext(connection) as queries:
        other = browser.get(path, headers={"Accept-Language": "es", "Origin": "https://a.example"})
    asked = [one for one in queries if "session" in one["sql"] and "django_session" in one["sql"]]
    assert (one.getvalue() == other.getvalue(), asked, other.cookies) == (True, [], {})
    assert {name: other.headers.get(name) for name in ("Access-Control-Allow-Origin", "Vary")} == {
        "Access-Control-Allow-Origin": "*",
        "Vary": None,
    } or other.headers["Vary"] == "Accept-Encoding"
    assert other.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("path", ADDRESSES)
def test_who_has_it_already_gets_304(path, world):
    etag = read(path).headers["ETag"]
    again = read(path, **{"If-None-Match": etag})
    other = read(path, **{"If-None-Match": '"another"'})
    assert (again.status_code, again.getvalue(), other.status_code) == (304, b"", 200)


@pytest.mark.parametrize("path", ["/twinnings.geojson", "/api/v1/twinnings"])
def test_what_changed_is_sent_again(path, world, twinning):
    etag = read(path).headers["ETag"]
    twinning.partner.name = "San Jerónimo de Tunan"
    twinning.partner.save()
    again = read(path, **{"If-None-Match": etag})
    assert (again.status_code, "Tunan" in again.getvalue().decode()) == (200, True)


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(method, path, db):
    response = getattr(visit(None, enforce_csrf_checks=True), method)(path)
    kind = response.headers["Content-Type"]
    assert (response.status_code, response.headers["Allow"], kind) == (
        405,
        "GET, HEAD, OPTIONS",
        "application/problem+json",
    )


@pytest.mark.parametrize("path", ADDRESSES)
def test_head_says_what_get_would_and_options_what_may_be_asked(path, world):
    browser = visit(None)
    got, headed, options = (getattr(browser, one)(path) for one in ("get", "head", "options"))
    same = ("ETag", "Content-Type", "Cache-Control", "Access-Control-Allow-Origin")
    assert [headed.headers[name] for name in same] == [got.headers[name] for name in same]
    assert (headed.getvalue(), options.status_code, options.headers["Allow"]) == (
        b"",
        204,
        "GET, HEAD, OPTIONS",
    )


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=-1", "page=", "page=٣", "page=1e3"])
@pytest.mark.parametrize("more", ["", "&per_page=101", "&per_page=0"])
def test_a_page_that_cannot_be_understood_is_refused(query, more, db):
    response = read(f"/api/v1/twinnings?{query}{more}")
    assert (response.status_code, response.json()["status"]) == (400, 400)


@pytest.mark.parametrize(
    "path", ["/api/v1/twinnings?page=2", "/api/v1/twinnings/x", "/api/v2/", "/api/v1/deeds/0"]
)
def test_what_is_not_there_is_a_problem_for_programs(path, db):
    response = read(path)
    kind = response.headers["Content-Type"]
    assert (response.status_code, kind) == (404, "application/problem+json")


def test_what_goes_wrong_is_a_problem_for_programs(monkeypatch, db):
    monkeypatch.setattr(api, "index", lambda: 1 / 0)
    response = visit(None, raise_request_exception=False).get("/api/v1/")
    assert (response.status_code, response.json()["status"]) == (500, 500)


def test_pages_follow_each_other(db):
    expected = {TwinningFactory(is_listed=True).slug for _ in range(5)}
    found, where = [], "/api/v1/twinnings?per_page=2"
    while where:
        answer = read(where).json()
        found.append([one["id"] for one in answer["results"]])
        where = answer["next"]
    assert ([len(one) for one in found], {one for page in found for one in page}) == (
        [2, 2, 1],
        expected,
    )
    assert answer["previous"].endswith("/api/v1/twinnings?page=2&per_page=2")


# --- The register as files ------------------------------------------------------------------------


def geojson():
    return json.loads(read("/twinnings.geojson").getvalue())


def test_only_a_place_known_to_the_point_is_a_point(twinning, other_twinning):
    Twinning.objects.update(is_listed=True)
    where = {"latitude": 50.9, "longitude": 4.7, "precision": "municipality"}
    Organisation.objects.filter(slug="herent").update(**where)
    unknown = OrganisationFactory(latitude=1.0, longitude=2.0, precision="unknown")
    third = TwinningFactory(flemish=unknown, partner=OrganisationFactory(), is_listed=True)
    found = {one["id"]: one for one in geojson()["features"]}
    both, region = found[twinning.slug], found[other_twinning.slug]
    ends = [[one.longitude, one.latitude] for one in (twinning.flemish, twinning.partner)]
    assert both["geometry"] == {"type": "MultiPoint", "coordinates": ends}
    assert len(region["geometry"]["coordinates"]) == 1
    assert region["properties"]["partner_region"] == "Nimlaha'kok"
    assert region["properties"]["partner_latitude"] is None
    assert found[third.slug]["geometry"] is None


def test_an_empty_register_is_a_map_all_the_same(db):
    found = geojson()
    assert (found["type"], found["features"], found["licence"]["id"]) == (
        "FeatureCollection",
        [],
        "CC0-1.0",
    )


def test_the_table_opens_in_a_spreadsheet_and_calculates_nothing(twinning):
    Organisation.objects.filter(pk=twinning.partner_id).update(name='=HYPERLINK("x"), "é"')
    response = read("/twinnings.csv")
    lines = response.getvalue().decode("utf-8").split("\r\n")
    assert (lines[0], lines[-1], len(lines)) == ("\ufeff" + ",".join(COLUMNS), "", 3)
    assert '''"'=HYPERLINK(""x""), ""é"""''' in lines[1]
    assert re.search(r"filename=\"twinnings.csv\"", response.headers["Content-Disposition"])


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("path", ["/twinnings.csv", "/twinnings.geojson"])
def test_the_register_is_read_in_one_query_as_it_is_sent(path, count, db):
    for _ in range(count):
        TwinningFactory(is_listed=True)
    with CaptureQueriesContext(connection) as before:
        response = read(path)
    with CaptureQueriesContext(connection) as sending:
        assert response.getvalue()
    assert (len(before), len(sending) <= 1) == (5, True)
