"""The front page: what this is, where the twinnings are, what was confirmed lately."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.listing import in_order
from partnerships.models import Milestone, Programme, Story, Twinning
from partnerships.places import bonds_of
from stedenband.paging import Brief

ON_THE_MAP = 60
LATELY = 5
STORIES = 3


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    twinnings = Twinning.objects.public().with_sides()
    number = twinnings.count()
    lately = Milestone.objects.public().running().confirmed().with_names()
    context = {
        "bonds": bonds_of(Brief(in_order(twinnings, number))[:ON_THE_MAP]),
        "twinning_count": number,
        "lately": lately[:LATELY],
        "stories": Story.objects.public().newest_first().with_names()[:STORIES],
        "programmes": Programme.objects.public()[:LATELY],
    }
    return render(request, "partnerships/home.html", context)
