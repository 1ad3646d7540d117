"""Long lists in pages: counted as far as somebody leafs, or not at all."""

import pytest

from sdg.models import Goal, Target
from stedenband import paging
from stedenband.paging import Brief, First, step_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def goals():
    return Goal.objects.order_by("pk")


@pytest.mark.parametrize(
    ("most", "count", "is_more", "pages"),
    [(10, 10, True, 2), (17, 17, False, 4), (99, 17, False, 4)],
)
def test_no_more_is_counted_than_somebody_leafs(goals, monkeypatch, most, count, is_more, pages):
    monkeypatch.setattr(paging, "MOST", most)
    for rows in (goals, Brief(goals)):
        found = First(rows, 5)
        assert (found.count, found.is_more, found.num_pages) == (count, is_more, pages)


def test_the_pages_of_the_first_hold_no_row_twice(goals, monkeypatch):
    monkeypatch.setattr(paging, "MOST", 12)
    found = First(goals, 5)
    shown = [one.pk for number in found.page_range for one in found.get_page(number)]
    assert shown == list(range(1, 13))


@pytest.mark.parametrize(
    ("asked", "number", "rows", "previous", "following"),
    [
        (None, 1, 5, False, True),
        ("2", 2, 5, True, True),
        ("4", 4, 2, True, False),
        ("5", 1, 5, False, True),
        ("0", 1, 5, False, True),
        ("-3", 1, 5, False, True),
        ("x", 1, 5, False, True),
        ("²", 1, 5, False, True),
        ("9" * 5000, 1, 5, False, True),
    ],
)
def test_a_step_knows_what_is_beside_it(goals, asked, number, rows, previous, following):
    page = step_of(goals, 5, asked)
    assert [one.pk for one in page] == list(range(5 * number - 4, 5 * number - 4 + rows))
    assert (page.number, len(page)) == (number, rows)
    assert (page.has_previous, page.has_next) == (previous, following)


def test_a_list_of_one_page_and_an_empty_one_have_no_other(goals):
    for rows in (goals[:5], Target.objects.none()):
        assert step_of(rows, 5, None).has_other_pages is False
