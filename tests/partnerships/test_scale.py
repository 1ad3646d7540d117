"""Made-up twinnings to measure with: whole, readable, and never beside what people entered."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.management.scale import COORDINATOR, slug_of
from partnerships.models import (
    Deed,
    Event,
    Lesson,
    Membership,
    Milestone,
    Page,
    ProgressReport,
    Trajectory,
    Twinning,
)
from partnerships.reciprocity import one_sided
from stedenband.accounts.models import User
from tests.factories import OrganisationFactory
from tests.pages import url, visit


def seed(twinnings, **options):
    call_command("seed_scale", twinnings=twinnings, stdout=StringIO(), **options)


@pytest.fixture
def seeded(db):
    seed(4)


def test_each_twinning_is_whole(seeded):
    sides = Twinning.objects.count(), Page.objects.count(), Membership.objects.count()
    assert sides == (4, 8, 10)
    assert Milestone.objects.count() == 4 * 36
    assert set(Milestone.objects.values_list("state", flat=True)) == {"done", "review", "planned"}
    assert all(report.latest.decision for report in ProgressReport.objects.filter(state="approved"))
    handed_in = Event.objects.filter(verb="report_submitted").count()
    assert handed_in == ProgressReport.objects.count() > 4 * 12


def test_rows_keep_the_rules_of_their_models(seeded):
    for model in (Twinning, Page, Trajectory, Milestone, ProgressReport, Deed, Lesson):
        for row in model.objects.all():
            row.full_clean()
    for milestone in Milestone.objects.prefetch_related("reports"):
        state = milestone.state
        milestone.settle(milestone.reports.all(), postponed=False)
        assert milestone.state == state


def test_all_of_it_is_called_a_sample(seeded):
    for model in (Page, Trajectory, Deed, Lesson):
        assert not model.objects.filter(is_sample=False).exists()
    for twinning in Twinning.objects.with_sides():
        assert "(voorbeeld)" in twinning.flemish.name
        assert "(ejemplo)" in twinning.partner.name


def test_pages_answer(seeded):
    coordinator = User.objects.get(email=COORDINATOR)
    editor = Twinning.objects.get(slug=slug_of(1)).flemish.memberships.get().user
    milestone = Milestone.objects.filter(
        trajectory__twinning__slug=slug_of(1), duty="flemish", state="planned"
    ).first()
    pages = [
        url("home"),
        url("twinning-list"),
        url("twinning-detail", slug_of(1)),
        url("goal-detail", 11),
        url("lesson-list"),
        url("milestone-detail", milestone.pk),
        f"{url('search-list')}?q=sorteerstraat",
    ]
    inside = [url("work"), url("twinning-history", slug_of(1))]
    own = [url("progress-write", milestone.pk), url("plan-import", slug_of(1))]
    assert [visit(None).get(page).status_code for page in pages] == [200] * len(pages)
    found = [visit(coordinator).get(page).status_code for page in pages + inside]
    assert found == [200] * len(pages + inside)
    assert [visit(editor).get(page).status_code for page in inside + own] == [200] * 4


def test_search_finds_it(seeded):
    response = visit(None).get(url("search-list"), {"q": "compostera"})
    assert response.context["number"] > 0


def test_again_it_adds_what_is_lacking(seeded):
    seed(5)
    assert [one.slug for one in Twinning.objects.all()] == [slug_of(n) for n in range(1, 6)]


def test_what_people_entered_is_left_alone(db):
    OrganisationFactory()
    with pytest.raises(CommandError, match="what others entered"):
        seed(1)
    assert Twinning.objects.count() == 0


def test_not_in_production_without_the_flag(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        seed(1)
    seed(1, in_production=True)
    assert Twinning.objects.count() == 1


@pytest.mark.parametrize("number", [0, 20_001])
def test_the_number_is_bounded(db, number):
    with pytest.raises(CommandError, match="1 to 20000"):
        seed(number)


def test_a_page_of_a_goal_shows_some_of_its_twinnings(seeded, monkeypatch):
    monkeypatch.setattr("partnerships.views.goal.PER_PAGE", 3)
    pages = [visit(None).get(url("goal-detail", 11), {"page": n}) for n in (1, 2)]
    shown = [[one.slug for one, _halves in page.context["work"]] for page in pages]
    assert [len(slugs) for slugs in shown] == [3, 1]
    assert sorted(shown[0] + shown[1]) == [slug_of(n) for n in range(1, 5)]


def test_the_gaps_of_all_twinnings_are_read_a_page_at_a_time(seeded, monkeypatch):
    coordinator = User.objects.get(email=COORDINATOR)
    monkeypatch.setattr("partnerships.views.work.SHOWN", 2)
    pages = [visit(coordinator).get(url("work"), {"gaps": n}).context["gaps"] for n in (1, 2)]
    gaps = [(one.slug, goal.pk) for page in pages for one, goal, _side in page]
    everything = [(one.slug, goal.pk) for one, goal, _side in one_sided(coordinator)]
    assert gaps == everything[:4]
    assert pages[0].paginator.count == len(everything)


@pytest.mark.parametrize("who", [None, COORDINATOR])
def test_more_twinnings_cost_no_more_queries(seeded, who):
    """A page that shows more of them asks no more; the numbers stand in test_pages_queries."""
    browser = visit(User.objects.get(email=who) if who else None)
    addresses = [url("twinning-list"), url("goal-detail", 11), url("home"), url("lesson-list")]

    def asked():
        numbers = []
        for address in addresses:
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                browser.get(address)
            numbers.append(len(queries))
        return numbers

    seed(9)  # of everything there is something
    before = asked()
    seed(18)
    assert asked() == before
