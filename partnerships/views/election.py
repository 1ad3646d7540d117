"""The election calendar: per country what comes and what was."""

from collections import defaultdict

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.forms.past import PastForm
from partnerships.models import Election
from stedenband import clock


@login_not_required
@require_safe
def election_list(request: HttpRequest) -> HttpResponse:
    past = PastForm(request.GET)
    day = past.day or clock.today()
    visible = Election.objects.visible_to(request.user).select_related("source")
    by_country: dict[str, list[Election]] = defaultdict(list)
    for election in visible.prefetch_related("organisations").order_by("-held_on", "pk"):
        by_country[election.country_name].append(election)
    countries = [
        (
            name,
            [one for one in rows if one.is_coming_on(day)][::-1],
            [one for one in rows if not one.is_coming_on(day)],
        )
        for name, rows in sorted(by_country.items())
    ]
    context = {"past": past, "countries": countries}
    return render(request, "partnerships/election_list.html", context)
