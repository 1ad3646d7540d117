"""Search: one page for everything that a reader may see."""

from collections import Counter

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.forms.search import SearchForm
from partnerships.search import label_of, search

PER_PAGE = 20


@login_not_required
@require_safe
def search_list(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET or None)
    words = form.wanted().get("q", "") if form.is_bound else ""
    hits = search(request.user, words)
    numbers = Counter(hit.kind for hit in hits)
    kind = request.GET.get("kind", "")
    shown = [hit for hit in hits if hit.kind == kind] if kind in numbers else hits
    context = {
        "form": form,
        "words": words,
        "kind": kind if kind in numbers else "",
        "kinds": [(one, label_of(one), number) for one, number in numbers.items()],
        "number": len(hits),
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "partnerships/search_list.html", context)
