"""What the views need of a request."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase

from stedenband.accounts.models import User

Answer = TypeVar("Answer", bound=HttpResponseBase)


class MemberRequest(HttpRequest):
    """A request of somebody who signed in: LoginRequiredMiddleware stands before it."""

    user: User


SANDBOX = {"default-src": ["'none'"], "sandbox": True}


def sandboxed(response: Answer) -> Answer:
    """What somebody sent does nothing in a browser but show itself."""
    response._csp_replace = SANDBOX  # type: ignore[attr-defined]
    return response


def hand_out(
    file: FieldFile, *, name: str, content_type: str, as_attachment: bool = True
) -> FileResponse:
    """A stored file under the name that its sender gave it; 404 when it is not there."""
    if not file.name or not file.storage.exists(file.name):
        raise Http404
    response = FileResponse(
        file.open("rb"), as_attachment=as_attachment, filename=name, content_type=content_type
    )
    return sandboxed(response)


def permit(allowed: bool) -> None:
    """Go on, or answer 403."""
    if not allowed:
        raise PermissionDenied
