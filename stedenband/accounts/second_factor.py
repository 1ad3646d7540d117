"""Who must sign in with a second factor gets no further without one."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from stedenband import clock
from stedenband.accounts.models import User
from stedenband.keeping import is_autosave, kept_for_its_owner, seal_of

Answer = Callable[[HttpRequest], HttpResponse]
HAS_ONE = "second_factor"


def must_have_one(user: User) -> bool:
    """Whether somebody may not do without: the portal says who, this deployment whether at all."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    needs: Callable[[User], bool] = import_string(settings.SECOND_FACTOR_RULE)
    return needs(user)


class AskForSecondFactor:
    """Leads to the page where one is set up, until there is one.

    That somebody has one is asked once in a session: who must have one cannot remove the last.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.is_stopped(request):
            return self.get_response(request)
        request.resolver_match = resolve(request.path_info)
        if is_autosave(request):  # nothing is kept there now: the text stays on the device
            return HttpResponse(status=403)
        if is_kept(request):
            now = date_format(timezone.localtime(clock.now()), "H:i")
            messages.info(request, _("Kept as a draft at {time}; not sent yet.").format(time=now))
        messages.warning(request, _("First set up a second factor: with your work you need one."))
        return redirect("mfa_index")

    def is_stopped(self, request: HttpRequest) -> bool:
        user = request.user
        if not user.is_authenticated or request.session.get(HAS_ONE) or is_of_the_account(request):
            return False
        if not must_have_one(user):
            return False
        if is_mfa_enabled(user):
            request.session[HAS_ONE] = True
            return False
        return True


def is_kept(request: HttpRequest) -> bool:
    """Keep what was sent, as when a session ended, until there is a second factor."""
    seal = seal_of(request)
    if seal is None or seal.user_id != request.user.pk:
        return False
    return kept_for_its_owner(request, seal)


def is_of_the_account(request: HttpRequest) -> bool:
    """The pages on which a second factor is set up, and the way out."""
    try:
        name = resolve(request.path_info).url_name or ""
    except Resolver404:
        return True
    return name.startswith(("mfa_", "account_", "usersessions_")) or name in ("livez", "readyz")
