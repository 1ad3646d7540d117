"""The page that tells people which open data there is."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from partnerships.opendata.collections import COLLECTIONS, REGISTER

HOLDS = {
    "twinnings": _("Which places are twinned, since when, and what is documented of it."),
    "organisations": _("The municipalities and regions, and who funds and accompanies them."),
    "programmes": _("Programmes with their plan, and the twinnings that take part."),
    "pages": _("What a side says about its twinning, once it has published that."),
    "milestones": _("The milestones on the public page of a twinning, and how they stand."),
    "reports": _("Reports that were approved and published by their side."),
    "deeds": _("What a side does at home for a goal."),
    "indicators": _("What is measured here and there, with values, dates and sources."),
    "lessons": _("Lessons that were published."),
    "stories": _("Stories, without their photos."),
    "sessions": _("Sessions that every side agreed to make public, or that are documented."),
}


@login_not_required
@require_safe
def data_overview(request: HttpRequest) -> HttpResponse:
    rows = [(one, HOLDS[one.name]) for one in COLLECTIONS]
    context = {"rows": rows, "licence": REGISTER, "site": settings.SITE_URL}
    return render(request, "partnerships/data_overview.html", context)
