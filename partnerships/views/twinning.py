"""Twinnings: the list, the page with both leaves, and the history."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnerships import policies
from partnerships.context import behind, documented_of
from partnerships.continuity import continuity_of, standing_of
from partnerships.exports.iati import iati_of_twinning
from partnerships.forms.past import PastForm
from partnerships.forms.twinning import TwinningFilter
from partnerships.history import told
from partnerships.listing import (
    InOrder,
    country_codes,
    goals_by_twinning,
    known_on,
    names_of,
    narrowed,
    registered_like,
)
from partnerships.models import (
    Adoption,
    Agreement,
    Deed,
    Event,
    Lesson,
    Milestone,
    Promise,
    Replanning,
    Session,
    Story,
    Trajectory,
    Twinning,
    reading_order,
    with_last_state,
    with_state_on,
)
from partnerships.models.adoption import AdoptionQuerySet
from partnerships.models.deed import DeedQuerySet
from partnerships.past import deeds_by, end_of, put_back
from partnerships.past_bonds import agreements_on, promises_on
from partnerships.reciprocity import Halves, halves_of
from partnerships.ribbon import Ribbon, draw_ribbon
from sdg.models import Target
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
    past = PastForm(request.GET)
    visible = Twinning.objects.visible_to(request.user)
    if past.day:
        visible = known_on(visible, past.day)
    form = TwinningFilter(request.GET or None, codes=country_codes(visible))
    wanted = form.wanted()
    used = narrowed(visible, wanted, request.user, past.day)
    # A register does not say which twinnings there were on a day.
    registered = Twinning.objects.none() if past.day else registered_like(wanted)
    found: Any = InOrder(used.with_sides(), registered.with_sides())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for twinning in page if past.day else ():
        twinning.state = twinning.state_then
    goals = {} if past.day else goals_by_twinning(page.object_list, request.user)
    rows = [(one, names_of(one, request.user), goals.get(one.pk, [])) for one in page]
    context = {"past": past, "form": form, "page": page, "rows": rows}
    return render(request, "partnerships/twinning_list.html", context)


@login_not_required
@require_safe
def twinning_iati(request: HttpRequest, slug: str) -> HttpResponse:
    """The twinning in its programmes as an IATI file; the same for every reader."""
    twinning = get_object_or_404(Twinning.objects.public(), slug=slug)
    content = iati_of_twinning(twinning)
    if not content:
        raise Http404
    return HttpResponse(content, content_type="application/xml")


@login_not_required
@require_safe
def twinning_detail(request: HttpRequest, slug: str) -> HttpResponse:
    past = PastForm(request.GET)
    if past.day:
        context = {"past": past, **page_on(request, slug, past.day)}
        return render(request, "partnerships/twinning_past.html", context)
    visible = Twinning.objects.visible_to(request.user).with_sides()
    known = with_last_state(visible.select_related("since_source", *PLACES))
    twinning = known.filter(slug=slug).first()
    if twinning is None:
        context = registered_context(request, slug)
        return render(request, "partnerships/twinning_registered.html", context)
    order = reading_order(twinning, twinning.side_of(request.user))
    facts, around = documented_of(twinning, request.user)
    found, _unsaid = ribbons_of(twinning, request.user, order)
    ribbons = [behind(one, around) for one in found]
    running = [ribbon for ribbon in ribbons if ribbon.trajectory.is_running]
    inside = policies.may_see_inside(request.user, twinning)
    leaves = leaves_of(twinning, request.user, order)
    context = {
        "past": past,
        "twinning": twinning,
        "names": [twinning.organisation_of(side) for side in order],
        "leaves": leaves,
        "facts": facts,
        "running": running,
        "closed": [ribbon for ribbon in ribbons if not ribbon.trajectory.is_running],
        "halves": halves_of_page(running, order, deeds_of(twinning, request.user)),
        "stories": Story.objects.public().filter(twinning=twinning).newest_first()[:STORIES],
        "sessions": sessions_of(twinning, request.user, inside),
        "promises": promises_of(twinning, request.user) if inside else [],
        "continuity": continuity_of(twinning, request.user) if inside else None,
        "hidden": [] if inside else unpublished(leaves),
        "inside": inside,
        "may_add_deed": any(leaf["may_edit"] for leaf in leaves),
        "lessons": lessons_of(twinning, request.user),
        "taken_over": taken_over_by(twinning, request.user) if inside else [],
        **(rights_in(twinning, request.user, running) if inside else {}),
    }
    return render(request, "partnerships/twinning_detail.html", context)


def lessons_of(twinning: Twinning, user: object) -> Any:
    told = Lesson.objects.visible_to(user).filter(twinning=twinning)
    return told.with_names()[:LESSONS_SHOWN]


def page_on(request: HttpRequest, slug: str, day: date) -> dict[str, Any]:
    """The same page as it stood at the end of a day; nobody does anything there."""
    visible = Twinning.objects.visible_to(request.user).with_sides()
    known = with_state_on(visible.select_related("since_source", *PLACES), day)
    twinning = get_object_or_404(known, slug=slug)
    twinning.state = known.model.State(twinning.state_then)  # type: ignore[attr-defined]
    order = reading_order(twinning, twinning.side_of(request.user))
    ribbons, unsaid = ribbons_of(twinning, request.user, order, day)
    running = [ribbon for ribbon in ribbons if ribbon.trajectory.is_running]
    inside = policies.may_see_inside(request.user, twinning)
    deeds = deeds_by(with_goals(Deed.objects.visible_to(request.user), twinning), day)
    leaves = leaves_of(twinning, request.user, order)
    return {
        "unsaid": unsaid + sum(deed.is_unsaid for deed in deeds),
        "twinning": twinning,
        "names": [twinning.organisation_of(side) for side in order],
        "running": running,
        "closed": [ribbon for ribbon in ribbons if not ribbon.trajectory.is_running],
        "halves": halves_of_page(running, order, deeds),
        "hidden": [] if inside else unpublished(leaves),
        "inside": inside,
        **(inside_on(twinning, request.user, day) if inside else {}),
    }


def inside_on(twinning: Twinning, user: Any, day: date) -> dict[str, Any]:
    """What members read of a day: the promises that stood, and the agreements."""
    promises = Promise.objects.visible_to(user).filter(twinning=twinning).with_names()
    agreements = Agreement.objects.visible_to(user).filter(twinning=twinning)
    standing = standing_of(agreements_on(agreements, day), day)
    return {"promises": promises_on(promises, day), "standing": standing}


def registered_context(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What there is for the modest page of a pair that only a register names."""
    pairs = Twinning.objects.registered().select_related("flemish", "partner", "registered_from")
    twinning = get_object_or_404(pairs, slug=slug)
    return {"twinning": twinning, "names": names_of(twinning, request.user)}


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


def sessions_of(twinning: Twinning, user: Any, inside: bool) -> list[Any]:
    """The next sessions and the last ones, each with its hours in both places.

    Whoever is inside the twinning reads all of them, and need not be asked of each.
    """
    theirs = Session.objects.of_twinning(twinning)
    visible = theirs if inside else theirs.visible_to(user)
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
    return list(with_goals(Deed.objects.visible_to(user), twinning))


def with_goals(visible: DeedQuerySet, twinning: Twinning) -> DeedQuerySet:
    deeds = visible.filter(twinning=twinning).select_related("main_target__goal", "own_goal")
    return deeds.prefetch_related(with_goal("side_targets"))


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


def ribbons_of(
    twinning: Twinning, user: Any, order: Any, day: date | None = None
) -> tuple[list[Ribbon], int]:
    """A ribbon for each visible trajectory, the running ones first.

    With the number of milestones of which the record does not say how they stood on a day.
    """
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
    for trajectory in trajectories:
        trajectory.twinning = twinning
    return drawn(trajectories, lambda _one: order, day)


def drawn(
    trajectories: Iterable[Trajectory],
    order_of: Callable[[Trajectory], Any],
    day: date | None = None,
) -> tuple[list[Ribbon], int]:
    """A ribbon for each trajectory, today's or that of a day gone by, and what is not said then."""
    found, unsaid = list(trajectories), 0
    milestones = {one.pk: list(one.milestones.all()) for one in found}
    if day:
        past = put_back(found, day)
        found, milestones, unsaid = past.trajectories, past.milestones, past.unsaid
    moved = moves_in(found, day)
    return [
        draw_ribbon(one, milestones[one.pk], order_of(one), moved.get(one.pk, [])) for one in found
    ], unsaid


def moves_in(trajectories: list[Trajectory], day: date | None = None) -> dict[int, list[Any]]:
    """Per trajectory its replannings, until a day: milestone and the due date it had."""
    moves = Replanning.objects.filter(
        milestone__trajectory__in=trajectories, kind=Replanning.Kind.MOVED
    )
    if day:
        moves = moves.filter(at__lte=end_of(day))
    rows = moves.values_list("milestone__trajectory", "milestone", "old_due_on")
    found: dict[int, list[Any]] = {}
    for trajectory, milestone, old_due_on in rows:
        found.setdefault(trajectory, []).append((milestone, old_due_on))
    return found


@require_safe
def twinning_history(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_see_inside(request.user, twinning))
    events = Event.objects.visible_to(request.user).of_twinning(twinning)
    page = Paginator(events, EVENTS_PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = told(page.object_list)  # type: ignore[arg-type]  # a slice of `events`
    context = {"twinning": twinning, "page": page}
    return render(request, "partnerships/twinning_history.html", context)


def visible_twinning(request: HttpRequest, slug: str) -> Twinning:
    """The twinning of an address with both its sides, for who may know of it."""
    return get_object_or_404(Twinning.objects.visible_to(request.user).with_sides(), slug=slug)
