"""The 17 goals, and which twinnings work on them, on which side."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnerships.forms.goal import GoalFilterForm
from partnerships.models import Lesson, Milestone
from partnerships.reciprocity import work_on_goal
from sdg.models import Goal

LESSONS_SHOWN = 6


@login_not_required
@require_safe
def goal_list(request: HttpRequest) -> HttpResponse:
    visible = Milestone.objects.visible_to(request.user).running()
    pairs = visible.order_by().values_list("targets__goal", "trajectory__twinning")
    rows = pairs.filter(targets__isnull=False).distinct()
    at_work: dict[int, int] = {}
    for goal, _twinning in rows:
        at_work[goal] = at_work.get(goal, 0) + 1
    goals = [(goal, at_work.get(goal.number, 0)) for goal in Goal.objects.all()]
    return render(request, "partnerships/goal_list.html", {"goals": goals})


@login_not_required
@require_safe
def goal_detail(request: HttpRequest, number: int) -> HttpResponse:
    goal = get_object_or_404(Goal, pk=number)
    near = Goal.objects.in_bulk([goal.number - 1, goal.number + 1])
    form = GoalFilterForm(request.GET or None)
    lessons = Lesson.objects.visible_to(request.user).for_goal(number).with_names()
    context = {
        "goal": goal,
        "lessons": lessons[:LESSONS_SHOWN],
        "targets": goal.targets.all(),
        "form": form,
        "work": work_on_goal(request.user, goal, form.narrowed()),
        "previous": near.get(goal.number - 1),
        "next": near.get(goal.number + 1),
    }
    return render(request, "partnerships/goal_detail.html", context)
