"""Which pages search engines are told of: the public ones, each in four languages."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import translation

from partnerships.models import Lesson, Programme, Session, Story, Twinning
from sdg.models import Goal
from stedenband.texts import LANGUAGES

if TYPE_CHECKING:
    Rows = Sitemap[Any]
else:
    Rows = Sitemap

# Addresses in one file; a protocol's file is 50 MB at most, and each address names all languages.
AT_MOST = 2_500 * len(LANGUAGES)
STANDING = (
    "home",
    "twinning-list",
    "programme-list",
    "session-list",
    "goal-list",
    "lesson-list",
    "story-list",
    "data-overview",
)


class InEachLanguage:
    """Rows in each language, as one sequence of which only the asked part is read."""

    def __init__(self, rows: Any) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(LANGUAGES) * int(self.rows.count())

    def __getitem__(self, part: slice) -> list[tuple[Any, str]]:
        first, last = part.start // len(LANGUAGES), -(-part.stop // len(LANGUAGES))
        return [(row, code) for row in self.rows[first:last] for code in LANGUAGES]


class PublicPages(Rows):
    """A kind of public page."""

    i18n = alternates = x_default = True
    limit = AT_MOST

    def __init__(self, rows: Callable[[], Any]) -> None:
        self.rows = rows

    def _items(self) -> InEachLanguage:
        return InEachLanguage(self.rows())

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(str(settings.SITE_URL)).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(str(settings.SITE_URL)).netloc


class StandingPages(PublicPages):
    """Pages that are always there."""

    def _items(self) -> Any:
        return [(name, code) for name in STANDING for code in LANGUAGES]

    def location(self, item: str) -> str:
        return reverse(f"partnerships:{item}")


class GoalPages(PublicPages):
    def location(self, item: Goal) -> str:
        return reverse("partnerships:goal-detail", args=[item.pk])


SECTIONS: dict[str, Any] = {
    "pages": StandingPages(list),
    "goals": GoalPages(lambda: Goal.objects.order_by("pk")),
    "twinnings": PublicPages(lambda: Twinning.objects.public().order_by("pk")),
    "programmes": PublicPages(lambda: Programme.objects.public().order_by("pk")),
    "lessons": PublicPages(lambda: Lesson.objects.public().order_by("pk")),
    "stories": PublicPages(lambda: Story.objects.public().order_by("pk")),
    "sessions": PublicPages(lambda: Session.objects.public().order_by("pk")),
}


def is_large() -> bool:
    """Whether they are too many for one file."""
    with translation.override(settings.LANGUAGE_CODE):
        return sum(len(one._items()) for one in SECTIONS.values()) > AT_MOST
