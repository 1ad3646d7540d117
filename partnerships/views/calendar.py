"""Calendars to subscribe to: of a twinning, of a programme, and somebody's own."""

from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import mailbox
from partnerships.exports.calendar import (
    CalendarFile,
    own_calendar,
    programme_calendar,
    twinning_calendar,
)
from partnerships.forms.page import ConfirmedForm
from partnerships.models import CalendarAddress, Programme, Twinning
from stedenband.http import MemberRequest
from stedenband.once import deed

KEPT_FOR = 3600


@login_not_required
@require_safe
def calendar_twinning(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The same for everybody, whoever signed in: what is public."""
    twinning = get_object_or_404(Twinning.objects.public().with_sides(), slug=slug)
    return public_answer(request, twinning_calendar(twinning), slug)


@login_not_required
@require_safe
def calendar_programme(request: HttpRequest, slug: str) -> HttpResponseBase:
    programme = get_object_or_404(Programme.objects.public(), slug=slug)
    return public_answer(request, programme_calendar(programme), slug)


@login_not_required
@require_safe
def calendar_own(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody sees, for whoever has their secret address; kept nowhere on the way."""
    address = CalendarAddress.of_token(token)
    if address is None:
        raise Http404
    response = answer(own_calendar(address.user).content(), "stedenband")
    patch_cache_control(response, private=True, no_store=True)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def answer(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


def public_answer(request: HttpRequest, file: CalendarFile, name: str) -> HttpResponseBase:
    """The file, or that it did not change since the reader asked last."""
    content = file.content()
    response = answer(content, name)
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    changed: datetime | None = file.changed_at
    response.headers["ETag"] = etag
    if changed:
        response.headers["Last-Modified"] = http_date(int(changed.timestamp()))
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    # Not by the date alone: what is no longer public leaves the file without a newer date.
    return get_conditional_response(request, etag, None, response) or response


@require_safe
def calendar_share(request: MemberRequest) -> HttpResponse:
    address = CalendarAddress.objects.filter(user=request.user, revoked_at=None).first()
    context = {"address": address, "link": link_of(address) if address else ""}
    return render(request, "partnerships/calendar_share.html", context)


def link_of(address: CalendarAddress) -> str:
    return f"{settings.SITE_URL}{reverse('partnerships:calendar-own', args=[address.token])}"


@deed
def calendar_renew(request: MemberRequest) -> HttpResponse:
    has_one = CalendarAddress.objects.filter(user=request.user, revoked_at=None).exists()
    form = ConfirmedForm(request.POST or None)
    if form.perform(mailbox.renew_calendar, by=request.user):
        messages.success(request, _("This is the address of your calendar now."))
        return redirect("partnerships:calendar-share")
    context = {"form": form, "has_one": has_one}
    return render(request, "partnerships/calendar_renew.html", context, status=form.status)


@deed
def calendar_revoke(request: MemberRequest) -> HttpResponse:
    form = ConfirmedForm(request.POST or None)
    if form.perform(mailbox.revoke_calendar, by=request.user):
        messages.success(request, _("The address of your calendar no longer works."))
        return redirect("partnerships:calendar-share")
    context = {"form": form}
    return render(request, "partnerships/calendar_revoke.html", context, status=form.status)
