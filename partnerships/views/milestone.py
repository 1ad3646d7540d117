"""Milestones: the page with both sides' reports, and how a milestone is planned."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.forms.comment import CommentForm
from partnerships.forms.milestone import (
    DropForm,
    MilestoneForm,
    ReinstateForm,
    ReplanForm,
    ShiftForm,
)
from partnerships.history import last_of
from partnerships.models import (
    LEAVES,
    Comment,
    Confirmation,
    Duty,
    Evidence,
    Milestone,
    ProgressReport,
    Reading,
    Reporter,
    Side,
    Submission,
    Trajectory,
    reading_order,
    reporters_of,
)
from partnerships.models.evidence import takes_evidence
from partnerships.talk import talk_of
from stedenband.http import MemberRequest, permit
from stedenband.once import deed


@dataclass
class Leaf:
    """One side of a milestone: its report as this reader sees it, and what they may do."""

    reporter: Reporter
    name: str
    report: ProgressReport | None
    submission: Submission | None
    reading: Reading | None = None
    to_translate: str = ""
    evidence: list[Evidence] = field(default_factory=list)
    is_own: bool = False
    may_write: bool = False
    may_review: bool = False
    may_confirm: bool = False
    may_contest: bool = False
    may_publish: bool = False
    may_add_evidence: bool = False


@dataclass
class LeafAcross:
    """The other side of a milestone of one side: whether it has turned its key."""

    side: str
    name: str
    confirmation: Confirmation | None
    is_awaited: bool


@login_not_required
@require_safe
def milestone_detail(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Milestone.objects.visible_to(request.user).with_names()
    milestone = get_object_or_404(visible.prefetch_related("targets__goal"), pk=pk)
    inside = policies.may_see_inside(request.user, milestone.twinning)
    leaves = leaves_of(milestone, request.user)
    context = {
        "milestone": milestone,
        "twinning": milestone.twinning,
        "leaves": leaves,
        "leaf_across": leaf_across(milestone, leaves[0]) if inside else None,
        "replannings": milestone.replannings.select_related("by") if inside else [],
        "inside": inside,
    }
    if inside:
        reports = [leaf.report for leaf in leaves if leaf.report]
        context |= inside_of(milestone, request.user, request.GET.get("talk"), reports)
    return render(request, "partnerships/milestone_detail.html", context)


def inside_of(
    milestone: Milestone, user: Any, talk: str | None, reports: list[ProgressReport]
) -> dict[str, Any]:
    """What only those inside the twinning see: the conversation, the history, what they may do."""
    comments = Comment.objects.visible_to(user).filter(milestone=milestone)
    events = milestone.events.plain_to(user)
    may_plan = policies.may_replan_milestone(user, milestone)
    may_comment = policies.may_comment(user, milestone)
    to_comment = reverse("partnerships:comment-add", args=[milestone.pk])
    return {
        "talk": talk_of(comments, talk),
        "events": last_of(events),
        "comment_form": CommentForm(language=user.language).at(to_comment) if may_comment else None,
        "may_add_lesson": policies.may_add_lesson(user, milestone.twinning),
        "may_move": may_plan and milestone.can_move,
        "may_reinstate": may_plan
        and milestone.state == "dropped"
        and milestone.trajectory.is_running,
        "may_change": may_plan and milestone.is_open,
        "may_bring": milestone.is_open and bool(policies.sides_to_bring(user, milestone, reports)),
    }


def leaves_of(milestone: Milestone, user: Any) -> list[Leaf]:
    """Whose reports this milestone needs, in reading order, as far as the reader sees them."""
    twinning = milestone.twinning
    shown = ProgressReport.objects.visible_to(user).filter(milestone=milestone)
    submissions = Submission.objects.select_related("confirmation__by", "by", "reviewed_by")
    evidence = Evidence.objects.visible_to(user)
    with_all = shown.prefetch_related(
        Prefetch("submissions", submissions), Prefetch("evidence", evidence), "translations"
    )
    reports = {report.reporter: report for report in with_all}
    order = reading_order(twinning, twinning.side_of(user))
    wanted = sorted(reporters_of(milestone.duty), key=lambda one: one.value != order[0].value)
    return [leaf_of(milestone, one, reports.get(one), user) for one in wanted]


def leaf_of(
    milestone: Milestone, reporter: Reporter, report: ProgressReport | None, user: Any
) -> Leaf:
    name = milestone.twinning.name_of(reporter)
    leaf = Leaf(reporter, name, report, None)
    writes = user.is_authenticated and policies.may_report_as(user, milestone, reporter)
    leaf.is_own = writes
    leaf.may_write = writes and milestone.is_open and (report is None or report.is_writable)
    if report is None:
        return leaf
    report.milestone = milestone
    if report.rounds:
        leaf.submission, leaf.reading = report.latest, report.reading
        if policies.may_see_translations(user, milestone.twinning):
            leaf.to_translate = report.translation_url
    leaf.evidence = list(report.evidence.all())
    if user.is_authenticated:
        leaf.may_review = report.is_open and policies.may_review_progress(user, report)
        turnable = report.is_answerable and not report.is_agreed
        leaf.may_confirm = turnable and policies.may_confirm_progress(user, report)
        changeable = report.is_answerable and report.is_agreed
        leaf.may_contest = changeable and policies.may_confirm_progress(user, report)
        leaf.may_publish = writes and report.state == "approved"
        leaf.may_add_evidence = writes and takes_evidence(report) and not leaf.may_write
    return leaf


def leaf_across(milestone: Milestone, leaf: Leaf) -> LeafAcross | None:
    """The leaf that faces the only report of a milestone of one side."""
    if milestone.duty not in LEAVES:
        return None
    side = Side(milestone.duty).other
    confirmation = leaf.report.last_confirmation if leaf.report and leaf.submission else None
    name = milestone.twinning.name_of(side)
    return LeafAcross(side, name, confirmation, is_awaited=leaf.submission is not None)


@deed
def milestone_add(request: MemberRequest, pk: int) -> HttpResponse:
    visible = Trajectory.objects.visible_to(request.user).with_names()
    trajectory = get_object_or_404(visible, pk=pk)
    permit(policies.may_add_milestone(request.user, trajectory))
    duties = [d for d in Duty.values if policies.may_set_duty(request.user, trajectory, d)]
    form = MilestoneForm(request.POST or None, trajectory=trajectory, duties=duties)
    if form.perform(actions.add_milestone, trajectory=trajectory, by=request.user):
        messages.success(request, _("The milestone was added."))
        return redirect(trajectory)
    context = {"form": form, "trajectory": trajectory}
    return render(request, "partnerships/milestone_add.html", context, status=form.status)


@deed
def milestone_change(request: MemberRequest, pk: int) -> HttpResponse:
    milestone = visible_milestone(request, pk)
    permit(policies.may_replan_milestone(request.user, milestone))
    form = MilestoneForm(
        request.POST or None, trajectory=milestone.trajectory, duties=[], milestone=milestone
    )
    if form.perform(actions.change_milestone, milestone=milestone, by=request.user):
        messages.success(request, _("The milestone was saved."))
        return redirect(milestone)
    context = {"form": form, "milestone": milestone}
    return render(request, "partnerships/milestone_change.html", context, status=form.status)


@deed
def milestone_replan(request: MemberRequest, pk: int) -> HttpResponse:
    milestone = visible_milestone(request, pk)
    permit(policies.may_replan_milestone(request.user, milestone))
    form = ReplanForm(request.POST or None, milestone=milestone)
    if form.perform(actions.replan_milestone, milestone=milestone, by=request.user):
        messages.success(request, _("The milestone was moved; its old month stays on record."))
        return redirect(milestone)
    context = {"form": form, "milestone": milestone}
    return render(request, "partnerships/milestone_replan.html", context, status=form.status)


@deed
def milestone_drop(request: MemberRequest, pk: int) -> HttpResponse:
    milestone = visible_milestone(request, pk)
    permit(policies.may_replan_milestone(request.user, milestone))
    form = DropForm(request.POST or None, milestone=milestone)
    if form.perform(actions.drop_milestone, milestone=milestone, by=request.user):
        messages.success(request, _("The milestone was dropped. It can be taken up again."))
        return redirect(milestone)
    context = {"form": form, "milestone": milestone}
    return render(request, "partnerships/milestone_drop.html", context, status=form.status)


@deed
def milestone_reinstate(request: MemberRequest, pk: int) -> HttpResponse:
    milestone = visible_milestone(request, pk)
    permit(policies.may_replan_milestone(request.user, milestone))
    form = ReinstateForm(request.POST or None, milestone=milestone)
    if form.perform(actions.reinstate_milestone, milestone=milestone, by=request.user):
        messages.success(request, _("The milestone was taken up again."))
        return redirect(milestone)
    context = {"form": form, "milestone": milestone}
    return render(request, "partnerships/milestone_reinstate.html", context, status=form.status)


@deed
def trajectory_shift(request: MemberRequest, pk: int) -> HttpResponse:
    visible = Trajectory.objects.visible_to(request.user).with_names()
    trajectory = get_object_or_404(visible, pk=pk)
    permit(policies.may_shift_trajectory(request.user))
    form = ShiftForm(request.POST or None, trajectory=trajectory)
    if form.perform(actions.shift_trajectory, trajectory=trajectory, by=request.user):
        messages.success(request, _("The start was shifted; what was reported kept its date."))
        return redirect(trajectory)
    context = {"form": form, "trajectory": trajectory}
    return render(request, "partnerships/trajectory_shift.html", context, status=form.status)


def visible_milestone(request: MemberRequest, pk: int) -> Milestone:
    visible = Milestone.objects.visible_to(request.user).with_names()
    return get_object_or_404(visible, pk=pk)
