"""Indicators: the pairs of a twinning, one pair, and each side's half written by that side."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.course import Course, course_of
from partnerships.forms.indicator import IndicatorForm, IndicatorPairForm
from partnerships.forms.past import PastForm
from partnerships.history import last_of
from partnerships.line import Line, draw_line
from partnerships.models import (
    Evidence,
    Indicator,
    IndicatorPair,
    Measurement,
    Twinning,
    reading_order,
)
from partnerships.models.indicator import MOST_PAIRS
from partnerships.past import end_of
from partnerships.reciprocity import hidden_sides
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, permit
from stedenband.once import deed

COURSES: dict[str, Any] = {course.value: course.label for course in Course}


@dataclass
class Leaf:
    """One side of a pair, as far as this reader sees it, and what they may do."""

    side: str
    name: str
    indicator: Indicator | None
    is_hidden: bool = False
    course: Course = Course.UNKNOWN
    line: Line | None = None
    rows: list[tuple[Measurement, list[Evidence]]] = field(default_factory=list)
    may_write: bool = False

    @property
    def latest(self) -> Measurement | None:
        """The last value that was measured."""
        measured = [row for row, _evidence in self.rows if row.is_measured]
        return measured[-1] if measured else None

    @property
    def has_groups(self) -> bool:
        return any(row.groups for row, _evidence in self.rows)


@login_not_required
@require_safe
def indicator_list(request: HttpRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    past = PastForm(request.GET)
    pairs = list(pairs_of(request.user, past.day).filter(twinning=twinning))
    hidden = hidden_sides(request.user, {twinning.pk})[twinning.pk] if pairs else set()
    rows = [(pair, leaves_of(pair, twinning, request.user, hidden)) for pair in pairs]
    context = COURSES | {
        "past": past,
        "twinning": twinning,
        "rows": rows,
        "may_add": not past.day
        and len(pairs) < MOST_PAIRS
        and policies.may_add_indicator(request.user, twinning),
    }
    return render(request, "partnerships/indicator_list.html", context)


@login_not_required
@require_safe
def indicator_detail(request: HttpRequest, pk: int) -> HttpResponse:
    past = PastForm(request.GET)
    pair = get_object_or_404(pairs_of(request.user, past.day), pk=pk)
    twinning = pair.twinning
    hidden = hidden_sides(request.user, {twinning.pk})[twinning.pk]
    inside = policies.may_see_inside(request.user, twinning)
    events = pair.events.visible_to(request.user)
    if past.moment:
        events = events.filter(at__lte=past.moment)
    leaves = leaves_of(pair, twinning, request.user, hidden)
    for leaf in leaves:
        leaf.may_write = leaf.may_write and not past.day
    context = COURSES | {
        "past": past,
        "pair": pair,
        "twinning": twinning,
        "leaves": leaves,
        "inside": inside,
        "events": last_of(events) if inside else [],
    }
    return render(request, "partnerships/indicator_detail.html", context)


def pairs_of(user: Any, day: date | None = None) -> Any:
    """The pairs that somebody sees, each with the halves, values and evidence they see.

    Of a day gone by, only the values that had been entered by then and were not withdrawn since.
    """
    evidence = Prefetch("evidence", Evidence.objects.visible_to(user))
    standing = Measurement.objects.visible_to(user).prefetch_related(evidence)
    if day:
        standing = standing.filter(at__lte=end_of(day), withdrawn_at=None)
    halves = Indicator.objects.visible_to(user).prefetch_related(Prefetch("measurements", standing))
    pairs = IndicatorPair.objects.visible_to(user).with_names()
    return pairs.prefetch_related(Prefetch("indicators", halves))


def leaves_of(pair: IndicatorPair, twinning: Twinning, user: Any, hidden: set[str]) -> list[Leaf]:
    """Both sides in reading order; of a side that has not published, only that it has not."""
    order = reading_order(twinning, twinning.side_of(user))
    halves = {one.side: one for one in pair.indicators.all()}
    found = []
    for side in order:
        leaf = Leaf(side, twinning.organisation_of(side).name, halves.get(side), side in hidden)
        leaf.may_write = policies.acts_for(user, twinning, side)
        fill(leaf, pair)
        found.append(leaf)
    return found


def fill(leaf: Leaf, pair: IndicatorPair) -> None:
    """Give a leaf its values, its line and its progress in words."""
    if leaf.indicator is None:
        return
    leaf.indicator.pair = pair
    rows = list(leaf.indicator.measurements.all())
    for row in rows:
        row.indicator = leaf.indicator
    leaf.rows = [(row, list(row.evidence.all())) for row in rows]
    leaf.course = course_of(leaf.indicator, rows)
    leaf.line = draw_line(leaf.indicator, rows)


@deed
def indicator_add(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_add_indicator(request.user, twinning))
    form = IndicatorPairForm(request.POST or None)
    if form.perform(actions.add_indicator, twinning=twinning, by=request.user):
        messages.success(request, _("The pair was added. Each side now says what it measures."))
        return redirect("partnerships:indicator-list", twinning.slug)
    back = reverse("partnerships:indicator-list", args=[twinning.slug])
    context = {"form": form, "twinning": twinning, "back": back}
    return render(request, "partnerships/indicator_add.html", context, status=form.status)


@deed
def indicator_change(request: MemberRequest, pk: int) -> HttpResponse:
    indicator = own_indicator(request, pk)
    form = IndicatorForm(request.POST or None, indicator=indicator, language=request.user.language)
    if form.perform(actions.change_indicator, indicator=indicator, by=request.user):
        messages.success(request, _("What you measure was saved."))
        return redirect(indicator)
    context = {"form": form, "indicator": indicator}
    return render(request, "partnerships/indicator_change.html", context, status=form.status)


def own_indicator(request: MemberRequest, pk: int) -> Indicator:
    """The half of a pair that is the reader's own side's; 403 for who writes for neither."""
    visible = IndicatorPair.objects.visible_to(request.user).with_names()
    pair = get_object_or_404(visible, pk=pk)
    side = policies.side_written_for(request.user, pair.twinning)
    permit(side is not None)
    indicator: Indicator = pair.indicators.with_names().get(side=side)
    return indicator
