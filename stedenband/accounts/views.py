"""One's own account: the invitation to it, how I am addressed and in which language."""

from allauth.account import views
from allauth.account.utils import perform_login
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from stedenband import clock
from stedenband.accounts.actions import accept_invitation, change_account
from stedenband.accounts.forms import AcceptForm, AccountForm
from stedenband.accounts.limits import signed_in_until
from stedenband.accounts.models import Invitation
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


@require_POST
def account_stay(request: MemberRequest) -> HttpResponse:
    """Somebody is still here: to ask this is enough. How many seconds that gives them."""
    left = signed_in_until(request.session) - clock.now()
    return JsonResponse({"left": int(left.total_seconds())})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="accept_invitation")  # type: ignore[untyped-decorator]
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the letter chooses a password and is in."""
    invitation = Invitation.objects.answering(token)
    if invitation is None:
        return render(request, "accounts/invitation_accept.html", status=404)
    form = AcceptForm(request.POST or None, user=invitation.user)
    if form.is_valid():
        try:
            user = accept_invitation(token=token, password=form.cleaned_data["password1"])
        except ValidationError:
            return render(request, "accounts/invitation_accept.html", status=404)
        logout(request)  # a colleague may have been signed in on this computer
        messages.success(request, _("Welcome. Your password was saved."))
        answer: HttpResponse = perform_login(request, user)
        return answer
    context = {"form": form, "account": invitation.user}
    return render(request, "accounts/invitation_accept.html", context)


def account_logout(request: HttpRequest) -> HttpResponse:
    """Signing out leaves nothing of what was read or typed on a shared computer."""
    response: HttpResponse = views.logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
