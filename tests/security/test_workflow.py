"""Whoever tries whatever, in whatever order and through the door: what may never be so is never so.

tests/partnerships/test_workflow.py does the same one floor lower, to the actions.
"""

from uuid import uuid4

from django.db import transaction
from django.test import TestCase
from django.utils import translation
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from partnerships.models import (
    Confirmation,
    Event,
    Milestone,
    ProgressReport,
    State,
    Story,
    Submission,
    Verb,
)
from tests.company import Company
from tests.factories import MembershipFactory, first_of, handed_in, member, submitted
from tests.pages import url, visit
from tests.security.figures import LONG, figure, much

PEOPLE = (
    *("reader", "editor", "signatory", "partner_editor", "partner_signatory", "stranger", "nobody"),
    *("coordinator", "second_coordinator", "own_coordinator", "facilitator", "staff", "superuser"),
)
SIDES = {"editor": "flemish", "signatory": "flemish", "own_coordinator": "partner"}
SIDES |= {"partner_editor": "partner", "partner_signatory": "partner"}
REVIEWERS = ("coordinator", "second_coordinator", "own_coordinator")
WORDS = {"what_happened": "We opened the street.", "language": "es", "happened_on": first_of(-1)}
TOLD = {"title": "A street", "lead": "It opened.", "text": "With forty families.", "language": "nl"}
# Who may do it comes up as often as who may not.
WHO = st.sampled_from([*PEOPLE, *SIDES, *SIDES, *REVIEWERS, *REVIEWERS])
DECISIONS = st.sampled_from(["approved", "approved", "returned"])
VERDICTS = st.sampled_from(["agreed", "agreed", "contested"])
POSTS = []  # of all examples: whether it was done


class Doors(RuleBasedStateMachine):
    """A milestone of the partner's, its report, and a story; thirteen people at the door."""

    def __init__(self):
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        with translation.override("en"):
            company = Company()
            company.own_coordinator = self.coordinator_of_the_partner(company)
            self.people = {name: getattr(company, name) for name in PEOPLE}
            self.milestone, self.twinning = company.milestone, company.twinning
            submitted(self.milestone, self.people["partner_editor"])
            self.story = handed_in(self.twinning, self.people["partner_editor"])
        self.browsers = {name: visit(user) for name, user in self.people.items()}
        self.pks = {user.pk: name for name, user in self.people.items()}

    def coordinator_of_the_partner(self, company):
        """Coordinates all of it, and signs for San Jerónimo besides."""
        user = member(company.vvsg, "coordinator", name="Two hats")
        MembershipFactory(user=user, organisation=company.san_jeronimo, role="signatory")
        return user

    def teardown(self):
        """The next example starts with an empty database."""
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    def post(self, who, name, about, **given):
        """What somebody sends from the newest version of a form, whether or not they may see it."""
        body = {"once": str(uuid4()), "version": str(about.version), **given}
        response = self.browsers[who].post(url(name, about.pk), body)
        assert response.status_code in (200, 302, 403, 404, 409, 422)
        POSTS.append(response.status_code == 302)

    @property
    def report(self):
        return ProgressReport.objects.get(milestone=self.milestone)

    @rule(who=WHO, hand_in=st.sampled_from(["1", "1", ""]))
    def write(self, who, hand_in):
        given = {"hand_in": hand_in, "version": str(self.report.version)}
        self.post(who, "progress-write", self.milestone, **WORDS, **given)

    @rule(who=WHO, decision=DECISIONS)
    def review(self, who, decision):
        self.post(who, "progress-review", self.report, decision=decision, note="Which street?")

    @rule(who=WHO, verdict=VERDICTS)
    def confirm(self, who, verdict):
        self.post(who, "progress-confirm", self.report, verdict=verdict, reason="We saw none.")

    @rule(who=WHO, name=st.sampled_from(["progress-publish", "progress-withdraw"]))
    def show(self, who, name):
        self.post(who, name, self.report)

    @rule(who=WHO, name=st.sampled_from(["story-submit", "story-publish", "story-withdraw"]))
    def show_story(self, who, name):
        self.post(who, name, Story.objects.get(), **TOLD)

    @rule(who=WHO)
    def change_story(self, who):
        self.post(who, "story-change", Story.objects.get(), **TOLD)

    @rule(who=WHO, decision=DECISIONS)
    def review_story(self, who, decision):
        self.post(who, "story-review", Story.objects.get(), decision=decision, note="Who?")

    # --- What may never be so ---------------------------------------------------------------------

    @invariant()
    def nothing_was_decided_but_by_a_coordinator_of_neither_its_side_nor_its_hand(self):
        for one in Submission.objects.exclude(decision=""):
            assert self.pks[one.reviewed_by_id] in ("coordinator", "second_coordinator")
            assert one.by_id != one.reviewed_by_id
        story = Story.objects.get()
        if story.reviewed_by_id:
            assert self.pks[story.reviewed_by_id] in ("coordinator", "second_coordinator")
            assert story.reviewed_by_id not in story.authors

    @invariant()
    def the_key_is_turned_by_a_signatory_of_the_other_side(self):
        keys = set(Confirmation.objects.values_list("by", flat=True))
        assert {self.pks[one] for one in keys} <= {"signatory"}

    @invariant()
    def the_contested_is_not_closed(self):
        milestone = Milestone.objects.get(pk=self.milestone.pk)
        if self.report.is_contested:
            assert milestone.state == State.CONTESTED
        if milestone.state == State.DONE:
            assert (self.report.is_agreed, self.report.state) == (True, "approved")

    @invariant()
    def nothing_is_public_without_a_deed_of_its_side(self):
        shown = (self.report, Verb.REPORT_PUBLISHED), (Story.objects.get(), Verb.STORY_PUBLISHED)
        for one, verb in shown:
            if one.published_at:
                last = Event.objects.filter(verb=verb).order_by("pk").last()
                assert one.state == "approved"
                assert SIDES[self.pks[last.by_id]] == "partner"


class TestWorkflow(TestCase):
    def test_what_may_never_be_so_is_never_so_through_any_door(self):
        examples, steps = much(25, 500), much(20, 30)
        manner = settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=not LONG,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(Doors, settings=manner)
        people, per = len(PEOPLE), f"{examples} x {steps}"
        figure(
            "F3 workflow", examples=per, people=people, posts=len(POSTS), done=sum(POSTS), wrong=0
        )
        assert any(POSTS)
