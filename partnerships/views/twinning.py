"""Twinnings: the list, the page with both leaves, and the history."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnerships import policies
from partnerships.context import behind, documented_of
from partnerships.continuity import continuity_of
from partnerships.exports.iati import iati_of_twinning
from partnerships.forms.twinning import TwinningFilter
from partnerships.models import (
    Adoption,
    Deed,
    Event,
    Lesson,
    Milestone,
    Organisation,
    Promise,
    Replanning,
    Session,
    Story,
    Trajectory,
    Twinning,
    reading_order,
    with_last_state,
)
from partnerships.models.adoption import AdoptionQuerySet
from partnerships.models.twinning import TwinningQuerySet
from partnerships.reciprocity import Halves, halves_of
from partnerships.ribbon import Ribbon, draw_ribbon
from sdg.models import Goal, Target
from stedenband.http import MemberRequest, permit

PER_PAGE = 24
EVENTS_PER_PAGE = 50
UPCOMING = 8
LESSONS_SHOWN = 3
# What is said of both municipalities on the page of a twinning.
PLACES = [
    f"{side}__{name}" for side in ("flemish", "partner") for name in ("population_source", "within")
]
STORIES = 3
SESSIONS_SHOWN = 3
PROMISES_SHOWN = 5


@login_not_required
@require_safe
def twinning_list(request: HttpRequest) -> HttpResponse:
    visible = Twinning.objects.visible_to(request.user)
    form = TwinningFilter(request.GET or None, codes=country_codes(visible))
    found = narrowed(visible, form, request.user) if form.is_bound else visible
    page = Paginator(found.with_sides().by_name(), PER_PAGE).get_page(request.GET.get("page"))
    goals = goals_by_twinning(page.object_list, request.user)
    rows = [(one, names_of(one, request.user), goals.get(one.pk, [])) for one in page]
    context = {"form": form, "page": page, "rows": rows}
    return render(request, "partnerships/twinning_list.html", context)


def names_of(twinning: Twinning, user: Any) -> list[Organisation]:
    """Both organisations, the reader's side first."""
    order = reading_order(twinning, twinning.side_of(user))
    return [twinning.organisation_of(side) for side in order]


def country_codes(twinnings: TwinningQuerySet) -> list[str]:
    either = Q(pk__in=twinnings.values("flemish")) | Q(pk__in=twinnings.values("partner"))
    rows = Organisation.objects.filter(either).order_by("country")
    return list(rows.values_list("country", flat=True).distinct())


def narrowed(twinnings: TwinningQuerySet, form: TwinningFilter, user: object) -> TwinningQuerySet:
    """Only what the reader looks for; a filter that cannot be understood is left out."""
    form.is_valid()
    wanted = form.cleaned_data
    if words := wanted.get("q"):
        twinnings = twinnings.search(words)
    if country := wanted.get("country"):
        twinnings = twinnings.in_country(country)
    if state := wanted.get("state"):
        twinnings = twinnings.filter(state=state)
    if goal := wanted.get("goal"):
        serving = Milestone.objects.visible_to(user).running().filter(targets__goal=goal)
        twinnings = twinnings.filter(pk__in=serving.values("trajectory__twinning"))
    return twinnings


def goals_by_twinning(twinnings: Any, user: object) -> dict[int, list[Goal]]:
    """The goals that each twinning of a list page works on, in one query."""
    visible = Milestone.objects.visible_to(user).running()
    rows = (
        visible.filter(trajectory__twinning__in=[one.pk for one in twinnings])
        .filter(targets__isnull=False)
        .order_by()
        .values_list("trajectory__twinning", "targets__goal")
        .distinct()
    )
    goals = Goal.objects.in_bulk()
    found: dict[int, list[Goal]] = {}
    for twinning, number in sorted(rows):
        found.setdefault(twinning, []).append(goals[number])
    return found


@login_not_required
@require_safe
def twinning_iati(request: HttpRequest, slug: str) -> HttpResponse:
    """The twinning in its programmes as an IATI file; the same for every reader."""
    twinning = get_object_or_404(Twinning.objects.public(), slug=slug)
    return HttpResponse(iati_of_twinning(twinning), content_type="application/xml")


@login_not_required
@require_safe
def twinning_detail(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Twinning.objects.visible_to(request.user).with_sides()
    known = with_last_state(visible.select_related("since_source", *PLACES))
    twinning = get_object_or_404(known, slug=slug)
    order = reading_order(twinning, twinning.side_of(request.user))
    facts, around = documented_of(twinning, request.user)
    ribbons = [behind(one, around) for one in ribbons_of(twinning, request.user, order)]
    running = [ribbon for ribbon in ribbons if ribbon.trajectory.is_running]
    inside = policies.may_see_inside(request.user, twinning)
    leaves = leaves_of(twinning, request.user, order)
    context = {
        "twinning": twinning,
        "names": [twinning.organisation_of(side) for side in order],
        "leaves": leaves,
        "facts": facts,
        "running": running,
        "closed": [ribbon for ribbon in ribbons if not ribbon.trajectory.is_running],
        "halves": halves_of_page(running, order, deeds_of(twinning, request.user)),
        "stories": Story.objects.public().filter(twinning=twinning).newest_first()[:STORIES],
        "sessions": sessions_of(twinning, request.user),
        "promises": promises_of(twinning, request.user) if inside else [],
        "continuity": continuity_of(twinning, request.user) if inside else None,
        "hidden": [] if inside else unpublished(leaves),
        "inside": inside,
        "may_add_deed": any(leaf["may_edit"] for leaf in leaves),
        "lessons": Lesson.objects.visible_to(request.user)
        .filter(twinning=twinning)
        .with_names()[:LESSONS_SHOWN],
        "taken_over": taken_over_by(twinning, request.user) if inside else [],
        **(rights_in(twinning, request.user, running) if inside else {}),
    }
    return render(request, "partnerships/twinning_detail.html", context)


def rights_in(twinning: Twinning, user: Any, running: list[Ribbon]) -> dict[str, Any]:
    """What a reader who sees more than the public may do here."""
    return {
        "may_plan": policies.may_plan_session(user, twinning),
        "may_add_lesson": policies.may_add_lesson(user, twinning),
        "may_name_goals": policies.may_name_goals(user, twinning),
        "may_change_state": policies.may_change_state(user, twinning),
        "may_shift": policies.may_shift_trajectory(user),
        "may_add": {
            one.trajectory.pk for one in running if policies.may_add_milestone(user, one.trajectory)
        },
    }


def taken_over_by(twinning: Twinning, user: object) -> AdoptionQuerySet:
    return Adoption.objects.visible_to(user).filter(twinning=twinning).with_names()


def sessions_of(twinning: Twinning, user: Any) -> list[Any]:
    """The next sessions and the last ones, each with its hours in both places."""
    visible = Session.objects.visible_to(user).of_twinning(twinning)
    coming = visible.standing().coming().values("pk")[:SESSIONS_SHOWN]
    past = visible.past().values("pk")[:SESSIONS_SHOWN]
    shown = Session.objects.filter(Q(pk__in=coming) | Q(pk__in=past)).order_by("starts_at", "pk")
    order = reading_order(twinning, twinning.side_of(user))
    places = [twinning.organisation_of(side) for side in order]
    return [(one, one.times_at(places)) for one in shown]


def promises_of(twinning: Twinning, user: Any) -> Any:
    """What is still to be kept, the first one due first."""
    visible = Promise.objects.visible_to(user).filter(twinning=twinning)
    return visible.standing().with_names()[:PROMISES_SHOWN]


def unpublished(leaves: list[dict[str, Any]]) -> list[str]:
    """The sides of which the public sees nothing: their half is unknown, not empty."""
    return [leaf["side"] for leaf in leaves if not leaf["is_readable"]]


def deeds_of(twinning: Twinning, user: Any) -> list[Deed]:
    visible = Deed.objects.visible_to(user).filter(twinning=twinning)
    with_goals = visible.select_related("main_target__goal", "own_goal")
    return list(with_goals.prefetch_related(with_goal("side_targets")))


def with_goal(name: str) -> Any:
    """Targets and their goals in one query."""
    return Prefetch(name, Target.objects.select_related("goal"))


def halves_of_page(ribbons: list[Ribbon], order: Any, deeds: list[Deed]) -> list[Halves]:
    """The two halves of each goal, from all running trajectories and all deeds."""
    milestones = [mark.milestone for ribbon in ribbons for mark in ribbon.marks]
    return halves_of(milestones, order, deeds)


def leaves_of(twinning: Twinning, user: Any, order: Any) -> list[dict[str, Any]]:
    """Both sides in reading order: organisation, page, and whether its words are shown."""
    pages = {page.side: page for page in twinning.pages.prefetch_related("translations")}
    inside = policies.may_see_translations(user, twinning)
    leaves = []
    for side in order:
        page = pages.get(side)
        if page:
            page.twinning = twinning
        leaves.append(
            {
                "side": side,
                "organisation": twinning.organisation_of(side),
                "page": page,
                "is_readable": page is not None and page.is_readable_by(user),
                "reading": page.reading if page and page.text else None,
                "to_translate": page.translation_url if inside and page else "",
                "may_edit": page is not None and policies.may_edit_page(user, page),
            }
        )
    return leaves


def ribbons_of(twinning: Twinning, user: Any, order: Any) -> list[Ribbon]:
    """A ribbon for each visible trajectory, the running ones first."""
    milestones = Milestone.objects.visible_to(user).select_related("source")
    trajectories = (
        Trajectory.objects.visible_to(user)
        .filter(twinning=twinning)
        .select_related("programme")
        .order_by("-state", "-first_month")
        .prefetch_related(
            Prefetch("milestones", milestones.prefetch_related(with_goal("targets"))),
        )
    )
    found = list(trajectories)
    moved = moves_in(found)
    for trajectory in found:
        trajectory.twinning = twinning
    return [draw_ribbon(one, one.milestones.all(), order, moved.get(one.pk, [])) for one in found]


def moves_in(trajectories: list[Trajectory]) -> dict[int, list[Any]]:
    """Per trajectory its replannings: milestone and the due date it had."""
    rows = Replanning.objects.filter(
        milestone__trajectory__in=trajectories, kind=Replanning.Kind.MOVED
    ).values_list("milestone__trajectory", "milestone", "old_due_on")
    found: dict[int, list[Any]] = {}
    for trajectory, milestone, old_due_on in rows:
        found.setdefault(trajectory, []).append((milestone, old_due_on))
    return found


@require_safe
def twinning_history(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_see_inside(request.user, twinning))
    events = Event.objects.visible_to(request.user).of_twinning(twinning).with_names()
    page = Paginator(events, EVENTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"twinning": twinning, "page": page}
    return render(request, "partnerships/twinning_history.html", context)


def visible_twinning(request: HttpRequest, slug: str) -> Twinning:
    """The twinning of an address with both its sides, for who may know of it."""
    return get_object_or_404(Twinning.objects.visible_to(request.user).with_sides(), slug=slug)
