"""What the addresses of open data answer, for programs: OpenAPI 3.1, made from what they answer."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from partnerships.opendata.collections import COLLECTIONS, REGISTER, Collection, Licence
from stedenband.openapi import Schema, schema_of

MOST_PER_PAGE, PER_PAGE = 100, 50
LAST_PAGE = 1_000_000_000
ABOUT = (
    "Everything here is public on the portal, for everybody the same. Read only, without keys and "
    "cookies. Texts stand in every language there is, each with its code. Moments are in UTC. "
    "Send back the ETag in If-None-Match: what did not change is answered with 304."
)


@dataclass(frozen=True)
class Listed:
    """One list of the index."""

    name: str
    says: str
    address: str
    licence: Licence


@dataclass(frozen=True)
class Index:
    """What there is."""

    title: str
    version: str
    description: str
    openapi: str
    geojson: str
    csv: str
    lists: list[Listed]


@dataclass(frozen=True)
class Problem:
    """Why there is no answer (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


@cache
def description(site: str) -> dict[str, Any]:
    """The whole document; `site` is the portal's address."""
    known: dict[str, Schema] = {}
    paths = {"/": operation("index", "What there is.", schema_of(Index, known))}
    for one in COLLECTIONS:
        paths |= described(one, known)
    schema_of(Problem, known)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Stedenband: open data",
            "version": "1.0.0",
            "description": ABOUT,
            "license": {"name": "CC0 1.0 for the register", "identifier": REGISTER.id},
        },
        "servers": [{"url": f"{site}/api/v1"}],
        "paths": paths,
        "components": {"schemas": known},
    }


def described(one: Collection, known: dict[str, Schema]) -> dict[str, Any]:
    record = schema_of(one.record, known)
    whole = page_of(record, schema_of(Licence, known))
    says = f"{one.says} {one.licence.says}"
    kind = {"type": "string"} if one.is_slugged else {"type": "integer", "minimum": 1}
    about = {"name": "id", "in": "path", "required": True, "schema": kind}
    return {
        f"/{one.name}": operation(f"list-{one.name}", says, whole, *PAGING),
        f"/{one.name}/{{id}}": operation(f"read-{one.name}", says, record, about),
    }


def parameter(name: str, says: str, highest: int, default: int) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 1, "maximum": highest, "default": default}
    return {"name": name, "in": "query", "description": says, "schema": schema}


PAGING = (
    parameter("page", "Counted from 1; 404 beyond the last.", LAST_PAGE, 1),
    parameter("per_page", "How many on a page.", MOST_PER_PAGE, PER_PAGE),
)


def page_of(record: Schema, licence: Schema) -> Schema:
    address = {"type": ["string", "null"], "format": "uri"}
    whole = {"type": "integer", "minimum": 0}
    properties: Schema = {
        "licence": licence,
        **dict.fromkeys(("count", "page", "per_page", "pages"), whole),
        **dict.fromkeys(("next", "previous"), address),
        "results": {"type": "array", "items": record},
    }
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def operation(name: str, says: str, schema: Schema, *parameters: dict[str, Any]) -> dict[str, Any]:
    """An address that is read."""
    answers: dict[str, Any] = {
        "200": {
            "description": "What was asked for.",
            "headers": {"ETag": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": schema}},
        },
        "304": {"description": "It did not change."},
        "400": refusal("The question cannot be understood."),
        "404": refusal("There is nothing here that is public."),
    }
    return {
        "get": {
            "operationId": name,
            "summary": says,
            "parameters": list(parameters),
            "responses": answers,
        }
    }


def refusal(says: str) -> dict[str, Any]:
    problem = {"$ref": "#/components/schemas/Problem"}
    return {"description": says, "content": {"application/problem+json": {"schema": problem}}}


def index() -> Index:
    site = settings.SITE_URL
    return Index(
        title="Stedenband: open data",
        version="1.0.0",
        description=ABOUT,
        openapi=f"{site}/api/v1/openapi.json",
        geojson=f"{site}/twinnings.geojson",
        csv=f"{site}/twinnings.csv",
        lists=[
            Listed(one.name, one.says, f"{site}/api/v1/{one.name}", one.licence)
            for one in COLLECTIONS
        ],
    )
