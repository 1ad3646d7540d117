"""What the views need of a request."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import is_dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from stedenband.accounts.models import User

Answer = TypeVar("Answer", bound=HttpResponseBase)


class MemberRequest(HttpRequest):
    """A request of somebody who signed in: LoginRequiredMiddleware stands before it."""

    user: User


# Everything that a page may load is taken out, so that nothing but `default-src` is left to decide.
SOURCES = [name for name in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] if name.endswith("-src")]
SANDBOX = {
    **dict.fromkeys(SOURCES),
    "default-src": ["'none'"],
    "form-action": ["'none'"],
    "sandbox": True,
}


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


def what_was_typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that a form sent, but its token and passwords."""
    return [
        (name, text)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for text in values
    ]


# --- Open data ------------------------------------------------------------------------------------

MACHINES = re.compile(
    r"/(api(/.*)?|twinnings\.(csv|geojson)|sitemap[\w-]*\.xml|robots\.txt|sw\.js)"
)
READING = "GET, HEAD, OPTIONS"


def is_for_machines(request: HttpRequest) -> bool:
    """Whether an address is read by programs: without a language, open data in every one."""
    return MACHINES.fullmatch(request.path_info) is not None


class Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        return vars(o) if is_dataclass(o) else super().default(o)


def json_answer(request: HttpRequest, data: Any, **headers: str) -> HttpResponseBase:
    """Data with its ETag; 304 for who has it already."""
    content = json.dumps(data, cls=Encoder, ensure_ascii=False, separators=(",", ":")).encode()
    response = HttpResponse(content, content_type="application/json", headers=headers)
    return if_changed(request, response, hashlib.sha256(content).hexdigest()[:32])


def if_changed(request: HttpRequest, response: HttpResponseBase, edition: str) -> HttpResponseBase:
    """The response, or 304 for who has this edition already."""
    etag = f'"{edition}"'
    response.headers["ETag"] = etag
    given = cast(HttpResponse, response)  # a streamed one does as well
    return get_conditional_response(request, etag=etag, response=given) or response


def problem(status: int, detail: str, **headers: str) -> HttpResponse:
    """Why there is no answer, for a program (RFC 9457)."""
    title = HTTPStatus(status).phrase
    found = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    kind = "application/problem+json"
    return HttpResponse(json.dumps(found), content_type=kind, status=status, headers=headers)


def open_data(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that anybody and any program reads, from anywhere; 405 for whatever would write."""

    @csrf_exempt  # nothing is written here, and no cookie is read
    @login_not_required
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": READING})
        if request.method not in ("GET", "HEAD"):
            return problem(405, "This address is only read.", Allow=READING)
        return view(request, *args, **kwargs)

    return answer
