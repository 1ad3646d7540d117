"""The kinds of reports, and a document composed of what stands in the portal now."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from datetime import date

from django.utils import translation
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import Programme, Report, Session, Twinning
from partnerships.reports.annex import annex
from partnerships.reports.document import Document, Said, Section
from partnerships.reports.final import final
from partnerships.reports.midterm import midterm
from partnerships.reports.mission import mission
from partnerships.reports.one_pager import one_pager
from partnerships.reports.record import Record
from partnerships.reports.words import day, part, period, plain, said
from partnerships.reports.yearly import yearly
from stedenband import clock


@dataclass(frozen=True)
class Kind:
    """One kind of report: for whom it is, and what goes into it."""

    key: str
    lead: str | LazyText
    collect: Callable[[Record], list[Section]]
    is_of_side: bool = False
    is_of_session: bool = False
    is_of_programme: bool = False

    @property
    def label(self) -> str:
        return str(Report.Kind(self.key).label)

    @property
    def is_one_page(self) -> bool:
        return self.is_of_side


KINDS = {
    one.key: one
    for one in (
        Kind(
            "yearly",
            gettext_lazy("By outcome, with lessons: what a federal programme asks by 30 April."),
            yearly,
            is_of_programme=True,
        ),
        Kind(
            "one_pager",
            gettext_lazy("One A4: what it costs, what it brings here, what to decide next."),
            one_pager,
            is_of_side=True,
        ),
        Kind(
            "mission",
            gettext_lazy("Prefilled from a session: who met, what was said, what was agreed."),
            mission,
            is_of_session=True,
        ),
        Kind(
            "midterm",
            gettext_lazy("Both self-assessments side by side, recommendations and responses."),
            midterm,
        ),
        Kind(
            "annex",
            gettext_lazy("One A4 for the plan of one municipality, in its language."),
            annex,
            is_of_side=True,
        ),
        Kind(
            "final",
            gettext_lazy("The whole road: what was done, learned and paid, and what remains."),
            final,
            is_of_programme=True,
        ),
    )
}


def gaps_by_kind(record: Record) -> dict[str, int]:
    """How much is missing in each kind that needs no session, from one reading of the record."""
    found = {}
    record.read_all()
    for kind in KINDS.values():
        if not kind.is_of_session:
            own = copy(record)
            own.side = record.order[0] if kind.is_of_side else ""
            document = Document(kind.label, "", "", sections=tuple(kind.collect(own)))
            found[kind.key] = len(list(document.gaps))
    return found


@dataclass(frozen=True)
class Asked:
    """Which report somebody wants: of a twinning, or of a programme."""

    kind: str
    language: str
    first: date
    last: date
    twinning: Twinning | None = None
    programme: Programme | None = None
    side: str = ""
    session: Session | None = None

    @property
    def twinnings(self) -> list[Twinning]:
        if self.twinning:
            return [self.twinning]
        rows = Twinning.objects.filter(trajectories__programme=self.programme)
        return list(rows.with_sides().by_name())

    @property
    def records(self) -> list[Record]:
        span = (self.first, self.last, self.side, self.session)
        return [Record(one, *span, self.programme) for one in self.twinnings]


def compose(asked: Asked) -> Document:
    """The document, in its own language."""
    with translation.override(asked.language):
        records = asked.records
        kind = KINDS[asked.kind]
        sections = [one for record in records for one in of_record(kind, record, asked)]
        return Document(
            title=kind.label,
            subtitle=subtitle(asked),
            language=asked.language,
            facts=facts(asked),
            is_sample=any(one.is_sample for one in records),
            is_one_page=kind.is_one_page,
            sections=tuple(sections),
        )


def of_record(kind: Kind, record: Record, asked: Asked) -> list[Section]:
    """The sections of one twinning; in a programme's report under its name."""
    found = kind.collect(record)
    if asked.twinning:
        return found
    slug = record.twinning.slug
    below = [replace(one, key=f"{slug}-{one.key}", level=one.level + 1) for one in found]
    return [part(slug, str(record.twinning), "", is_group=True), *below]


def subtitle(asked: Asked) -> str:
    """Of whom; both names in the order of the language, the side that it is for first."""
    if asked.twinning is None:
        return str(asked.programme)
    record = Record(asked.twinning, asked.first, asked.last, asked.side)
    return " – ".join(asked.twinning.name_of(side) for side in record.order)


def facts(asked: Asked) -> tuple[tuple[str, Said], ...]:
    rows = [(_("Period"), plain(period(asked.first, asked.last)))]
    if asked.session:
        rows.append((_("Session"), said(asked.session.said("title"))))
    if asked.twinning and asked.side:
        rows.append((_("For"), plain(asked.twinning.name_of(asked.side))))
    return (*rows, (_("Generated on"), plain(day(clock.today()))))
