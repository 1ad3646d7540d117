"""One's own account: how I am addressed and in which language."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from stedenband.accounts.actions import change_account
from stedenband.accounts.forms import AccountForm
from stedenband.http import MemberRequest
from stedenband.once import deed


@deed
def account_edit(request: MemberRequest) -> HttpResponse:
    user = request.user
    now = {"name": user.name, "language": user.language, "time_zone": user.time_zone}
    form = AccountForm(request.POST or None, initial=now)
    if form.perform(change_account, by=user):
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Your settings were saved."))
            return redirect("account-edit")
    return render(request, "accounts/account_edit.html", {"form": form}, status=form.status)
