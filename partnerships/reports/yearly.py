"""The yearly report: by outcome, with lessons; what a federal programme asks by 30 April."""

from partnerships.reports import sections
from partnerships.reports.document import Section
from partnerships.reports.outcomes import changed_at_home, outcomes
from partnerships.reports.record import Record


def yearly(record: Record) -> list[Section]:
    return [
        sections.overview(record),
        *outcomes(record),
        *changed_at_home(record),
        *sections.lessons(record),
        sections.indicators(record),
        sections.deeds(record),
        sections.sessions(record),
        sections.promises(record),
        sections.replannings(record),
        sections.money(record),
        sections.reciprocity(record),
    ]
