"""A conversation, of which a page shows the last that was said, and leads to what came before."""

from dataclasses import dataclass

from partnerships.models import read_all
from partnerships.models.comment import CommentQuerySet
from partnerships.models.translation import Read
from stedenband.paging import Step, step_of

SHOWN = 30


@dataclass(frozen=True)
class Talk:
    """Some comments, the oldest of them first."""

    said: list[Read]
    page: Step

    @property
    def earlier(self) -> str:
        """Where what came before stands; nothing when this is the beginning."""
        return f"?talk={self.page.number + 1}#talk" if self.page.has_next else ""

    @property
    def later(self) -> str:
        return f"?talk={self.page.number - 1}#talk" if self.page.has_previous else ""


def talk_of(comments: CommentQuerySet, number: str | None) -> Talk:
    """Page `number` of a conversation, counted from its end, in the reader's language."""
    newest = comments.select_related("by", "organisation").order_by("-at", "-pk")
    page = step_of(newest, SHOWN, number)
    return Talk(read_all(reversed(page.rows), translates=True), page)
