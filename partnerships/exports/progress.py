"""Reports as a table: one's own side's as it stands, the others' as they were handed in last."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from partnerships.exports.table import (
    NUMBER,
    Column,
    Table,
    chosen,
    column,
    language_name,
    moment,
    texts,
)
from partnerships.models import ProgressReport
from partnerships.models.report_text import ReportText
from stedenband.spreadsheets import Value


def words_for_reader(report: ProgressReport) -> ReportText:
    """The draft is read by its own side alone."""
    return report if report.is_own else report.latest  # type: ignore[attr-defined]


def said(head: object, name: str) -> Column:
    def value(report: ProgressReport) -> Value:
        words: Value = getattr(words_for_reader(report), name)
        return words

    return Column(head, value)  # type: ignore[arg-type]


def language(head: object, name: str) -> Column:
    return Column(
        head,  # type: ignore[arg-type]
        lambda report: language_name(getattr(words_for_reader(report), name)),
    )


def readable(user: object) -> QuerySet[ProgressReport]:
    own = ProgressReport.objects.of_side(user).filter(pk=OuterRef("pk"))
    return (
        ProgressReport.objects.visible_to(user)
        .with_names()
        .annotate(is_own=Exists(own))
        .prefetch_related("submissions")
        .order_by("milestone__trajectory", "milestone__due_on", "milestone", "reporter")
    )


REPORTS = Table(
    key="reports",
    title=_("Reports"),
    columns=(
        Column(_("Programme"), lambda one: str(one.milestone.trajectory.programme)),
        Column(_("Twinning"), lambda one: str(one.milestone.twinning)),
        Column(_("Month"), lambda one: one.milestone.month),
        Column(_("Milestone"), lambda one: str(one.milestone)),
        texts(_("Side"), "side_name"),
        chosen(_("State"), "state"),
        column(_("Times handed in"), "rounds"),
        moment(_("Handed in"), "submitted_at"),
        language(_("Language"), "language"),
        said(_("What happened?"), "what_happened"),
        said(_("When?"), "happened_on"),
        said(_("What did we learn?"), "we_learned"),
        said(_("What changed at home?"), "changed_at_home"),
        said(_("Short summary for the other side"), "summary"),
        language(_("The summary is in"), "summary_language"),
        Column(_("Number of the milestone"), lambda one: one.milestone_id),
        NUMBER,
    ),
    rows=readable,
    of_twinning=lambda rows, twinning: rows.filter(milestone__trajectory__twinning=twinning),
    of_programme=lambda rows, programme: rows.filter(milestone__trajectory__programme=programme),
)
