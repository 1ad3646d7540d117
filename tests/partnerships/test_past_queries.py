"""How many queries an overview takes of a day gone by: the same for one row as for three."""

from datetime import timedelta

import pytest

from partnerships.models import Duty
from partnerships.past import end_of
from sdg.models import Target
from stedenband import clock
from tests.continuity import covered, funded, post_of
from tests.factories import (
    DeedFactory,
    MilestoneFactory,
    TrajectoryFactory,
    TwinningFactory,
    first_of,
    learned,
    measured_pair,
    member,
    story_published,
    submitted,
)
from tests.mandates import held, posted
from tests.pages import publish, url
from tests.partnerships.test_pages_queries import taken
from tests.partnerships.test_past_lists import LISTS
from tests.partnerships.test_past_overviews import overviews
from tests.sessions import planned, promised

# Three of them, of whoever is signed in: session, account, grants.
QUERIES = {
    "coverage-matrix": 10,
    "goal-detail": 17,
    "reciprocity-overview": 18,
    "reciprocity-detail": 15,
    "funding-list": 9,
    "post-list": 7,
    "indicator-detail": 9,
    "session-list": 9,
    "lesson-list": 9,
    "story-list": 8,
    "election-list": 4,
}


def settle(rows, twinning, programme, coordinator):
    """So many twinnings with so many of everything that these pages tell of."""
    others = [TwinningFactory(is_listed=True) for _ in range(rows - 1)]
    for one in [twinning, *others]:
        editor, partner = (member(end, "editor") for end in (one.flemish, one.partner))
        publish(one, "flemish", editor)
        trajectory = TrajectoryFactory(twinning=one, programme=programme)
        for number in range(rows):
            given = {"trajectory": trajectory, "targets": ["13.3"], "month": 9 + number}
            submitted(MilestoneFactory(duty=Duty.FLEMISH, **given), editor)
            target = Target.objects.get(code="13.3")
            DeedFactory(twinning=one, main_target=target, created_at=clock.now())
            learned(one, editor, visibility="twinnings", direction="flemish")
            story_published(one, editor, coordinator)
            planned(one, editor, days=-number - 1)
            planned(one, editor, days=number + 40)
            promised(one, editor)
            covered(funded(one, editor, side="flemish"), editor, post_of(one))
            held(posted(one, editor), editor)
        pair = measured_pair(one, editor, partner)
    lists = {name: url(name) for name in LISTS}
    return overviews(twinning, pair, goal=13) | lists


@pytest.mark.parametrize("rows", [1, 3])
def test_a_day_gone_by_takes_so_many_queries(rows, programme, twinning, coordinator):
    with clock.at(end_of(first_of(-1))):
        addresses = settle(rows, twinning, programme, coordinator)
    on = f"?on={clock.today() - timedelta(days=1)}"
    found = {name: taken(coordinator, address + on) for name, address in addresses.items()}
    assert found == QUERIES
