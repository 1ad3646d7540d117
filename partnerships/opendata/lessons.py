"""The lessons that were published."""

from dataclasses import dataclass
from typing import Annotated

from partnerships.models import Direction, Lesson, Side
from partnerships.models.lesson import LessonQuerySet
from partnerships.opendata.words import Markdown, Pages, Said, codes, pages, said
from stedenband.openapi import Says


@dataclass(frozen=True)
class LessonRecord:
    """What a twinning tried, what changed on each side, and who learned it from whom."""

    id: int
    pages: Pages
    twinning: Annotated[str, Says("The twinning's id.")]
    side: Annotated[Side, Says("Who wrote it.")]
    direction: Annotated[Direction, Says("Which side learned.")]
    title: Said
    situation: Markdown
    tried: Markdown
    changed_flemish: Markdown
    changed_partner: Markdown
    again: Annotated[Lesson.Again, Says("Whether they would do it again.")]
    again_why: Said
    targets: Annotated[list[str], Says("Codes of SDG targets.")]
    written_in: Annotated[str, Says("YYYY-MM.")]
    is_sample: Annotated[bool, Says("Made up, to show how the portal works.")]


def public_lessons() -> LessonQuerySet:
    public = Lesson.objects.public().select_related("twinning")
    return public.prefetch_related("targets", "translations").order_by("pk")


def read_lesson(row: Lesson) -> LessonRecord:
    words = said(row)
    return LessonRecord(
        id=row.pk,
        pages=pages("lesson-detail", row.pk),
        twinning=row.twinning.slug,
        side=Side(row.side),
        direction=Direction(row.direction),
        title=words.get("title", []),
        situation=words.get("situation", []),
        tried=words.get("tried", []),
        changed_flemish=words.get("changed_flemish", []),
        changed_partner=words.get("changed_partner", []),
        again=Lesson.Again(row.again),
        again_why=words.get("again_why", []),
        targets=codes(row.targets.all()),
        written_in=f"{row.created_at:%Y-%m}",
        is_sample=row.is_sample,
    )
