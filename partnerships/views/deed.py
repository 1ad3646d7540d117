"""Deeds at home: read, entered and changed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.forms.comment import CommentForm
from partnerships.forms.deed import DeedForm, LocalTargetForm, OwnGoalForm
from partnerships.history import last_of
from partnerships.models import Comment, Deed, Evidence
from partnerships.talk import talk_of
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, permit
from stedenband.once import deed as carried_out_once


@login_not_required
@require_safe
def deed_detail(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Deed.objects.visible_to(request.user).with_names().select_related("local_target")
    deed = get_object_or_404(visible.prefetch_related("side_targets__goal", "translations"), pk=pk)
    inside = policies.may_see_inside(request.user, deed.twinning)
    reading = deed.reading
    context = {"deed": deed, "twinning": deed.twinning, "inside": inside, "reading": reading}
    if inside:
        events = deed.events.visible_to(request.user)
        comments = Comment.objects.visible_to(request.user).filter(deed=deed)
        may_comment = policies.may_comment(request.user, deed)
        to_comment = reverse("partnerships:deed-comment", args=[deed.pk])
        language = request.user.language  # type: ignore[union-attr]
        context |= {
            "evidence": Evidence.objects.visible_to(request.user).filter(deed=deed),
            "talk": talk_of(comments, request.GET.get("talk")),
            "comment_form": CommentForm(language=language).at(to_comment) if may_comment else None,
            "events": last_of(events),
            "to_translate": deed.translation_url,
            "may_change": policies.may_change_deed(request.user, deed.twinning, deed.side),
        }
    return render(request, "partnerships/deed_detail.html", context)


@carried_out_once
def deed_add(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    side = twinning.side_of(request.user)
    permit(bool(side) and policies.may_change_deed(request.user, twinning, side))
    form = DeedForm(
        request.POST or None,
        request.FILES or None,
        twinning=twinning,
        side=side,
        language=request.user.language,
    )
    if form.perform(actions.add_deed, twinning=twinning, side=side, by=request.user):
        messages.success(request, _("Your deed was entered."))
        return redirect(twinning)
    context = {"form": form, "twinning": twinning, "side": side}
    return render(request, "partnerships/deed_add.html", context, status=form.status)


@carried_out_once
def deed_change(request: MemberRequest, pk: int) -> HttpResponse:
    deed = get_object_or_404(Deed.objects.visible_to(request.user).with_names(), pk=pk)
    permit(policies.may_change_deed(request.user, deed.twinning, deed.side))
    form = DeedForm(
        request.POST or None,
        request.FILES or None,
        twinning=deed.twinning,
        side=deed.side,
        language=request.user.language,
        deed=deed,
    )
    if form.perform(actions.change_deed, deed=deed, by=request.user):
        messages.success(request, _("Your deed was saved."))
        return redirect(deed)
    evidence = Evidence.objects.visible_to(request.user).filter(deed=deed)
    context = {"form": form, "deed": deed, "evidence": evidence}
    return render(request, "partnerships/deed_change.html", context, status=form.status)


@carried_out_once
def deed_comment(request: MemberRequest, pk: int) -> HttpResponse:
    deed = get_object_or_404(Deed.objects.visible_to(request.user).with_names(), pk=pk)
    permit(policies.may_comment(request.user, deed))
    form = CommentForm(request.POST or None, language=request.user.language)
    if form.perform(actions.add_comment, deed=deed, by=request.user):
        messages.success(request, _("Your comment was added."))
        return redirect(deed)
    context = {"form": form, "deed": deed}
    return render(request, "partnerships/deed_comment.html", context, status=form.status)


@carried_out_once
def own_goal_add(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_name_goals(request.user, twinning))
    form = OwnGoalForm(request.POST or None, twinning=twinning)
    if form.perform(actions.name_own_goal, twinning=twinning, by=request.user):
        messages.success(request, _("The goal was named."))
        return redirect(twinning)
    context = {"form": form, "twinning": twinning}
    return render(request, "partnerships/own_goal_add.html", context, status=form.status)


@carried_out_once
def local_target_add(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_name_goals(request.user, twinning))
    form = LocalTargetForm(request.POST or None, twinning=twinning, language=request.user.language)
    if form.perform(actions.add_local_target, twinning=twinning, by=request.user):
        messages.success(request, _("The target was added."))
        return redirect(twinning)
    context = {"form": form, "twinning": twinning}
    return render(request, "partnerships/local_target_add.html", context, status=form.status)
