"""What is read without a line: the worker that keeps pages on a device, and what they need of us.

Every page of somebody who signed in says `private, no-store`: no cache on the way, and not the
browser's own, can know whose it is. The worker does know: each page carries its reader's marker, so
a page is kept for that reader alone, and is gone when they sign out or somebody else signs in.
"""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_safe

from stedenband.http import if_changed

SOURCE = Path("js") / "worker.js"


def marker(user_id: int) -> str:
    """By what a device tells whose page it holds; it says nothing about them."""
    return salted_hmac("stedenband.offline", str(user_id)).hexdigest()[:16]


@cache
def release() -> str:
    """Other styles or scripts are another release: what a device kept of the old one goes."""
    folder = settings.BASE_DIR / "static"
    found = hashlib.sha256()
    for path in sorted([*folder.rglob("*.css"), *folder.rglob("*.js")]):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponseBase:
    """The worker's script: at the root, or it would answer for /static/ alone."""
    source = (settings.BASE_DIR / "static" / SOURCE).read_text(encoding="utf-8")
    known = f'const RELEASE = "{release()}", STATIC = "/{settings.STATIC_URL.strip("/")}/";\n'
    response = HttpResponse(known + source, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    return if_changed(request, response, release())


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the worker shows for a page that this device did not keep."""
    return render(request, "offline.html")
