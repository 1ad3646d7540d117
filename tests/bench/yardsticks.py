"""The two yardsticks: views that answer with the bytes of one of the portal's pages.

`bare` does nothing else. `usual` reads its session and account, asks three things by an index and
fills a template that was compiled before.
"""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.safestring import mark_safe

from partnerships.models import Event, Membership, Twinning

ROWS = 20


@cache
def body_of(name: str) -> bytes:
    """A page as the portal answered it, laid down by the bench."""
    return (Path(settings.VAR_DIR) / f"{name}.html").read_bytes()


@cache
def text_of(name: str) -> str:
    return mark_safe(body_of(name).decode())


def bare(request, name):
    return HttpResponse(body_of(name))


def usual(request, name, slug):
    roles = [one.role for one in Membership.objects.filter(user=request.user.pk)]
    twinning = Twinning.objects.get(slug=slug)
    events = Event.objects.filter(twinning=twinning).order_by("-at")[:ROWS]
    rows = roles + [one.verb for one in events]
    return render(request, "page.html", {"body": text_of(name), "rows": rows})


urlpatterns = [
    path("bare/<slug:name>/", bare),
    path("usual/<slug:name>/<slug:slug>/", usual),
]
