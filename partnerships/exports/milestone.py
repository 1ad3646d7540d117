"""Milestones as a plan: by programme and month, with titles and closing words in each language."""

from django.utils.translation import gettext_lazy as _

from partnerships.exports.table import NUMBER, Column, Table, chosen, column, texts
from partnerships.imports.milestone import CLOSINGS, EXPLANATION, REASON, TITLES
from partnerships.models import Milestone
from stedenband.texts import LANGUAGES


def codes_of(milestone: Milestone) -> str:
    return ", ".join(sorted(target.code for target in milestone.targets.all()))


MILESTONES = Table(
    key="milestones",
    title=_("Milestones"),
    columns=(
        Column(_("Programme"), lambda one: str(one.trajectory.programme)),
        Column(_("Twinning"), lambda one: str(one.twinning)),
        column(_("Month"), "month"),
        column(_("Due by"), "due_on"),
        chosen(_("Duty"), "duty"),
        *(column(TITLES[code], f"title_{code}") for code in LANGUAGES),
        *(column(CLOSINGS[code], f"closing_{code}") for code in LANGUAGES),
        Column(_("Targets"), codes_of),
        texts(_("State"), "shown_state_label"),
        column(_("Happened on"), "happened_on"),
        Column(REASON, lambda one: None),
        Column(EXPLANATION, lambda one: None),
        NUMBER,
    ),
    rows=lambda user: (
        Milestone.objects.visible_to(user)
        .with_names()
        .prefetch_related("targets")
        .order_by("trajectory", "due_on", "pk")
    ),
    of_twinning=lambda rows, twinning: rows.filter(trajectory__twinning=twinning),
    of_programme=lambda rows, programme: rows.filter(trajectory__programme=programme),
)
