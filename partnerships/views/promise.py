"""Promises: the list of a twinning, one read, and what becomes of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.forms.past import PastForm
from partnerships.forms.promise import PromiseForm, SettleForm
from partnerships.forms.session import SeenForm
from partnerships.history import last_of
from partnerships.models import (
    Promise,
    Side,
    Twinning,
    reading_order,
)
from partnerships.past_bonds import promises_on
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, permit
from stedenband.once import deed as carried_out_once

PER_PAGE = 24


@require_safe
def promise_list(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_see_inside(request.user, twinning))
    visible = Promise.objects.visible_to(request.user).filter(twinning=twinning)
    past = PastForm(request.GET)
    named = visible.with_names()
    promises = promises_on(named, past.day) if past.day else named.by_course()
    page = Paginator(promises, PER_PAGE).get_page(request.GET.get("page"))
    may_make = not past.day and policies.may_make_promise(request.user, twinning)
    context = {"past": past, "twinning": twinning, "page": page, "may_make": may_make}
    return render(request, "partnerships/promise_list.html", context)


@require_safe
def promise_detail(request: MemberRequest, pk: int) -> HttpResponse:
    promise = visible_promise(request, pk)
    twinning = promise.twinning
    own = own_side(request, twinning)
    order = reading_order(twinning, twinning.side_of(request.user))
    events = promise.events.visible_to(request.user)
    context = {
        "promise": promise,
        "reading": promise.reading,
        "to_translate": promise.translation_url,
        "twinning": twinning,
        "keys": [
            (twinning.name_of(side), promise.confirmed_at(side), promise.confirmed_by(side))
            for side in order
        ],
        "events": last_of(events),
        "may_change": not promise.is_settled and policies.may_change_promise(request.user, promise),
        "may_confirm": bool(own) and not promise.is_settled and not promise.confirmed_at(own),
    }
    return render(request, "partnerships/promise_detail.html", context)


@carried_out_once
def promise_add(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_make_promise(request.user, twinning))
    asked = request.GET.get("session", "")
    initial = {
        "language": request.user.language,
        "side": twinning.side_of(request.user) or Side.JOINT,
        "session": asked if asked.isdecimal() else None,
    }
    form = PromiseForm(request.POST or None, twinning=twinning, initial=initial)
    given = {"twinning": twinning, "confirms_for": own_side(request, twinning)}
    if form.perform(actions.make_promise, by=request.user, **given):
        messages.success(request, _("The promise was written down; the other side is asked."))
        return redirect("partnerships:promise-list", twinning.slug)
    context = {"form": form, "twinning": twinning}
    return render(request, "partnerships/promise_add.html", context, status=form.status)


@carried_out_once
def promise_change(request: MemberRequest, pk: int) -> HttpResponse:
    promise = changeable_promise(request, pk)
    form = PromiseForm(request.POST or None, twinning=promise.twinning, initial={}, promise=promise)
    given = {"promise": promise, "confirms_for": own_side(request, promise.twinning)}
    if form.perform(actions.change_promise, by=request.user, **given):
        messages.success(request, _("The promise was saved."))
        return redirect(promise)
    context = {"form": form, "promise": promise}
    return render(request, "partnerships/promise_change.html", context, status=form.status)


@carried_out_once
def promise_confirm(request: MemberRequest, pk: int) -> HttpResponse:
    promise = visible_promise(request, pk)
    permit(policies.may_confirm_promise(request.user, promise))
    form = SeenForm(request.POST or None, version=promise.version)
    side = own_side(request, promise.twinning)
    if form.perform(actions.confirm_promise, promise=promise, side=side, by=request.user):
        messages.success(request, _("Your side confirmed this promise."))
        return redirect(promise)
    context = {"form": form, "promise": promise}
    return render(request, "partnerships/promise_confirm.html", context, status=form.status)


@carried_out_once
def promise_settle(request: MemberRequest, pk: int) -> HttpResponse:
    promise = changeable_promise(request, pk)
    form = SettleForm(request.POST or None, promise=promise, language=request.user.language)
    given = {"promise": promise, "confirms_for": own_side(request, promise.twinning)}
    if form.perform(actions.settle_promise, by=request.user, **given):
        messages.success(request, _("What became of it was saved; both sides get mail."))
        return redirect(promise)
    context = {"form": form, "promise": promise}
    return render(request, "partnerships/promise_settle.html", context, status=form.status)


def own_side(request: MemberRequest, twinning: Twinning) -> str:
    """The side for which somebody confirms what they write; empty for the coordination."""
    return policies.side_written_for(request.user, twinning) or ""


def visible_promise(request: MemberRequest, pk: int) -> Promise:
    visible = Promise.objects.visible_to(request.user).with_names().prefetch_related("translations")
    people = ("flemish_confirmed_by", "partner_confirmed_by")
    return get_object_or_404(visible.select_related(*people), pk=pk)


def changeable_promise(request: MemberRequest, pk: int) -> Promise:
    promise = visible_promise(request, pk)
    permit(policies.may_change_promise(request.user, promise))
    return promise
