"""Forums: the list, one forum, its lessons chosen and printed as cards."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.forms.forum import ForumForm, PickForm, WordsForm
from partnerships.models import Forum, Lesson
from stedenband.http import MemberRequest, permit
from stedenband.once import deed

PER_PAGE = 20
MOST_FOUND = 20


@login_not_required
@require_safe
def forum_list(request: HttpRequest) -> HttpResponse:
    visible = Forum.objects.visible_to(request.user).prefetch_related("translations")
    page = Paginator(visible, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_hold": policies.may_hold_forum(request.user)}
    return render(request, "partnerships/forum_list.html", context)


@login_not_required
@require_safe
def forum_detail(request: HttpRequest, pk: int) -> HttpResponse:
    forum = visible_forum(request, pk)
    may_translate = policies.may_translate(request.user, forum)
    context = {
        "forum": forum,
        "reading": forum.reading,
        "to_translate": forum.translation_url if may_translate else "",
        "lessons": forum.lessons_for(request.user),
        "may_hold": policies.may_hold_forum(request.user),
    }
    return render(request, "partnerships/forum_detail.html", context)


@login_not_required
@require_safe
def forum_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The cards, one on a page, or two with ?two."""
    forum = visible_forum(request, pk)
    lessons = forum.lessons_for(request.user).prefetch_related("targets__goal")
    context = {"forum": forum, "lessons": lessons, "is_half": "two" in request.GET}
    return render(request, "partnerships/forum_print.html", context)


@deed
def forum_add(request: MemberRequest) -> HttpResponse:
    permit(policies.may_hold_forum(request.user))
    form = ForumForm(request.POST or None, language=request.user.language)
    if form.perform(actions.add_forum, by=request.user):
        messages.success(request, _("The forum was entered. Now choose its lessons."))
        return redirect("partnerships:forum-list")
    return render(request, "partnerships/forum_add.html", {"form": form}, status=form.status)


@deed
def forum_change(request: MemberRequest, pk: int) -> HttpResponse:
    forum = visible_forum(request, pk)
    permit(policies.may_hold_forum(request.user))
    form = ForumForm(request.POST or None, language=request.user.language, forum=forum)
    if form.perform(actions.change_forum, forum=forum, by=request.user):
        messages.success(request, _("The forum was saved."))
        return redirect(forum)
    context = {"form": form, "forum": forum}
    return render(request, "partnerships/forum_change.html", context, status=form.status)


@deed
def forum_pick(request: MemberRequest, pk: int) -> HttpResponse:
    forum = visible_forum(request, pk)
    permit(policies.may_hold_forum(request.user))
    search = WordsForm(request.GET)
    chosen = list(forum.lessons_for(request.user))
    offered = Lesson.objects.visible_to(request.user).for_forums().exclude(picks__forum=forum)
    found = list(offered.search(search.wanted().get("q", "")).with_names()[:MOST_FOUND])
    form = PickForm(request.POST or None, forum=forum, chosen=chosen, found=found)
    if form.perform(actions.pick_lessons, forum=forum, by=request.user):
        messages.success(request, _("The choice of lessons was saved."))
        return redirect(forum)
    context = {"form": form, "forum": forum, "search": search}
    return render(request, "partnerships/forum_pick.html", context, status=form.status)


def visible_forum(request: HttpRequest, pk: int) -> Forum:
    visible = Forum.objects.visible_to(request.user).prefetch_related("translations")
    return get_object_or_404(visible, pk=pk)
