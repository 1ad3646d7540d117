"""Which mail somebody gets: the page of their choice, and the button of one mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from partnerships import mailbox
from partnerships.forms.mail import MailForm
from partnerships.models import (
    EXPLAINED,
    FIXED,
    SWITCHABLE,
    MailPreference,
    read_unsubscribe,
)
from stedenband.http import MemberRequest
from stedenband.once import deed


@deed
def mail_choose(request: MemberRequest) -> HttpResponse:
    off = MailPreference.objects.filter(user=request.user, is_off=True)
    silent = set(off.values_list("kind", flat=True))
    on = [kind.value for kind in SWITCHABLE if kind not in silent]
    form = MailForm(request.POST or None, initial={"kinds": on})
    if form.perform(mailbox.choose_mail, by=request.user):
        messages.success(request, _("Your choice was saved."))
        return redirect("partnerships:mail-choose")
    fixed = [(kind.label, EXPLAINED[kind]) for kind in FIXED]
    context = {"form": form, "fixed": fixed}
    return render(request, "partnerships/mail_choose.html", context, status=form.status)


# A mail program posts here on its own, without a session: the signed token says who and what.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    read = read_unsubscribe(token)
    if read is None:
        return render(request, "partnerships/mail_unsubscribe.html", status=404)
    user, kind = read
    if request.method == "POST":
        mailbox.switch_mail(by=user, kind=kind, is_off="again" not in request.POST)
    is_off = MailPreference.objects.off(kind).filter(user=user).exists()
    context = {"kind": kind.label, "explained": EXPLAINED[kind], "is_off": is_off}
    return render(request, "partnerships/mail_unsubscribe.html", context)
