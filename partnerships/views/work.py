"""What waits for whoever signed in: a municipality's list, a coordinator's overview."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships import policies
from partnerships.continuity import agreements_at_risk, alarms_of
from partnerships.forms.past import PastForm
from partnerships.models import (
    Assessment,
    Election,
    Mandate,
    Membership,
    Milestone,
    Page,
    ProgressReport,
    Promise,
    Reporter,
    Session,
    Story,
    Trajectory,
    Twinning,
    Verdict,
    grants_of,
    reading_order,
)
from partnerships.models.mandate import SOON
from partnerships.models.trajectory import end_of_month
from partnerships.past_bonds import promises_on
from partnerships.reciprocity import one_sided
from partnerships.ribbon import Ribbon, legend_of
from partnerships.turnover import Turnover, turnovers
from partnerships.views.twinning import drawn
from stedenband import clock
from stedenband.http import MemberRequest
from stedenband.paging import Brief, First

SHOWN = 12
AHEAD = timedelta(days=62)
PER_PAGE = 10
MOST_CONCERNED = 100  # twinnings that are looked at for a list of twelve


@require_safe
def work(request: MemberRequest) -> HttpResponse:
    if grants_of(request.user).reads_all:
        past = PastForm(request.GET)
        if past.day:
            context = {"past": past, **overview_on(request, past.day)}
            return render(request, "partnerships/work_past.html", context)
        context = {"past": past, **overview(request)}
        return render(request, "partnerships/work_overview.html", context)
    return render(request, "partnerships/work.html", own_work(request))


def own_work(request: MemberRequest) -> dict[str, Any]:
    """What a municipality has to do: due, returned, waiting for our key, drafts."""
    user = request.user
    states = ProgressReport.State
    reports = ProgressReport.objects.of_side(user).running().with_names()
    soon = clock.today() + AHEAD
    twinnings = Twinning.objects.of_member(user).with_sides().prefetch_related("pages")
    rows = [(one, own_page(one, one.side_of(user))) for one in twinnings]
    keys = list(ProgressReport.objects.awaiting_key_of(user).with_names())
    return {
        "writes": any(policies.acts_for(user, one, one.side_of(user)) for one in twinnings),
        "turnable": {one.pk for one in keys if policies.may_confirm_progress(user, one)},
        "twinnings": rows,
        "silent": silent_among(rows, user),
        "asked": Milestone.objects.asked_of(user).filter(due_on__lte=soon).with_names(),
        "later": Milestone.objects.asked_of(user).filter(due_on__gt=soon).with_names()[:SHOWN],
        "returned": reports.filter(state=states.RETURNED).prefetch_related("submissions"),
        "contested": reports.filter(key=Verdict.CONTESTED).with_reason(),
        "keys": keys,
        "assessments": Assessment.objects.awaiting(user).with_names()[:SHOWN],
        "sessions": coming_sessions(user),
        "promises": Promise.objects.of_member(user).due_soon().with_names(),
        "drafts": reports.filter(state=states.DRAFT),
        "stories": Story.objects.of_side(user).waiting_for_side().with_names()[:SHOWN],
        "sent": reports.filter(state=states.SUBMITTED).exclude(key=Verdict.CONTESTED)[:SHOWN],
    }


def coming_sessions(user: object) -> list[Any]:
    """The next sessions in which a twinning of theirs takes part, with the hours."""
    coming = Session.objects.inside(user).standing().coming().with_names()[:SHOWN]
    return [(one, one.times_for(user)) for one in coming]


def own_page(twinning: Twinning, side: str) -> Page | None:
    return next((page for page in twinning.pages.all() if page.side == side), None)


def silent_among(rows: list[tuple[Twinning, Page | None]], user: Any) -> list[Page]:
    """The pages of one's own sides that were not heard of for long, where one writes."""
    active = [page for one, page in rows if page and one.state == Twinning.State.ACTIVE]
    return [one for one in active if one.silent_level and policies.may_edit_page(user, one)]


def overview(request: MemberRequest) -> dict[str, Any]:
    """What a coordinator has to know today; facilitators read it too."""
    user, today = request.user, clock.today()
    waiting = ProgressReport.objects.to_review().with_names().prefetch_related("submissions")
    to_review = First(waiting, SHOWN).get_page(request.GET.get("review"))
    visible = Milestone.objects.visible_to(user).with_names()
    late = visible.late()
    due = visible.due_in(today, end_of_month(today))
    overdue = Promise.objects.visible_to(user).overdue().with_names()
    gaps: Any = one_sided(user)
    ribbons = running_ribbons(request)
    return {
        "grants": grants_of(user),
        "to_review": to_review,
        "reviewable": {one.pk for one in to_review if policies.may_review_progress(user, one)},
        "ours": returned_to_coordination()[:SHOWN],
        "stories": Story.objects.to_review().with_names()[:SHOWN],
        "late": First(late, SHOWN).get_page(request.GET.get("late")),
        "due": First(due, SHOWN).get_page(request.GET.get("due")),
        "overdue": First(overdue, SHOWN).get_page(request.GET.get("overdue")),
        "sessions": coming_sessions(user),
        "open": left_without_successor(user),
        "silent": Page.objects.silent().with_twinning()[:SHOWN],
        "agreements": First(agreements_at_risk(user), SHOWN).get_page(
            request.GET.get("agreements")
        ),
        "alarms": Paginator(alarms_of(Twinning.objects.inside(user)), SHOWN).get_page(
            request.GET.get("alarms")
        ),
        "coming": coming_turnovers(user),
        "gaps": Paginator(gaps, SHOWN).get_page(request.GET.get("gaps")),
        "ribbons": ribbons,
        "legend": legend_of(ribbons[0]),
    }


def returned_to_coordination() -> Any:
    """What the coordination reported itself, and a colleague returned."""
    ours = {"reporter": Reporter.COORDINATION, "state": ProgressReport.State.RETURNED}
    rows = ProgressReport.objects.running().filter(**ours)
    return rows.with_names().prefetch_related("submissions")


def overview_on(request: MemberRequest, day: date) -> dict[str, Any]:
    """What a coordinator would have read at the end of a day, as far as the record carries."""
    ribbons, page, unsaid = running_ribbons(request, day)
    shown = [mark.milestone for ribbon in ribbons for mark in ribbon.marks_by_date]
    promises = promises_on(Promise.objects.visible_to(request.user).with_names(), day)
    return {
        "late": [one for one in shown if one.is_late],
        "overdue": [one for one in promises if one.is_overdue][:SHOWN],
        "ribbons": ribbons,
        "page": page,
        "legend": legend_of(ribbons),
        "unsaid": unsaid,
    }


def left_without_successor(user: object) -> Any:
    """Memberships that ended with work left of which nobody was named to take it over."""
    waiting = Membership.objects.awaiting_successor().with_names()
    return waiting[:SHOWN] if policies.may_keep_memberships(user) else waiting.none()


def coming_turnovers(user: object) -> list[Turnover]:
    """Who governs where soon changes: the first of all twinnings that it concerns."""
    visible = Election.objects.visible_to(user)
    elections = list(visible.coming().prefetch_related("organisations")[:SHOWN])
    here = Q(flemish__country__in=[one.country for one in elections])
    there = Q(partner__country__in=[one.country for one in elections])
    concerned = Twinning.objects.inside(user).filter(here | there, state="active")
    places = concerned.select_related("flemish__within", "partner__within").by_name()
    ending = Mandate.objects.visible_to(user).ending_within(SOON).with_names()[:SHOWN]
    return turnovers(places[:MOST_CONCERNED], elections, ending)[:SHOWN]


def running_ribbons(
    request: MemberRequest, day: date | None = None
) -> tuple[list[Ribbon], Any, int]:
    """The running trajectories, a page at a time, that page, and what is not said of a day."""
    milestones = Milestone.objects.visible_to(request.user)
    running = (
        Trajectory.objects.visible_to(request.user)
        .running()
        .with_names()
        .order_by("twinning__flemish__name", "pk")
        .prefetch_related(Prefetch("milestones", milestones))
    )
    rows: Any = Brief(running)
    pages = First(rows, PER_PAGE)
    if pages.is_more:  # too many to be sorted by name; addresses begin with one, and are an index
        pages.object_list = Brief(running.order_by("twinning__slug", "pk"))  # type: ignore[assignment]
    page = pages.get_page(request.GET.get("page"))
    ribbons, unsaid = drawn(page, lambda one: reading_order(one.twinning), day)
    return ribbons, page, unsaid
