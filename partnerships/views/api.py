"""Open data, list by list and one by one; and what these addresses answer, for programs."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from partnerships.opendata.collections import BY_NAME
from partnerships.opendata.description import (
    LAST_PAGE,
    MOST_PER_PAGE,
    PER_PAGE,
    description,
    index,
)
from stedenband.http import json_answer, open_data, problem


@open_data
def api_index(request: HttpRequest) -> HttpResponseBase:
    return json_answer(request, index())


@open_data
def api_description(request: HttpRequest) -> HttpResponseBase:
    return json_answer(request, description(settings.SITE_URL))


@open_data
def collection_list(request: HttpRequest, name: str) -> HttpResponseBase:
    collection = BY_NAME[name]
    page = asked(request, "page", 1, LAST_PAGE)
    per_page = asked(request, "per_page", PER_PAGE, MOST_PER_PAGE)
    if page is None or per_page is None:
        most = f"at most {MOST_PER_PAGE}"
        return problem(400, f"page and per_page are whole numbers from 1; per_page is {most}.")
    found = Paginator(collection.rows(), per_page)
    if page > found.num_pages:
        return problem(404, f"There are {found.num_pages} pages.")
    rows = found.page(page)
    links = {
        "next": address(name, page + 1, per_page) if rows.has_next() else None,
        "previous": address(name, page - 1, per_page) if rows.has_previous() else None,
    }
    data = {
        "licence": collection.licence,
        "count": found.count,
        "page": page,
        "per_page": per_page,
        "pages": found.num_pages,
        **links,
        "results": [collection.read(row) for row in rows],
    }
    relations = {"next": links["next"], "prev": links["previous"]}
    given = [f'<{where}>; rel="{name}"' for name, where in relations.items() if where]
    return json_answer(request, data, **({"Link": ", ".join(given)} if given else {}))


@open_data
def collection_detail(request: HttpRequest, name: str, **about: Any) -> HttpResponseBase:
    collection = BY_NAME[name]
    row = collection.rows().filter(**about).first()
    if row is None:
        return problem(404, "There is nothing here that is public.")
    return json_answer(request, collection.read(row))


def asked(request: HttpRequest, name: str, usual: int, highest: int) -> int | None:
    """A number of the address; None for what is none, or is too large."""
    typed = request.GET.get(name)
    if typed is None:
        return usual
    if not typed.isascii() or not typed.isdecimal() or len(typed) > len(str(highest)):
        return None
    return int(typed) if 1 <= int(typed) <= highest else None


def address(name: str, page: int, per_page: int) -> str:
    return f"{settings.SITE_URL}/api/v1/{name}?page={page}&per_page={per_page}"
