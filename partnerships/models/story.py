"""Stories: public news of a twinning, written by one side and read over by a coordinator."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.membership import grants_of
from partnerships.models.organisation import Organisation
from partnerships.models.progress import Decision
from partnerships.models.side import Side
from partnerships.models.spoken import Spoken
from partnerships.models.twinning import Twinning
from partnerships.models.visibility import of_own_side
from stedenband import clock
from stedenband.markdown import RenderedField, validate_length
from stedenband.texts import LocalText, WrittenLanguage, validate_plain
from stedenband.versions import Versioned

LONGEST_LEAD = 600
MOST_WORDS_ALOUD = 200


def validate_read_aloud(value: str) -> None:
    """Some ninety seconds of local radio."""
    words = len(value.split())
    if words > MOST_WORDS_ALOUD:
        raise ValidationError(
            _("This has %(words)s words: at most %(most)s can be read aloud."),
            params={"words": words, "most": MOST_WORDS_ALOUD},
        )


class StoryQuerySet(models.QuerySet["Story"]):
    def public(self) -> Self:
        """Published by their own side, and past their embargo."""
        shown = Q(embargo_until=None) | Q(embargo_until__lte=clock.now())
        return self.filter(shown, published_at__isnull=False, twinning__is_listed=True)

    def of_side(self, user: object) -> Self:
        """Stories of the side that somebody belongs to."""
        return self.filter(of_own_side(user))

    def visible_to(self, user: object) -> Self:
        """One's own side's always; to the coordination once handed in; to all when public."""
        public = Q(pk__in=Story.objects.public().values("pk"))
        grants = grants_of(user)
        if not grants.organisations:
            return self.filter(public)
        own = of_own_side(user)
        if grants.reads_all:
            return self.filter(public | own | ~Q(state=Story.State.DRAFT))
        return self.filter(public | own)

    def not_shown(self) -> Self:
        """What the public does not read, or not yet; last changed first."""
        later = Q(embargo_until__gt=clock.now())
        return self.filter(later | Q(published_at=None)).order_by("-updated_at", "-pk")

    def to_review(self) -> Self:
        """Handed in and not yet decided, oldest first."""
        return self.filter(state=Story.State.SUBMITTED).order_by("submitted_at", "pk")

    def waiting_for_side(self) -> Self:
        """Came back with a note, or approved and not published: the next deed is its side's."""
        decided = [Story.State.RETURNED, Story.State.APPROVED]
        return self.filter(state__in=decided, published_at=None).order_by("-reviewed_at", "-pk")

    def shown_at(self, moment: datetime) -> Self:
        """Those that had appeared by then, of the ones that are public today."""
        return self.filter(published_at__lte=moment).exclude(embargo_until__gt=moment)

    def newest_first(self) -> Self:
        appeared = Greatest("published_at", Coalesce("embargo_until", "published_at"))
        return self.order_by(appeared.desc(), "-pk")

    def with_names(self) -> Self:
        return self.select_related("twinning__flemish", "twinning__partner")


class Story(Spoken, Versioned):
    """What a side tells everybody. Any change makes it a draft again, out of sight."""

    SPOKEN = ("title", "lead", "text", "read_aloud")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("story", "draft")
        SUBMITTED = "submitted", pgettext_lazy("story", "waits for review")
        RETURNED = "returned", pgettext_lazy("story", "returned with a note")
        APPROVED = "approved", pgettext_lazy("story", "approved, not published")

    twinning = models.ForeignKey(
        Twinning, verbose_name=_("twinning"), on_delete=models.PROTECT, related_name="stories"
    )
    side = models.CharField(_("side"), max_length=7, choices=Side)
    title = models.CharField(_("title"), max_length=150, validators=[validate_plain])
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    lead = models.TextField(
        _("lead"),
        max_length=LONGEST_LEAD,
        blank=True,
        validators=[validate_plain, MaxLengthValidator(LONGEST_LEAD)],
    )
    text = models.TextField(_("text"), blank=True, validators=[validate_plain, validate_length])
    text_html = RenderedField(source="text")
    read_aloud = models.TextField(
        _("to be read aloud"),
        max_length=4_000,
        blank=True,
        validators=[validate_plain, MaxLengthValidator(4_000), validate_read_aloud],
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    embargo_until = models.DateTimeField(_("not shown before"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handed in by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    review_note = models.TextField(
        _("note of the reviewer"),
        max_length=4_000,
        blank=True,
        validators=[validate_plain, MaxLengthValidator(4_000)],
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    is_sample = models.BooleanField(_("is sample data"), default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("begun by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    updated_at = models.DateTimeField(_("last changed at"), default=clock.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-updated_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="story_by_state"),
            models.Index(fields=["-published_at"], name="story_by_date"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=[Side.FLEMISH, Side.PARTNER]),
                name="story_of_one_side",
                violation_error_message=_("A story belongs to one side."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="story_handed_in_or_draft",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned", review_note=""),
                name="story_returned_with_a_note",
                violation_error_message=_("Say what is missing before you return it."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted"], reviewed_by=None)
                | Q(
                    state__in=["approved", "returned"],
                    reviewed_at__isnull=False,
                    reviewed_by__isnull=False,
                ),
                name="story_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None)
                | ~Q(reviewed_by=models.F("written_by"))
                & ~Q(reviewed_by=models.F("updated_by"))
                & ~Q(reviewed_by=models.F("submitted_by")),
                name="story_not_reviewed_by_its_author",
                violation_error_message=_("Nobody reviews their own story."),
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(state="approved"),
                name="story_public_when_approved",
                violation_error_message=_("Only an approved story can be published."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:story-detail", args=[self.pk])

    @property
    def organisation(self) -> Organisation:
        return self.twinning.organisation_of(self.side)

    @property
    def spoken_title(self) -> LocalText:
        """The title as the reader gets it, knowing which language it is in."""
        return self.reading.words["title"]

    @property
    def authors(self) -> set[int | None]:
        """Whoever began it, changed it last or handed it in."""
        return {self.written_by_id, self.updated_by_id, self.submitted_by_id}

    @property
    def is_published(self) -> bool:
        """Published by its side; what is under embargo is published and not shown yet."""
        return self.published_at is not None

    @property
    def is_embargoed(self) -> bool:
        return self.embargo_until is not None and self.embargo_until > clock.now()

    @property
    def is_public(self) -> bool:
        return self.is_published and not self.is_embargoed and self.twinning.is_listed

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_with_its_side(self) -> bool:
        """Whether its own side has it in hand: a draft, or returned."""
        return self.state in (self.State.DRAFT, self.State.RETURNED)

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @property
    def is_to_review(self) -> bool:
        return self.state == self.State.SUBMITTED

    @property
    def appeared_at(self) -> datetime | None:
        """Since when everybody can read it."""
        if self.published_at is None:
            return None
        return max(self.published_at, self.embargo_until or self.published_at)

    @property
    def shown_state(self) -> str:
        """The glyph of its state, from the same family as the milestones'."""
        if self.is_published:
            return "postponed" if self.is_embargoed else "done"
        return {"draft": "planned", "submitted": "review", "approved": "key"}.get(
            self.state, self.state
        )

    @property
    def shown_state_label(self) -> str:
        if self.is_published:
            return str(_("published, under embargo") if self.is_embargoed else _("published"))
        return str(self.State(self.state).label)

    def rework(self) -> None:
        """Something of it changes: a draft again, to be read over before anybody sees it."""
        self.state = self.State.DRAFT
        self.published_at = self.reviewed_at = self.reviewed_by = None

    def hand_in(self) -> None:
        """Draft or returned becomes submitted."""
        if not self.is_with_its_side:
            raise ValidationError(_("This story was handed in already."))
        if not self.lead or not self.text:
            raise ValidationError(_("Write the lead and the text before you hand it in."))
        self.state = self.State.SUBMITTED
        self.reviewed_at = self.reviewed_by = None
        self.submitted_at = clock.now()

    def decide(self, decision: str, note: str) -> None:
        """Submitted becomes approved or returned."""
        if not self.is_to_review:
            raise ValidationError(_("This story does not wait for a decision any more."))
        self.state = self.State(Decision(decision))
        self.review_note = note
        self.reviewed_at = clock.now()

    def publish(self) -> None:
        if not self.is_approved:
            raise ValidationError(_("Only an approved story can be published."))
        self.published_at = self.published_at or clock.now()
