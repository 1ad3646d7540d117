"""The texts of the portal as search finds them: one passage for each text and language.

Written from the texts whenever an action changes one, and anew by a command; nothing else reads it.
Who may find a passage is asked of the thing that it belongs to, when it is searched for.
"""

import re
from dataclasses import dataclass
from functools import reduce
from html import unescape
from operator import or_
from typing import Any, Self

from django.db import connections, models
from django.db.models import Q
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from partnerships.models.adoption import Adoption
from partnerships.models.custom import Custom
from partnerships.models.deed import Deed
from partnerships.models.document import Document
from partnerships.models.forum import Forum
from partnerships.models.lesson import Lesson
from partnerships.models.milestone import Milestone
from partnerships.models.minutes import Contribution, Minutes
from partnerships.models.page import Page
from partnerships.models.progress import ProgressReport
from partnerships.models.promise import Promise
from partnerships.models.session import Session
from partnerships.models.spoken import CHECKED, Noun
from partnerships.models.story import Story
from stedenband.markdown import render_markdown
from stedenband.texts import LANGUAGES, FoldedField

# PostgreSQL's rules for each written language; others are searched word by word.
CONFIGURATIONS = {"nl": "dutch", "es": "spanish", "fr": "french", "en": "english"}
PLAIN = "simple"
LONGEST_TITLE = 300
TITLE_WORDS = 12  # of a text that has no title
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Searched(Noun):
    """A noun that is searched: its model, and the name of its page."""

    address: str
    with_more: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name_plural)


SPOKEN = ("translations",)
OF_REPORT = ("milestone", *SPOKEN)
# By the name under which the line of history knows it.
SEARCHED = {
    "milestone": Searched(Milestone, "milestone-detail"),
    "report": Searched(ProgressReport, "milestone-detail", ("submissions", *OF_REPORT)),
    "deed": Searched(Deed, "deed-detail", SPOKEN),
    "page": Searched(Page, "twinning-detail", ("twinning", *SPOKEN)),
    "session": Searched(Session, "session-detail", SPOKEN),
    "minutes": Searched(Minutes, "session-detail", ("session",)),
    "said": Searched(Contribution, "session-detail", ("session", *SPOKEN)),
    "promise": Searched(Promise, "promise-detail", SPOKEN),
    "lesson": Searched(Lesson, "lesson-detail", SPOKEN),
    "adoption": Searched(Adoption, "lesson-detail", ("lesson", *SPOKEN)),
    "forum": Searched(Forum, "forum-detail", SPOKEN),
    "story": Searched(Story, "story-detail", SPOKEN),
    "document": Searched(Document, "document-detail", SPOKEN),
    "custom": Searched(Custom, "custom-list", ("twinning", *SPOKEN)),
}


ABOUT = {
    ProgressReport: "milestone_id",
    Minutes: "session_id",
    Contribution: "session_id",
    Adoption: "lesson_id",
}


class Matches(models.Func):
    """Whether a passage answers to a query, by the rules of its language; PostgreSQL alone.

    The words that it compares are a column that the database itself fills and that is no field:
    `words`, made by the migrations.
    """

    output_field = models.BooleanField()

    def __init__(self, query: str, configuration: str) -> None:
        super().__init__(models.F("pk"), models.Value(query))
        self.configuration = configuration

    def as_sql(
        self, compiler: Any, connection: Any, *args: Any, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        row, query = self.get_source_expressions()
        asked, params = compiler.compile(query)
        table = connection.ops.quote_name(row.alias)
        return f"{table}.words @@ to_tsquery('{self.configuration}'::regconfig, {asked})", params


class PassageQuerySet(models.QuerySet["Passage"]):
    def search(self, groups: list[list[str]]) -> Self:
        """Passages that hold of each group one of its words, or what begins with it.

        PostgreSQL finds other forms of a word too, by the rules of the text's own language; SQLite
        finds the letters as they were typed. Neither minds accents, capitals or apostrophes.
        """
        if connections[self.db].vendor == "postgresql":
            return self.filter(in_own_language(groups))
        found = self
        for group in groups:
            found = found.filter(reduce(or_, (Q(folded__contains=word) for word in group)))
        return found


def in_own_language(groups: list[list[str]]) -> Q:
    parts = ["(" + " | ".join(f"{word}:*" for word in group) + ")" for group in groups]
    query = " & ".join(parts)
    own = [Q(language=code) & Q(Matches(query, rules)) for code, rules in CONFIGURATIONS.items()]
    others = ~Q(language__in=list(CONFIGURATIONS)) & Q(Matches(query, PLAIN))
    return reduce(or_, [*own, others])


class Passage(models.Model):
    kind = models.CharField(_("kind"), max_length=10)
    thing = models.PositiveBigIntegerField()
    language = models.CharField(_("language"), max_length=3)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    text = models.TextField(_("text"), blank=True)
    folded = FoldedField(sources=("title", "text"))
    key = models.CharField(max_length=120)  # what the address of its page needs

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "thing", "language"], name="passage_once_for_each_language"
            )
        ]

    def __str__(self) -> str:
        return self.title


def passages_of(kind: str, thing: Any) -> list[Passage]:
    """The passages of a thing: what was written, and what was translated and checked."""
    if isinstance(thing, Milestone):
        texts = [(code, title_in(thing, code), "") for code in LANGUAGES]
    elif isinstance(thing, Session):
        texts = [(code, name, f"{thing.place}\n{text}") for code, name, text in spoken_texts(thing)]
    elif isinstance(thing, Minutes):
        said = f"{without_marks(thing.text, is_rich=True)}\n{thing.missing_voices}"
        texts = [(thing.language, thing.session.title, said)]
    else:
        texts = spoken_texts(thing)
    key = key_of(thing)
    given = [(code, title.strip(), text.strip()) for code, title, text in texts]
    return [
        Passage(
            kind=kind,
            thing=thing.pk,
            language=code,
            title=(title or Truncator(text).words(TITLE_WORDS))[:LONGEST_TITLE],
            text=text,
            key=key,
        )
        for code, title, text in given
        if title or text
    ]


def title_in(milestone: Milestone, code: str) -> str:
    return str(getattr(milestone, f"title_{code}"))


def spoken_texts(thing: Any) -> list[tuple[str, str, str]]:
    """Language, title and text, of the original and of each translation that was checked."""
    if not thing.has_words:
        return []
    rows = [(thing.original.language, thing.original.words)]
    for one in thing.translations.all():
        if one.state == CHECKED and one.language != rows[0][0]:
            rows.append((one.language, one.words))
    rich = thing.original.rich
    return [
        (
            code,
            words.get("title", "") or name_of(thing),
            "\n".join(without_marks(t, n in rich) for n, t in words.items() if n != "title"),
        )
        for code, words in rows
    ]


def name_of(thing: Any) -> str:
    """What a text without a title is called: what it is about, or its municipality's name."""
    if isinstance(thing, ProgressReport):
        return str(thing.milestone)
    if isinstance(thing, Adoption | Contribution):
        return str(thing.lesson if isinstance(thing, Adoption) else thing.session)
    return str(thing.organisation) if isinstance(thing, Page | Custom) else ""


def without_marks(text: str, is_rich: bool) -> str:
    """The words of a text; of Markdown without its marks."""
    return unescape(strip_tags(render_markdown(text))) if is_rich else text


def key_of(thing: Any) -> str:
    """What the address of its page needs: of what a side keeps once its twinning's slug."""
    if isinstance(thing, Page | Custom):
        return thing.twinning.slug
    return str(getattr(thing, ABOUT.get(type(thing), "pk")))
