"""How a milestone stood on the last day of a period; the record has put it back to that day."""

from django.utils.translation import gettext as _

from partnerships.models import Milestone
from partnerships.models.milestone import UNREPORTED
from partnerships.reports.record import Record


def standing_words(milestone: Milestone, record: Record) -> str:
    """Its state then, in words; what a closed trajectory never heard of says so."""
    is_closed = not milestone.trajectory.is_running
    if is_closed and milestone.state in UNREPORTED and milestone.due_on <= record.last:
        return _("Not reported")
    return milestone.shown_state_label
