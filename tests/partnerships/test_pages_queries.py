"""How many queries a page takes: a number, and the same for one row of everything as for three."""

from itertools import islice

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships import actions
from partnerships.models import Duty, Fact, Role
from stedenband.files import check_upload
from tests.factories import (
    MilestoneFactory,
    OrganisationFactory,
    PlanItemFactory,
    ProgrammeFactory,
    SourceFactory,
    TrajectoryFactory,
    TwinningFactory,
    agree,
    approve,
    contest,
    draft,
    member,
    reload,
    send_back,
    submitted,
    submitted_by_both,
)
from tests.pages import publish, upload, url, visit

# For whom, which page: the number. Whoever signed in costs three: session, account, grants.
QUERIES = {
    "anonymous: goal-detail": 11,
    "anonymous: goal-list": 2,
    "anonymous: home": 5,
    "anonymous: milestone-detail": 6,
    "anonymous: programme-detail": 10,
    "anonymous: programme-list": 2,
    "anonymous: twinning-detail": 12,
    "anonymous: twinning-list": 7,
    "anonymous: twinning-list, searched": 7,
    "coordinator: goal-detail": 14,
    "coordinator: goal-list": 5,
    "coordinator: home": 7,
    "coordinator: milestone-detail": 15,
    "coordinator: programme-detail": 13,
    "coordinator: programme-list": 5,
    "coordinator: progress-detail": 6,
    "coordinator: progress-review": 10,
    "coordinator: twinning-detail": 20,
    "coordinator: twinning-history": 8,
    "coordinator: twinning-list": 10,
    "coordinator: twinning-list, searched": 10,
    "coordinator: work": 27,
    "editor: goal-detail": 14,
    "editor: goal-list": 5,
    "editor: home": 7,
    "editor: milestone-detail": 16,
    "editor: milestone-replan": 5,
    "editor: page-edit": 5,
    "editor: programme-detail": 13,
    "editor: programme-list": 5,
    "editor: progress-detail": 6,
    "editor: progress-write": 6,
    "editor: progress-write, again": 9,
    "editor: twinning-detail": 20,
    "editor: twinning-history": 8,
    "editor: twinning-list": 10,
    "editor: twinning-list, searched": 10,
    "editor: work": 18,
    "signatory: progress-confirm": 8,
}
OLDEST = "?page=999"  # where a history has lines on the same kinds of things, however long it is
TARGETS = ["11.6", "12.5", "13.2"]


class Estate:
    """So many twinnings in one programme, each with so many of everything."""

    def __init__(self, rows, twinning, programme, coordinator):
        self.rows, self.programme, self.coordinator = rows, programme, coordinator
        for _ in range(rows):
            PlanItemFactory(programme=programme, targets=TARGETS[:rows])
            programme.sources.add(SourceFactory())
            programme.supporters.add(OrganisationFactory())
            ProgrammeFactory(funder=OrganisationFactory(), lead=OrganisationFactory())
        others = (TwinningFactory(is_listed=True) for _ in range(rows))
        for one in [twinning, *islice(others, rows - 1)]:
            self.settle(one)

    def settle(self, twinning):
        """Give a twinning people, public pages, facts, a closed trajectory and a running one."""
        self.editor = member(twinning.flemish, Role.EDITOR)
        self.signatory = member(twinning.flemish, Role.SIGNATORY)
        self.partner = member(twinning.partner, Role.EDITOR)
        publish(twinning, "flemish", self.editor)
        publish(twinning, "partner", self.partner)
        texts = {f"text_{code}": "A fact." for code in ("nl", "es", "fr", "en")}
        for _ in range(self.rows):
            Fact.objects.create(twinning=twinning, source=SourceFactory(), **texts)
            closed = TrajectoryFactory(twinning=twinning, state="closed")
            for _ in range(self.rows):
                MilestoneFactory(trajectory=closed, source=SourceFactory(), state="documented")
        self.walk(TrajectoryFactory(twinning=twinning, programme=self.programme))

    def walk(self, trajectory):
        """Milestones in every state, so many of each."""
        for _ in range(self.rows):
            self.late = self.planned(trajectory, 9)
            self.planned(trajectory, 14)
            self.own = self.planned(trajectory, 13, Duty.FLEMISH)
            self.planned(trajectory, 17, Duty.FLEMISH)
            self.unsent = draft(self.planned(trajectory, 12, Duty.FLEMISH), self.editor)
            joint = self.planned(trajectory, 15, Duty.JOINT)
            submitted_by_both(joint, self.editor, self.partner)
            mine = self.planned(trajectory, 10, Duty.FLEMISH)
            send_back(submitted(mine, self.editor), self.coordinator)
            mine = self.planned(trajectory, 10, Duty.FLEMISH)
            contest(submitted(mine, self.editor), self.partner)
            self.report = self.in_rounds(self.planned(trajectory, 11))
            self.done(self.planned(trajectory, 8))
        self.trajectory = trajectory

    def planned(self, trajectory, month, duty=Duty.PARTNER):
        given = {"targets": TARGETS[: self.rows], "trajectory": trajectory}
        return MilestoneFactory(month=month, duty=duty, **given)

    def in_rounds(self, milestone):
        """Moved, discussed, handed in with files and returned, so often; handed in once more."""
        for number in range(self.rows):
            month = 12 + number
            actions.replan_milestone(
                milestone=milestone, by=self.coordinator, month=month, reason="money"
            )
            actions.add_comment(milestone=milestone, by=self.editor, language="nl", text="Dag.")
        for number in range(self.rows):
            file = check_upload(upload(f"{number}.png"))
            report = submitted(milestone, self.partner, uploads=[file])
            send_back(report, self.coordinator)
        return submitted(milestone, self.partner, what_happened="Something else.")

    def done(self, milestone):
        report = submitted(milestone, self.partner)
        agree(report, self.signatory)
        approve(report, self.coordinator)
        actions.publish_progress(report=report, by=self.partner)
        self.published = reload(milestone)


def taken(user, where):
    """How many queries a page takes; the visit before it warms what is kept in memory."""
    browser = visit(user)
    browser.get(where)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(where).status_code == 200
    return len(queries)


def pages(estate):
    """For whom, which page: its address."""
    twinning, programme = estate.trajectory.twinning.slug, estate.programme.slug
    report = estate.report
    public = {
        "home": url("home"),
        "goal-list": url("goal-list"),
        "goal-detail": url("goal-detail", 11),
        "twinning-list": url("twinning-list"),
        "twinning-list, searched": url("twinning-list") + "?q=edegem&country=BE&goal=11",
        "twinning-detail": url("twinning-detail", twinning),
        "programme-list": url("programme-list"),
        "programme-detail": url("programme-detail", programme),
        "milestone-detail": url("milestone-detail", estate.published.pk),
    }
    inside = {
        "work": url("work"),
        "twinning-history": url("twinning-history", report.milestone.twinning.slug) + OLDEST,
        "milestone-detail": url("milestone-detail", report.milestone.pk),
        "progress-detail": url("progress-detail", report.pk),
    }
    own = {
        "progress-write": url("progress-write", estate.own.pk),
        "progress-write, again": url("progress-write", estate.unsent.milestone.pk),
        "milestone-replan": url("milestone-replan", estate.own.pk),
        "page-edit": url("page-edit", report.milestone.twinning.pages.first().pk),
    }
    return {
        "anonymous": (None, public),
        "editor": (estate.editor, public | inside | own),
        "signatory": (estate.signatory, {"progress-confirm": url("progress-confirm", report.pk)}),
        "coordinator": (
            estate.coordinator,
            public | inside | {"progress-review": url("progress-review", report.pk)},
        ),
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_takes_so_many_queries_however_much_it_shows(rows, twinning, programme, coordinator):
    estate = Estate(rows, twinning, programme, coordinator)
    found = {
        f"{who}: {name}": taken(user, where)
        for who, (user, addresses) in pages(estate).items()
        for name, where in addresses.items()
    }
    assert found == QUERIES


def test_the_public_page_of_a_twinning_is_light():
    assert QUERIES["anonymous: twinning-detail"] <= 12
