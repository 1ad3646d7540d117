"""Texts of people in other languages: written by one, checked by a second, outdated when the
original changes. The original stays the text; a translation never replaces it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.adoption import Adoption
from partnerships.models.comment import Comment
from partnerships.models.custom import Custom
from partnerships.models.deed import Deed
from partnerships.models.document import Document
from partnerships.models.forum import Forum
from partnerships.models.lesson import Lesson
from partnerships.models.minutes import Contribution
from partnerships.models.page import Page
from partnerships.models.photo import Photo
from partnerships.models.progress import ProgressReport
from partnerships.models.promise import Promise
from partnerships.models.session import Session
from partnerships.models.side import LEAVES, Side
from partnerships.models.spoken import CHECKED, Noun, Original, Reading, Spoken
from partnerships.models.story import Story
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.markdown import render_markdown, validate_length
from stedenband.texts import WrittenLanguage, validate_plain
from stedenband.versions import Versioned

# The drawing of each state, from the same family as the milestones'.
GLYPHS = {"missing": "planned", "outdated": "late", "draft": "review", "checked": "done"}


@dataclass(frozen=True)
class Kind(Noun):
    """A noun whose texts are translated, and what its rows are read with."""

    ways: tuple[str, ...] = ("twinning",)  # to its twinning, each of them
    with_one: tuple[str, ...] = ("twinning",)
    with_more: tuple[str, ...] = ()

    def of_twinning(self, twinning: Twinning) -> Q:
        return reduce(or_, (Q(**{way: twinning}) for way in self.ways))

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)


OF_MILESTONE = "milestone__trajectory__twinning"
OF_SESSION = "participations__twinning"
# By the name of the column that points to it.
TRANSLATED = {
    "deed": Kind(Deed),
    "page": Kind(Page),
    "report": Kind(ProgressReport, (OF_MILESTONE,), (OF_MILESTONE,), ("submissions",)),
    "lesson": Kind(Lesson),
    "story": Kind(Story),
    "document": Kind(Document),
    "promise": Kind(Promise),
    "session": Kind(Session, (OF_SESSION,), ("host",), (OF_SESSION,)),
    "adoption": Kind(Adoption, with_one=("lesson", "twinning__flemish", "twinning__partner")),
    "photo": Kind(Photo, ("story__twinning", f"session__{OF_SESSION}"), ("story", "session")),
    "comment": Kind(Comment, (OF_MILESTONE, "deed__twinning"), ("milestone", "deed")),
    "said": Kind(Contribution, (f"session__{OF_SESSION}",), ("session",)),
    "forum": Kind(Forum, (), ()),
    "custom": Kind(Custom),
}


def side_of_text(thing: Any) -> Side:
    """The side that wrote a thing; the partner's for what was written together or by VVSG."""
    about = thing.about if isinstance(thing, Photo) else thing
    side = getattr(about, "reporter", getattr(about, "side", ""))
    return Side(side) if side in LEAVES else Side.PARTNER


class TranslationQuerySet(models.QuerySet["Translation"]):
    def visible_to(self, user: object) -> Self:
        """Translations of what somebody may read."""
        seen = Q(pk=None)
        for kind, noun in TRANSLATED.items():
            seen |= Q(**{f"{kind}__in": noun.visible_to(user).values("pk")})
        return self.filter(seen)

    def of(self, thing: Spoken) -> Self:
        return self.filter(**{thing.translated_as: thing})


def of_one_thing() -> Q:
    """Exactly one of the columns points to something."""
    one = Q(pk=None) & ~Q(pk=None)
    for kind in TRANSLATED:
        others = {f"{other}__isnull": other != kind for other in TRANSLATED}
        one |= Q(**others)
    return one


class Translation(Versioned):
    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("translation", "draft")
        CHECKED = CHECKED, pgettext_lazy("translation", "checked")

    MISSING, OUTDATED = "missing", "outdated"
    LABELS = {
        MISSING: pgettext_lazy("translation", "missing"),
        OUTDATED: pgettext_lazy("translation", "outdated: the original changed"),
        **dict(State.choices),
    }

    deed = models.ForeignKey(
        Deed, on_delete=models.CASCADE, null=True, blank=True, related_name="translations"
    )
    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, null=True, blank=True, related_name="translations"
    )
    report = models.ForeignKey(
        ProgressReport, on_delete=models.CASCADE, null=True, blank=True, related_name="translations"
    )
    lesson = models.ForeignKey(
        Lesson, on_delete=models.CASCADE, null=True, blank=True, related_name="translations"
    )
    story = models.ForeignKey(
        Story, on_delete=models.CASCADE, null=True, blank=True, related_name="translations"
    )
    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, null=True, blank=True, related_name="translations"
    )
    promise = models.ForeignKey(
        Promise, on_delete=models.CASCADE, null=True, blank=True, related_name="translations"
    )
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, null=True, blank=True, related_name="translations"
    )
    adoption = models.ForeignKey(
        Adoption, on_delete=models.CASCADE, null=True, blank=True, related_name="translations"
    )
    photo = models.ForeignKey(
        Photo, on_delete=models.CASCADE, null=True, blank=True, related_name="translations"
    )
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="translations"
    )
    said = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, null=True, blank=True, related_name="translations"
    )
    forum = models.ForeignKey(
        Forum, on_delete=models.CASCADE, null=True, blank=True, related_name="translations"
    )
    custom = models.ForeignKey(
        Custom, on_delete=models.CASCADE, null=True, blank=True, related_name="translations"
    )
    language = models.CharField(_("language"), max_length=3, choices=WrittenLanguage)
    words = models.JSONField(_("words"), default=dict)
    html = models.JSONField(default=dict, editable=False)
    original = models.JSONField(_("the original, as it was"), default=dict, editable=False)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.DRAFT)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("translated by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("translated at"), default=clock.now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)

    objects = TranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=of_one_thing(), name="translation_of_one_thing"),
            *(
                models.UniqueConstraint(
                    fields=[kind, "language"], name=f"translation_of_{kind}_once_each_language"
                )
                for kind in TRANSLATED
            ),
            models.CheckConstraint(
                condition=Q(state="draft", checked_by=None)
                | Q(state="checked", checked_by__isnull=False, checked_at__isnull=False),
                name="translation_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=models.F("by")),
                name="translation_checked_by_a_second_person",
                violation_error_message=_("A second person checks a translation."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thing} ({self.get_language_display()})"

    def get_absolute_url(self) -> str:
        thing = self.thing
        return reverse(
            "partnerships:translation-edit", args=[thing.translated_as, thing.pk, self.language]
        )

    @property
    def thing(self) -> Any:
        """What is translated."""
        return next(one for kind in TRANSLATED if (one := getattr(self, kind)) is not None)

    @property
    def is_outdated(self) -> bool:
        return bool(self.original != self.thing.original.words)

    @property
    def shown_state(self) -> str:
        return self.OUTDATED if self.is_outdated else self.state

    @property
    def shown_label(self) -> str:
        return str(self.LABELS[self.shown_state])

    @property
    def shown_glyph(self) -> str:
        return GLYPHS[self.shown_state]

    def write(self, words: dict[str, str], original: Original) -> None:
        """Take over other words, of the original as it stands now; they are to be checked again."""
        if original.language == self.language:
            raise ValidationError(_("This is the language in which it was written."))
        self.words = {name: words.get(name, "") for name in original.words}
        refuse_unfit(self.words, original.rich)
        if not any(self.words.values()):
            raise ValidationError(_("Translate something before you save it."))
        rich = {name for name in original.rich if self.words[name]}
        self.html = {name: str(render_markdown(self.words[name])) for name in rich}
        self.original = original.words
        self.state, self.at = self.State.DRAFT, clock.now()
        self.checked_by = self.checked_at = None

    def check_by(self, user: Any) -> None:
        """A second person finds it right; ValidationError for who wrote it, and when outdated."""
        if self.by_id == user.pk:
            raise ValidationError(_("A second person checks a translation."))
        if self.is_outdated:
            raise ValidationError(
                _("The original changed since. Adapt the translation first, then have it checked.")
            )
        self.state, self.checked_by, self.checked_at = self.State.CHECKED, user, clock.now()


def refuse_unfit(words: dict[str, str], rich: frozenset[str]) -> None:
    """Invisible characters, and Markdown as long as no original, are refused on their field."""
    errors: dict[str, Any] = {}
    for name, text in words.items():
        try:
            validate_plain(text)
            if name in rich:
                validate_length(text)
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)


# --- What is to be done -------------------------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """Something that was written in another language, and how it stands in this one."""

    kind: str
    thing: Any
    written_in: str
    state: str

    @property
    def label(self) -> str:
        return str(Translation.LABELS[self.state])

    @property
    def shown_state(self) -> str:
        return GLYPHS[self.state]

    @property
    def kind_label(self) -> str:
        return TRANSLATED[self.kind].label


OF_TWINNINGS = {kind: noun for kind, noun in TRANSLATED.items() if noun.ways}
# What has to be done first stands first.
URGENCY = [Translation.OUTDATED, Translation.MISSING, "draft", "checked"]


def texts_of(twinning: Twinning, user: object, language: str) -> list[Text]:
    """What somebody reads of a twinning that was not written in a language, urgent first."""
    found = []
    done = Prefetch("translations", Translation.objects.filter(language=language), "done")
    for kind, noun in OF_TWINNINGS.items():
        things = noun.visible_to(user).filter(noun.of_twinning(twinning))
        rows = things.select_related(*noun.with_one).prefetch_related(done, *noun.with_more)
        for thing in rows:
            if thing.has_words and thing.original.language != language:
                found.append(text_in(kind, thing))
    return sorted(found, key=lambda one: URGENCY.index(one.state))


def text_in(kind: str, thing: Any) -> Text:
    original, state = thing.original, Translation.MISSING
    for translation in thing.done:
        is_outdated = translation.original != original.words
        state = Translation.OUTDATED if is_outdated else translation.state
    return Text(kind, thing, original.language, state)


@dataclass(frozen=True)
class Read:
    """A text as the reader gets it, and where it is translated: empty for who may not."""

    thing: Any
    reading: Reading
    to_translate: str


def read_all(things: Iterable[Any], *, translates: bool) -> list[Read]:
    """Texts in the reader's language where somebody translated them, else as they were written."""
    found = list(things)
    prefetch_related_objects(found, "translations")
    return [Read(one, one.reading, one.translation_url if translates else "") for one in found]
