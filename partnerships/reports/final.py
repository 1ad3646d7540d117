"""The final report: the whole road, what the review advised, and what remains to be done."""

from partnerships.reports import sections
from partnerships.reports.document import Section
from partnerships.reports.midterm import recommendations
from partnerships.reports.outcomes import changed_at_home, outcomes
from partnerships.reports.record import Record


def final(record: Record) -> list[Section]:
    return [
        sections.overview(record),
        *outcomes(record),
        *changed_at_home(record),
        *sections.lessons(record),
        sections.indicators(record),
        sections.deeds(record),
        sections.sessions(record),
        sections.replannings(record),
        *recommendations(record),
        sections.money(record),
        sections.reciprocity(record),
        sections.promises(record),
    ]
