"""Nothing typed is lost: sent too late, too big or from an old page, it comes back to be sent."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stedenband.http import MemberRequest, what_was_typed
from stedenband.kept import (
    OF_THE_PAGE,
    Place,
    Restored,
    Seal,
    keep,
    keep_until_signed_in,
)
from stedenband.models import KeptText
from stedenband.once import HANDLED

Answer = Callable[[HttpRequest], HttpResponse]
BY_SCRIPT = "X-Typed"
SAVE = "kept-save"
MEGABYTE = 1_000_000
OF_ANOTHER_SITE = ("Origin checking failed", "Referer checking failed")  # as Django's reasons begin


class NoFiles(FileUploadHandler):
    """Reads past every file of a request that is too big, for the text between them."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None


class ForScripts:
    """A script that sends a form is told where a redirect leads; its browser goes there itself.

    And of a request that is too big, the text is read and the files are not.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_too_big(request):
            request.upload_handlers = [NoFiles(request)]
        response = self.get_response(request)
        if BY_SCRIPT not in request.headers or not isinstance(response, HttpResponseRedirect):
            return response
        also = {HANDLED: response[HANDLED]} if HANDLED in response else {}
        told = HttpResponse(status=204, headers={"X-Location": response.url, **also})
        told.cookies = response.cookies
        return told


def is_too_big(request: HttpRequest) -> bool:
    size = request.META.get("CONTENT_LENGTH") or "0"
    is_form = request.content_type == "multipart/form-data"
    return is_form and size.isdecimal() and int(size) > settings.REQUEST_MAX_BYTES


class SignInFirst(LoginRequiredMiddleware):
    """Whoever must sign in first finds their text again afterwards; nobody else does."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> Any:
        refused = super().process_view(request, view_func, view_args, view_kwargs)
        if refused is None and is_too_big(request):
            return too_big(request)
        return refused

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if is_autosave(request):
            return HttpResponse(status=401)
        seal = seal_of(request)
        if seal and (kept := kept_until_signed_in(request, seal)):
            return kept
        if getattr(request, "was_signed_out", False):
            messages.info(request, _("You were signed out after a while. Sign in to go on."))
        return super().handle_no_permission(request, view_func)


def is_autosave(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name == SAVE


def seal_of(request: HttpRequest) -> Seal | None:
    return Seal.read(request.POST["seal"]) if "seal" in request.POST else None


def kept_for_its_owner(request: HttpRequest, seal: Seal) -> bool:
    match = request.resolver_match
    if match is None:
        return False
    place = Place.of(match, request.GET)
    here = replace(seal, place=place, address=request.get_full_path())
    return keep_until_signed_in(seal=here, data=request.POST)


def kept_until_signed_in(request: HttpRequest, seal: Seal) -> HttpResponse | None:
    if not kept_for_its_owner(request, seal):
        return None
    said = _("Your session had ended. What you wrote is kept: sign in, and it stands there again.")
    messages.info(request, said)
    return redirect_to_login(with_kept(request))


def with_kept(request: HttpRequest) -> str:
    """The address of this form, with what is kept for it laid in."""
    query = request.GET.copy()
    query["kept"] = "show"
    return f"{request.path}?{query.urlencode()}"


def shown_again(request: HttpRequest, status: int, said: str) -> HttpResponse | None:
    """The page of the form with what was sent in it; None where there is no such page any more."""
    match = request.resolver_match
    if match is None:
        return None
    messages.error(request, said)
    sent = request.POST
    request.method, request.POST = "GET", Restored(sent.urlencode())
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    if response.status_code == 200:
        response.status_code = status
        return response
    request.method, request.POST = "POST", sent
    return None


def too_big(request: HttpRequest) -> HttpResponse:
    """413: the limit, and the form with its text where it has any."""
    seal = seal_of(request)
    if seal and seal.user_id == request.user.pk:
        hint = _("Your text is still here. Choose smaller or fewer files and send it again.")
        if again := shown_again(request, 413, f"{limit()} {hint}"):
            return again
    return render(request, "413.html", {"limit": limit()}, status=413)


def text_too_big(request: HttpRequest) -> HttpResponse:
    """413 for more text than a form may have; it was not read, so it is still in the browser."""
    most = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) / MEGABYTE
    said = _("Nothing was sent: a form may hold at most %(most).1f MB of text.") % {"most": most}
    return render(request, "413.html", {"limit": said}, status=413)


def limit() -> str:
    most = settings.REQUEST_MAX_BYTES // MEGABYTE
    return _("Nothing was sent: all files together may be at most %(most)s MB.") % {"most": most}


def is_from_elsewhere(request: HttpRequest, reason: str) -> bool:
    """Whether a page of another site sent this, as far as Django or the browser says so."""
    by_browser = request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
    return by_browser or reason.startswith(OF_ANOTHER_SITE)


@login_not_required
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is too old: 403, with everything that was typed, to be sent once more.

    What another site filled in is not given back: on a page of ours, one click would send it.
    """
    if is_autosave(request):
        return HttpResponse(status=403)
    if is_from_elsewhere(request, reason):
        return render(request, "403_csrf.html", status=403)
    seal = seal_of(request)
    if seal and not request.user.is_authenticated:
        if kept := kept_until_signed_in(request, seal):
            return kept
    elif seal and seal.user_id != request.user.pk:
        is_kept = kept_for_its_owner(request, seal)
        return render(request, "403_other.html", {"is_kept": is_kept}, status=403)
    elif seal and (again := shown_again(request, 403, once_more())):
        return again
    return as_it_was_sent(request)


def once_more() -> str:
    return _(
        "This page had been open for too long, or you signed in again in another tab. Nothing is "
        "lost: check what you typed and send it once more. Files have to be chosen again."
    )


def as_it_was_sent(request: HttpRequest) -> HttpResponse:
    """Field by field, where the form itself cannot be shown."""
    kept = [(name, text) for name, text in what_was_typed(request) if name not in OF_THE_PAGE]
    context = {"kept": kept, "action": request.get_full_path(), "said": once_more()}
    return render(request, "403_csrf.html", context, status=403)


@require_POST
def kept_save(request: MemberRequest) -> HttpResponse:
    """What a page sends while somebody types in it: 204 kept, 205 it was carried out already,
    409 another text is kept there, 413 too long, 429 too soon after the last."""
    seal = seal_of(request)
    if seal is None or seal.user_id != request.user.pk:
        return HttpResponse(status=403)
    return HttpResponse(status=keep(seal=seal, data=request.POST))


@require_http_methods(["GET", "HEAD", "POST"])
def kept_discard(request: MemberRequest, pk: int) -> HttpResponse:
    """Throw away what was being written, after reading it once more."""
    row = get_object_or_404(KeptText.objects.of(request.user.pk), pk=pk)
    if request.method == "POST":
        row.delete()
        messages.success(request, _("What you were writing was thrown away."))
        return redirect(row.address)
    return render(request, "kept_discard.html", {"row": row})
