"""Whatever people do, in whatever order: what may never be so is never so."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import TestCase
from django.utils import translation
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from partnerships import actions
from partnerships.models import (
    Decision,
    Duty,
    Event,
    Milestone,
    ProgressReport,
    Replanning,
    Reporter,
    Role,
    State,
    Submission,
    Verdict,
    reporters_of,
)
from partnerships.models.milestone import state_from
from tests.factories import (
    MilestoneFactory,
    OrganisationFactory,
    TrajectoryFactory,
    TwinningFactory,
    draft,
    first_of,
    member,
    reload,
)
from tests.security.figures import figure, much

# Mostly what is complete, so that many examples come as far as a decision.
COMPLETE = {"what_happened": "We opened the street.", "happened_on": first_of(-1)}
WORDS = st.sampled_from(
    [COMPLETE, COMPLETE, COMPLETE, {"what_happened": ""}, {"happened_on": None}]
)
NOTES = st.sampled_from(["Which street?", "Which street?", ""])
REPORTERS = st.sampled_from([0, 1])
DECISIONS = st.sampled_from([Decision.APPROVED, Decision.APPROVED, Decision.RETURNED])
VERDICTS = st.sampled_from([Verdict.AGREED, Verdict.AGREED, Verdict.CONTESTED])
MONTHS = st.sampled_from([1, 12, 14, 36, 0, 37])


class Deeds(RuleBasedStateMachine):
    """Edegem's and San Jerónimo's people and two coordinators, each at any moment.

    Every deed is tried whether or not it may follow: it is done, or refused with a reason and
    then nothing has changed.
    """

    duty: Duty

    def __init__(self):
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        with translation.override("en"):
            self.arrange()

    def teardown(self):
        """The next example starts with an empty database."""
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    def arrange(self):
        twinning = TwinningFactory()
        trajectory = TrajectoryFactory(twinning=twinning)
        self.milestone = MilestoneFactory(trajectory=trajectory, month=13, duty=self.duty)
        self.people = {
            Reporter.FLEMISH: member(twinning.flemish, Role.SIGNATORY),
            Reporter.PARTNER: member(twinning.partner, Role.SIGNATORY),
        }
        vvsg = OrganisationFactory()
        self.coordinators = [member(vvsg, Role.COORDINATOR) for _ in range(2)]

    @initialize(handed_in=st.integers(0, 2))
    def begin(self, handed_in):
        """Some examples start when one or both have handed in."""
        for reporter in reporters_of(self.duty)[:handed_in]:
            given = {"reporter": reporter, "by": self.people[reporter], "hand_in": True}
            self.attempt(draft, milestone=self.milestone, **given, **COMPLETE)

    def one_of(self, number):
        """Whose report: of a milestone of one side always that side's."""
        reporters = reporters_of(self.duty)
        return reporters[number % len(reporters)]

    def report(self, reporter):
        return ProgressReport.objects.filter(milestone=self.milestone, reporter=reporter).first()

    def attempt(self, action, **given):
        """Do it, or see that a refusal changed nothing."""
        before = self.everything()
        refused = False
        try:
            with translation.override("en"):
                action(**given)
        except ValidationError:
            refused = True
        assert not refused or self.everything() == before

    def everything(self):
        nouns = (Milestone, ProgressReport, Submission, Replanning, Event)
        return [list(noun.objects.order_by("pk").values()) for noun in nouns]

    @rule(number=REPORTERS, words=WORDS, hand_in=st.sampled_from([True, True, False]))
    def write(self, number, words, hand_in):
        reporter = self.one_of(number)
        given = {"reporter": reporter, "by": self.people[reporter], "hand_in": hand_in}
        self.attempt(draft, milestone=self.milestone, **given, **words)

    @rule(number=REPORTERS, decision=DECISIONS, note=NOTES, who=st.integers(0, 2))
    def review(self, number, decision, note, who):
        """Two coordinators, and the author itself, whom the policy would have stopped before."""
        reporter = self.one_of(number)
        if report := self.report(reporter):
            by = [*self.coordinators, self.people[reporter]][who]
            given = {"decision": decision, "note": note}
            self.attempt(actions.review_progress, report=report, by=by, **given)

    @rule(number=REPORTERS, verdict=VERDICTS, reason=NOTES)
    def confirm(self, number, verdict, reason):
        reporter = self.one_of(number)
        if report := self.report(reporter):
            (by,) = (who for side, who in self.people.items() if side != reporter)
            given = {"verdict": verdict, "reason": reason}
            self.attempt(actions.confirm_progress, report=report, by=by, **given)

    @rule(number=REPORTERS, show=st.booleans())
    def publish(self, number, show):
        reporter = self.one_of(number)
        if report := self.report(reporter):
            action = actions.publish_progress if show else actions.withdraw_progress
            self.attempt(action, report=report, by=self.people[reporter])

    @rule(month=MONTHS, drop=st.booleans())
    def plan_anew(self, month, drop):
        """Move it, or drop it and take it up again."""
        given = {"milestone": self.milestone, "by": self.coordinators[0], "reason": "weather"}
        if drop:
            self.attempt(actions.drop_milestone, **given)
        action = actions.reinstate_milestone if drop else actions.replan_milestone
        self.attempt(action, month=month, **given)

    # --- What may never be so ---------------------------------------------------------------------

    @invariant()
    def done_is_every_report_approved_and_the_key_agreed(self):
        milestone = reload(self.milestone)
        reports = list(milestone.reports.all())
        if milestone.state == State.DONE:
            assert {one.reporter for one in reports} == set(reporters_of(self.duty))
            assert {one.state for one in reports} == {"approved"}
            assert all(one.is_agreed or not one.needs_key for one in reports)

    @invariant()
    def the_contested_is_not_done(self):
        reports = self.milestone.reports.all()
        if any(one.is_contested for one in reports):
            assert reload(self.milestone).state == State.CONTESTED

    @invariant()
    def the_state_is_what_follows_from_the_reports(self):
        milestone = reload(self.milestone)
        if ProgressReport.objects.filter(rounds__gt=0).exists():
            reports = milestone.reports.all()
            assert milestone.state == state_from(self.duty, reports, postponed=False)

    @invariant()
    def nothing_was_decided_by_its_author(self):
        for one in Submission.objects.exclude(decision=""):
            assert one.reviewed_by_id not in (None, one.by_id)

    @invariant()
    def every_return_says_what_is_missing(self):
        assert not Submission.objects.filter(decision="returned", note="").exists()

    @invariant()
    def nothing_is_published_but_the_approved(self):
        published = ProgressReport.objects.filter(published_at__isnull=False)
        assert set(published.values_list("state", flat=True)) <= {"approved"}

    @invariant()
    def every_round_is_kept(self):
        for report in ProgressReport.objects.all():
            rounds = [one.round for one in report.submissions.all()]
            assert rounds == list(range(1, report.rounds + 1))

    @invariant()
    def the_month_is_one_of_the_trajectory(self):
        assert 1 <= reload(self.milestone).month <= 36


class OneSided(Deeds):
    duty = Duty.PARTNER


class Joint(Deeds):
    duty = Duty.JOINT


MANNER = settings(
    max_examples=much(25, 500),
    stateful_step_count=much(15, 30),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def told(what):
    per = f"{MANNER.max_examples} x {MANNER.stateful_step_count}"
    figure(f"F3 workflow, actions on {what}", examples=per, wrong=0)


class TestOneSided(TestCase):
    def test_what_may_never_be_so_is_never_so(self):
        run_state_machine_as_test(OneSided, settings=MANNER)
        told("one side's milestone")


class TestJoint(TestCase):
    def test_what_may_never_be_so_is_never_so(self):
        run_state_machine_as_test(Joint, settings=MANNER)
        told("a milestone of both")
