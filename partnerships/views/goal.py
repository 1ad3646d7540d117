"""The 17 goals, and which twinnings work on them, on which side."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnerships.forms.goal import GoalFilterForm
from partnerships.forms.past import PastForm
from partnerships.models import Deed, Lesson, Milestone, State, Twinning
from partnerships.reciprocity import Halves, at_work_on, work_on_goal
from sdg.models import Goal
from stedenband.paging import step_of

LESSONS_SHOWN = 6
PER_PAGE = 24


@login_not_required
@require_safe
def goal_list(request: HttpRequest) -> HttpResponse:
    visible = Milestone.objects.visible_to(request.user).running()
    serving = visible.order_by().filter(targets__isnull=False).values("targets__goal")
    rows = serving.annotate(number=Count("trajectory__twinning", distinct=True))
    at_work: dict[int, int] = dict(rows.values_list("targets__goal", "number"))
    goals = [(goal, at_work.get(goal.number, 0)) for goal in Goal.objects.all()]
    return render(request, "partnerships/goal_list.html", {"goals": goals})


@login_not_required
@require_safe
def goal_detail(request: HttpRequest, number: int) -> HttpResponse:
    goal = get_object_or_404(Goal, pk=number)
    near = Goal.objects.in_bulk([goal.number - 1, goal.number + 1])
    form = GoalFilterForm(request.GET or None)
    past = PastForm(request.GET)
    lessons = Lesson.objects.visible_to(request.user).for_goal(number).with_names()
    if past.moment:
        lessons = lessons.known_at(past.moment)
    wanted = form.narrowed()
    working = at_work_on(request.user, goal, wanted, past.day)
    page = step_of(working, PER_PAGE, request.GET.get("page"))
    work = work_on_goal(request.user, goal, wanted, past.day, list(page))
    context = {
        "past": past,
        "goal": goal,
        "lessons": lessons[:LESSONS_SHOWN],
        "targets": goal.targets.all(),
        "form": form,
        "work": work,
        "page": page,
        "unsaid": unsaid_in(work) if past.day else 0,
        "previous": near.get(goal.number - 1),
        "next": near.get(goal.number + 1),
    }
    return render(request, "partnerships/goal_detail.html", context)


def unsaid_in(work: list[tuple[Twinning, Halves]]) -> int:
    """Of how many milestones and deeds the record does not say how they stood."""
    works = {one for _twinning, halves in work for one in [*halves.flemish, *halves.partner]}
    return sum(
        one.is_unsaid if isinstance(one, Deed) else one.state == State.UNKNOWN for one in works
    )
