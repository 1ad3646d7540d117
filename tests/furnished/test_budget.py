"""What a page may cost, of what does not depend on the machine: queries, bytes, requests.

The table is `tests/bench/budget.csv`; `python -m tests.bench` prints the rest of it.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.bench.measuring import requests_of, weight_of
from tests.bench.pages import PAGES, budget
from tests.pages import publish, visit

PRESENT = ("signatory", "partner_signatory")
WHO = {"anonymous": None, "editor": "editor", "coordinator": "coordinator"}


@pytest.fixture
def facts(world, twinning, signatory, partner_signatory):
    """Both pages are public, so that the public page has all that it can have."""
    publish(twinning, "flemish", signatory)
    publish(twinning, "partner", partner_signatory)
    return {"slug": twinning.slug, "last": 1, "milestone": world.draft.milestone_id}


def test_every_page_that_is_measured_has_a_budget():
    assert sorted(budget()) == sorted(page.name for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_keeps_to_its_budget(page, facts, request):
    user = WHO[page.who] and request.getfixturevalue(WHO[page.who])
    client, path, allowed = visit(user), page.path.format(**facts), budget()[page.name]
    client.get(path)  # what a process reads once
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path)
    assert response.status_code == 200
    page_of = response.content
    found = {
        "queries": len(asked),
        "kilobytes": weight_of(page_of)[1] / 1000,
        "requests": requests_of(page_of.decode()),
    }
    print(page.name, found)
    over = {name: cost for name, cost in found.items() if cost > getattr(allowed, name)}
    assert over == {}
