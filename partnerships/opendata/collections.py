"""The lists of open data: what each holds, by which door, and what may be done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from partnerships.opendata.deeds import DeedRecord, public_deeds, read_deed
from partnerships.opendata.indicators import IndicatorRecord, public_indicators, read_indicator
from partnerships.opendata.lessons import LessonRecord, public_lessons, read_lesson
from partnerships.opendata.milestones import (
    MilestoneRecord,
    ReportRecord,
    public_milestones,
    public_reports,
    read_milestone,
    read_report,
)
from partnerships.opendata.places import Place, public_places, read_place
from partnerships.opendata.programmes import ProgrammeRecord, public_programmes, read_programme
from partnerships.opendata.sessions import SessionRecord, public_sessions, read_session
from partnerships.opendata.stories import StoryRecord, public_stories, read_story
from partnerships.opendata.twinnings import (
    PageRecord,
    TwinningRecord,
    public_pages,
    public_twinnings,
    read_page,
    read_twinning,
)
from stedenband.openapi import Says


@dataclass(frozen=True)
class Licence:
    """What may be done with data."""

    id: Annotated[str | None, Says("SPDX; none where no licence was decided.")]
    url: str | None
    says: str


REGISTER = Licence(
    "CC0-1.0",
    "https://creativecommons.org/publicdomain/zero/1.0/",
    "The register of twinnings is free for any use. Please name Stedenband as its source.",
)
WORDS = Licence(
    None,
    None,
    "No licence was decided for what the sides wrote themselves: the words are theirs. Read them, "
    "quote them with the side's name and the address, and ask that side before you republish them.",
)


@dataclass(frozen=True)
class Collection:
    """A list of things that everybody may read."""

    name: str
    says: str
    record: type
    rows: Callable[[], Any]
    read: Callable[[Any], Any]
    licence: Licence = WORDS
    is_slugged: bool = False

    @property
    def key(self) -> str:
        """The column by which one of them is found: its `id`."""
        return "slug" if self.is_slugged else "pk"


def registered(name: str, says: str, record: type, rows: Any, read: Any) -> Collection:
    return Collection(name, says, record, rows, read, REGISTER, is_slugged=True)


COLLECTIONS = (
    registered("twinnings", "Twinnings.", TwinningRecord, public_twinnings, read_twinning),
    registered("organisations", "The places of the twinnings.", Place, public_places, read_place),
    registered("programmes", "Programmes.", ProgrammeRecord, public_programmes, read_programme),
    Collection("pages", "What a side says.", PageRecord, public_pages, read_page),
    Collection("milestones", "Milestones.", MilestoneRecord, public_milestones, read_milestone),
    Collection("reports", "Published reports.", ReportRecord, public_reports, read_report),
    Collection("deeds", "What sides do at home.", DeedRecord, public_deeds, read_deed),
    Collection(
        "indicators", "Indicators, measured.", IndicatorRecord, public_indicators, read_indicator
    ),
    Collection("lessons", "Published lessons.", LessonRecord, public_lessons, read_lesson),
    Collection("stories", "Stories, newest first.", StoryRecord, public_stories, read_story),
    Collection("sessions", "Public sessions.", SessionRecord, public_sessions, read_session),
)
BY_NAME = {one.name: one for one in COLLECTIONS}
