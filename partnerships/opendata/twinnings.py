"""The twinnings: who is twinned with whom, since when, what is documented; and what sides say."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from django.db.models import Prefetch

from partnerships.models import Fact, Page, Side, Twinning
from partnerships.models.page import PageQuerySet
from partnerships.models.twinning import TwinningQuerySet
from partnerships.opendata.places import PlaceName, name_of
from partnerships.opendata.words import (
    Pages,
    Reference,
    Said,
    Texts,
    pages,
    reference,
    said,
    texts,
    wording,
)
from stedenband.openapi import Says


@dataclass(frozen=True)
class Documented:
    """One documented thing about a twinning."""

    when: str
    text: Texts
    source: Reference | None


@dataclass(frozen=True)
class TwinningRecord:
    """The bond of two places, a Flemish and a partner side."""

    id: str
    pages: Pages
    state: Twinning.State
    since_year: int | None
    since_source: Reference | None
    summary: Texts
    flemish: PlaceName
    partner: PlaceName
    facts: list[Documented]


@dataclass(frozen=True)
class PageRecord:
    """What one side says about a twinning, once it has published that."""

    id: int
    pages: Pages
    twinning: Annotated[str, Says("The twinning's id.")]
    side: Side
    in_charge: Annotated[str, Says("The service in charge.")]
    text: Said
    summary: Said
    published_at: datetime | None
    is_sample: Annotated[bool, Says("Made up, to show how the portal works.")]


def public_twinnings() -> TwinningQuerySet:
    facts = Prefetch("facts", Fact.objects.select_related("source"))
    public = Twinning.objects.public().with_sides().select_related("since_source")
    return public.prefetch_related(facts).order_by("pk")


def read_twinning(row: Twinning) -> TwinningRecord:
    return TwinningRecord(
        id=row.slug,
        pages=pages("twinning-detail", row.slug),
        state=Twinning.State(row.state),
        since_year=row.since_year,
        since_source=reference(row.since_source),
        summary=texts(row, "summary"),
        flemish=name_of(row.flemish),
        partner=name_of(row.partner),
        facts=[
            Documented(one.when, texts(one, "text"), reference(one.source))
            for one in row.facts.all()
        ],
    )


def public_pages() -> PageQuerySet:
    public = Page.objects.public().select_related("twinning")
    return public.prefetch_related("translations").order_by("pk")


def read_page(row: Page) -> PageRecord:
    words: dict[str, Any] = said(row)
    return PageRecord(
        id=row.pk,
        pages=pages("twinning-detail", row.twinning.slug),
        twinning=row.twinning.slug,
        side=Side(row.side),
        in_charge=row.lead_service,
        text=words.get("text", []),
        summary=wording(row.summary, row.summary_language),
        published_at=row.published_at,
        is_sample=row.is_sample,
    )
