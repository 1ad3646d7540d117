"""Promises as a table: who promised what by when, and what became of it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.exports.table import (
    NUMBER,
    Column,
    Table,
    column,
    language_name,
    moment,
    texts,
    yes_or_no,
)
from partnerships.models import Promise

PROMISES = Table(
    key="promises",
    title=_("Promises"),
    columns=(
        texts(_("Who promised"), "owner"),
        column(_("What was promised"), "what"),
        Column(_("Language"), lambda one: language_name(one.language)),
        column(_("Due by"), "due_on"),
        yes_or_no(_("Some day of that month"), "is_due_in_month"),
        column(_("Amount"), "amount"),
        column(_("Currency"), "currency"),
        texts(_("State"), "shown_state_label"),
        column(_("Reason"), "reason"),
        moment(_("Confirmed by the Flemish side"), "flemish_confirmed_at"),
        moment(_("Confirmed by the partner side"), "partner_confirmed_at"),
        Column(pgettext_lazy("dialogue", "Session"), lambda one: str(one.session or "")),
        NUMBER,
    ),
    rows=lambda user: Promise.objects.visible_to(user).with_names().order_by("due_on", "pk"),
    of_twinning=lambda rows, twinning: rows.filter(twinning=twinning),
)
