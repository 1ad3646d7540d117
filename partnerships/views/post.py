"""Posts of a twinning: both sides side by side, each post with its terms."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.forms.past import PastForm
from partnerships.forms.post import PostForm
from partnerships.models import Election, Mandate, Post, Twinning, holder_on, reading_order
from partnerships.past import end_of
from partnerships.turnover import Turnover, ends_in, turnovers
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, permit
from stedenband.once import deed


@login_not_required
@require_safe
def post_list(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Twinning.objects.visible_to(request.user).with_sides()
    places = visible.select_related("flemish__within", "partner__within")
    twinning = get_object_or_404(places, slug=slug)
    past = PastForm(request.GET)
    posts = posts_of(twinning, request.user, past.day)
    elections = Election.objects.visible_to(request.user).concerning(twinning)
    if past.day:
        elections = elections.filter(held_on__lte=past.day)
    sides = [] if past.day else policies.sides_of_posts(request.user, twinning)
    context = {
        "past": past,
        "twinning": twinning,
        "inside": policies.may_see_inside(request.user, twinning),
        "coming": [] if past.day else coming_in(twinning, posts, request.user),
        "elections": elections.select_related("source").order_by("-held_on"),
        "leaves": [
            (
                twinning.organisation_of(side),
                side,
                [row_of(post, request.user, past.day) for post in posts if post.side == side],
                side in sides,
            )
            for side in reading_order(twinning, twinning.side_of(request.user))
        ],
    }
    return render(request, "partnerships/post_list.html", context)


def posts_of(twinning: Twinning, user: object, day: date | None = None) -> list[Post]:
    """Its visible posts with their visible terms, the last one first.

    Of a day gone by the terms that had begun, and the posts with one or that had been entered.
    """
    terms = Mandate.objects.visible_to(user).order_by("-starts_on", "-pk")
    if day:
        terms = terms.filter(starts_on__lte=day)
    visible = Post.objects.visible_to(user).filter(twinning=twinning).select_related("source")
    posts = list(visible.prefetch_related(Prefetch("mandates", terms.select_related("source"))))
    for post in posts:
        post.twinning = twinning
        for term in post.mandates.all():
            term.post = post
    if day:
        moment = end_of(day)
        return [one for one in posts if one.mandates.all() or one.made_at <= moment]
    return posts


def row_of(post: Post, user: object, day: date | None = None) -> dict[str, Any]:
    """A post as its half shows it: who holds is never said, from when till when is."""
    terms = list(post.mandates.all())
    holder = holder_on(terms, day)
    return {
        "post": post,
        "terms": [
            (
                one,
                ends_in(one) if one.ends_soon and not day else "",
                not day and policies.may_change_mandate(user, one),
            )
            for one in terms
        ],
        "holder": holder if day else None,
        "is_vacant": holder is None,
        "may_change": policies.may_change_post(user, post),
    }


def coming_in(twinning: Twinning, posts: Iterable[Post], user: object) -> list[Turnover]:
    """What changes on either side within a year."""
    elections = Election.objects.visible_to(user).concerning(twinning).coming()
    ending = [one for post in posts for one in post.mandates.all() if one.ends_soon]
    return turnovers([twinning], elections.prefetch_related("organisations"), ending)


@deed
def post_add(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_add_post(request.user, twinning))
    sides = policies.sides_of_posts(request.user, twinning)
    asked = request.GET.get("side")
    sides.sort(key=lambda side: side != asked)  # the one whose half was open comes first
    given: dict[str, Any] = {"twinning": twinning, "language": request.user.language}
    form = PostForm(request.POST or None, sides=sides, **given)
    if form.perform(actions.add_post, twinning=twinning, by=request.user):
        messages.success(request, _("The post was saved. Now enter its term."))
        return redirect("partnerships:post-list", twinning.slug)
    context = {"form": form, "twinning": twinning}
    return render(request, "partnerships/post_add.html", context, status=form.status)


@deed
def post_change(request: MemberRequest, pk: int) -> HttpResponse:
    post = changeable_post(request, pk)
    sides = policies.sides_of_posts(request.user, post.twinning)
    form = PostForm(request.POST or None, twinning=post.twinning, sides=sides, post=post)
    if form.perform(actions.change_post, post=post, by=request.user):
        messages.success(request, _("The post was saved."))
        return redirect(post)
    context = {"form": form, "post": post}
    return render(request, "partnerships/post_change.html", context, status=form.status)


def changeable_post(request: MemberRequest, pk: int) -> Post:
    post = visible_post(request, pk)
    permit(policies.may_change_post(request.user, post))
    return post


def visible_post(request: MemberRequest, pk: int) -> Post:
    return get_object_or_404(Post.objects.visible_to(request.user).with_names(), pk=pk)
