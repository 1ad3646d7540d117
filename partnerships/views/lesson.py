"""Lessons: the library of all twinnings, one lesson, and what its writers and takers do."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.forms.lesson import AdoptForm, LessonFilter, LessonForm, WithdrawLessonForm
from partnerships.forms.page import ConfirmedForm
from partnerships.forms.past import PastForm
from partnerships.history import last_of
from partnerships.listing import country_codes
from partnerships.models import (
    Adoption,
    Deed,
    Lesson,
    Milestone,
    Twinning,
)
from partnerships.models.lesson import LessonQuerySet
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, permit
from stedenband.once import deed as carried_out_once
from stedenband.paging import First

PER_PAGE = 12


@login_not_required
@require_safe
def lesson_list(request: HttpRequest) -> HttpResponse:
    past = PastForm(request.GET)
    visible = Lesson.objects.visible_to(request.user)
    if past.moment:
        visible = visible.known_at(past.moment)
    telling = Twinning.objects.filter(lessons__in=visible)
    form = LessonFilter(request.GET or None, codes=country_codes(telling))
    found = narrowed(visible, form.wanted()) if form.is_bound else visible
    rows = found.with_names().prefetch_related("targets__goal", "translations")
    page = First(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"past": past, "form": form, "page": page}
    return render(request, "partnerships/lesson_list.html", context)


def narrowed(lessons: LessonQuerySet, wanted: dict[str, Any]) -> LessonQuerySet:
    """Only what the reader looks for."""
    if words := wanted.get("q"):
        lessons = lessons.search(words)
    if goal := wanted.get("goal"):
        lessons = lessons.for_goal(goal.number)
    if country := wanted.get("country"):
        lessons = lessons.in_country(country)
    for name in ("direction", "language"):
        if value := wanted.get(name):
            lessons = lessons.filter(**{name: value})
    return lessons


@login_not_required
@require_safe
def lesson_detail(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Lesson.objects.visible_to(request.user).with_names()
    lesson = get_object_or_404(visible.prefetch_related("targets__goal", "translations"), pk=pk)
    adoptions = Adoption.objects.visible_to(request.user).filter(lesson=lesson).with_names()
    adoptions = adoptions.prefetch_related("translations")
    inside = policies.may_see_inside(request.user, lesson.twinning)
    may_write = policies.may_write_lesson(request.user, lesson)
    takers = policies.takers_of(request.user, lesson)
    taken = {adoption.twinning_id for adoption in adoptions}
    context: dict[str, Any] = {
        "lesson": lesson,
        "twinning": lesson.twinning,
        "origin": origin_of(lesson, request.user),
        "adoptions": [told_of(one, request.user) for one in adoptions],
        "inside": inside,
        "may_write": may_write,
        "agreed_name": lesson.twinning.name_of(lesson.agreed_by) if lesson.agreed_by else "",
        "may_publish": may_write
        and not lesson.is_public
        and policies.side_publishing(request.user, lesson) != lesson.agreed_by,
        "may_adopt": lesson.is_open and any(twinning.pk not in taken for twinning, _side in takers),
    }
    if inside:
        events = lesson.events.visible_to(request.user)
        context["events"] = last_of(events)
        context["to_translate"] = lesson.translation_url
    return render(request, "partnerships/lesson_detail.html", context)


def told_of(adoption: Adoption, user: object) -> dict[str, Any]:
    """A lesson taken over as the reader gets it, and what they may do with it."""
    may_translate = policies.may_translate(user, adoption)
    return {
        "adoption": adoption,
        "reading": adoption.reading,
        "to_translate": adoption.translation_url if may_translate else "",
        "may_report": policies.may_report_adoption(user, adoption),
    }


def origin_of(lesson: Lesson, user: object) -> Milestone | Deed | None:
    """The milestone or deed that a lesson came from, for who may see that too."""
    if lesson.milestone_id:
        return Milestone.objects.visible_to(user).filter(pk=lesson.milestone_id).first()
    if lesson.deed_id:
        return Deed.objects.visible_to(user).filter(pk=lesson.deed_id).first()
    return None


@carried_out_once
def lesson_add(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_add_lesson(request.user, twinning))
    sides = policies.sides_telling(request.user, twinning)
    origins = {name: request.GET.get(name) for name in ("milestone", "deed")}
    form = LessonForm(
        request.POST or None,
        twinning=twinning,
        own=sides[0],
        sides=sides,
        initial={"language": request.user.language, **origins},
    )
    if form.perform(actions.add_lesson, twinning=twinning, by=request.user):
        messages.success(request, _("Your lesson was saved."))
        return redirect(f"{twinning.get_absolute_url()}#lessons")
    context = {"form": form, "twinning": twinning}
    return render(request, "partnerships/lesson_add.html", context, status=form.status)


@carried_out_once
def lesson_change(request: MemberRequest, pk: int) -> HttpResponse:
    lesson = visible_lesson(request, pk)
    permit(policies.may_write_lesson(request.user, lesson))
    form = LessonForm(
        request.POST or None,
        twinning=lesson.twinning,
        own=policies.side_publishing(request.user, lesson) or lesson.side,
        initial={},
        lesson=lesson,
    )
    if form.perform(actions.change_lesson, lesson=lesson, by=request.user):
        messages.success(request, _("Your lesson was saved."))
        return redirect(lesson)
    context = {"form": form, "lesson": lesson}
    return render(request, "partnerships/lesson_change.html", context, status=form.status)


@carried_out_once
def lesson_publish(request: MemberRequest, pk: int) -> HttpResponse:
    lesson = visible_lesson(request, pk)
    permit(policies.may_publish_lesson(request.user, lesson))
    side = policies.side_publishing(request.user, lesson)
    form = ConfirmedForm(request.POST or None)
    if form.perform(actions.publish_lesson, lesson=lesson, side=side, by=request.user):
        messages.success(request, _("Your side agrees that everybody reads this lesson."))
        return redirect(lesson)
    context = {"form": form, "lesson": lesson}
    return render(request, "partnerships/lesson_publish.html", context, status=form.status)


@carried_out_once
def lesson_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    lesson = visible_lesson(request, pk)
    permit(policies.may_publish_lesson(request.user, lesson))
    form = WithdrawLessonForm(request.POST or None)
    if form.perform(actions.withdraw_lesson, lesson=lesson, by=request.user):
        messages.success(request, _("This lesson is no longer public."))
        return redirect(lesson)
    context = {"form": form, "lesson": lesson}
    return render(request, "partnerships/lesson_withdraw.html", context, status=form.status)


@carried_out_once
def lesson_adopt(request: MemberRequest, pk: int) -> HttpResponse:
    lesson = visible_lesson(request, pk)
    permit(policies.may_adopt_lesson(request.user, lesson))
    takers = policies.takers_of(request.user, lesson)
    form = AdoptForm(request.POST or None, takers=takers, language=request.user.language)
    if form.perform(actions.adopt_lesson, lesson=lesson, by=request.user):
        messages.success(request, _("You took this lesson over. Its authors were told."))
        return redirect(lesson)
    context = {"form": form, "lesson": lesson}
    return render(request, "partnerships/lesson_adopt.html", context, status=form.status)


def visible_lesson(request: MemberRequest, pk: int) -> Lesson:
    return get_object_or_404(Lesson.objects.visible_to(request.user).with_names(), pk=pk)
