"""The stories that everybody reads. Without their photos: consent to those can be taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from partnerships.models import Side, Story
from partnerships.models.story import StoryQuerySet
from partnerships.opendata.words import Markdown, Pages, Said, pages, said
from stedenband.openapi import Says


@dataclass(frozen=True)
class StoryRecord:
    """News of a twinning, told by one side."""

    id: int
    pages: Pages
    twinning: Annotated[str, Says("The twinning's id.")]
    side: Side
    title: Said
    lead: Said
    text: Markdown
    read_aloud: Annotated[Said, Says("For local radio: some ninety seconds.")]
    appeared_at: datetime | None
    is_sample: Annotated[bool, Says("Made up, to show how the portal works.")]


def public_stories() -> StoryQuerySet:
    public = Story.objects.public().newest_first().select_related("twinning")
    return public.prefetch_related("translations")


def read_story(row: Story) -> StoryRecord:
    words = said(row)
    return StoryRecord(
        id=row.pk,
        pages=pages("story-detail", row.pk),
        twinning=row.twinning.slug,
        side=Side(row.side),
        title=words.get("title", []),
        lead=words.get("lead", []),
        text=words.get("text", []),
        read_aloud=words.get("read_aloud", []),
        appeared_at=row.appeared_at,
        is_sample=row.is_sample,
    )
