"""What is kept of whom: one's own data as a file, and leaving."""

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.actions.erasure import erase_account
from partnerships.forms.account import AccountEraseForm
from partnerships.models import Membership
from stedenband import clock
from stedenband.http import MemberRequest
from stedenband.once import deed
from stedenband.personal import data_of


@require_safe
def account_data(request: MemberRequest) -> HttpResponse:
    content = json.dumps(data_of(request.user), ensure_ascii=False, indent=2)
    response = HttpResponse(content, content_type="application/json")
    name = f"stedenband-{clock.today()}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@deed
def account_erase(request: MemberRequest) -> HttpResponse:
    user = request.user
    form = AccountEraseForm(request.POST or None)
    if form.perform(erase_account, user=user, by=user):
        logout(request)
        messages.success(request, _("Your account was erased."))
        return redirect("partnerships:home")
    memberships = Membership.objects.standing().filter(user=user).with_names()
    context = {"form": form, "memberships": memberships}
    return render(request, "partnerships/account_erase.html", context, status=form.status)
