"""What a generated report tells of its period: as things stood on its last day."""

from datetime import UTC, date, datetime, timedelta

from partnerships import actions
from partnerships.reports.kinds import compose
from partnerships.reports.record import Record
from stedenband import clock
from tests.factories import MilestoneFactory, TrajectoryFactory, agree, contest, submitted
from tests.reports import YEAR, asked, lines_of, yearly


def test_what_came_after_the_period_is_not_in_it(twinning, milestone, partner_editor):
    with clock.at(datetime(2026, 3, 1, tzinfo=UTC)):
        submitted(milestone, partner_editor, what_happened="In March.")
    before, after = (
        lines_of(yearly(twinning, first=date(2026, 1, 1), last=date(2026, month, 28)))
        for month in (2, 3)
    )
    assert ("In March." in before, "In March." in after) == (False, True)


def test_a_milestone_stands_as_it_did_on_the_last_day(twinning, milestone, partner_editor):
    submitted(milestone, partner_editor)
    last = clock.today() - timedelta(days=1)
    sections = yearly(twinning, last=last).sections
    tables = [line for one in sections if one.key.startswith("goal-") for line in one.lines]
    assert not [line for line in tables if "Awaiting review" in line]


def test_a_milestone_that_was_added_later_is_not_in_it(twinning, trajectory, coordinator):
    added = clock.now() - timedelta(days=40)
    with clock.at(added):
        given = {"title_en": "A street of trees", "month": 30, "duty": "flemish"}
        actions.add_milestone(trajectory=trajectory, by=coordinator, targets=[], **given)
    ends = [clock.today(), (added - timedelta(days=20)).date()]
    found = [lines_of(yearly(twinning, last=one)) for one in ends]
    assert ["A street of trees" in one for one in found] == [True, False]


def test_an_answer_to_other_words_is_no_answer_to_these(
    twinning, milestone, partner_editor, signatory, coordinator
):
    report = submitted(milestone, partner_editor)
    contest(report, signatory)
    submitted(milestone, partner_editor, what_happened="In other words.")
    said = lines_of(yearly(twinning))
    assert ("Edegem has not answered it" in said, "contested by" in said) == (True, False)


def test_a_programmes_report_leaves_out_what_is_of_another(
    twinning, trajectory, milestone, coordinator
):
    other = TrajectoryFactory(twinning=twinning, first_month=trajectory.first_month)
    MilestoneFactory(trajectory=other, month=11, title_en="Of another programme")
    found = [
        lines_of(compose(asked("yearly", "en", None, programme=one.programme)))
        for one in (trajectory, other)
    ]
    assert ["Of another programme" in one for one in found] == [False, True]


def test_what_waited_for_a_key_is_counted_as_of_the_last_day(
    twinning, milestone, partner_editor, signatory
):
    with clock.at(clock.now() - timedelta(days=60)):
        report = submitted(milestone, partner_editor)
    agree(report, signatory)
    ends = [clock.today() - timedelta(days=days) for days in (0, 30)]
    found = [Record(twinning, ends[1] - YEAR, one).one_sided for one in ends]
    waits = [any("wait" in gap for gap in one) for one in found]
    assert waits == [False, True]
