"""Photos of a story or a session: shown with recorded consent, gone when it is withdrawn."""

from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.membership import grants_of
from partnerships.models.session import Session
from partnerships.models.spoken import Spoken
from partnerships.models.story import Story
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.files import stored_name
from stedenband.texts import LocalText, WrittenLanguage, validate_plain
from stedenband.versions import Versioned

MOST_PHOTOS = 12


def random_name(rendition: "Rendition", filename: str) -> str:
    return stored_name("photos", ".webp")


class PhotoQuerySet(models.QuerySet["Photo"]):
    def standing(self) -> Self:
        return self.filter(consent_withdrawn_at=None)

    def consented(self) -> Self:
        """Nobody recognisable on it, or with the consent of who is; and not withdrawn since."""
        return self.standing().exclude(consent="")

    def public(self) -> Self:
        told = Q(story__in=Story.objects.public().values("pk"))
        held = Q(session__in=Session.objects.public().values("pk"))
        return self.consented().filter(told | held)

    def visible_to(self, user: object) -> Self:
        """To all with consent; what is not public, to whoever works on its story or session."""
        public = Q(pk__in=Photo.objects.public().values("pk"))
        grants = grants_of(user)
        if not grants.organisations:
            return self.filter(public)
        own = Story.objects.of_side(user)
        inside = Story.objects.visible_to(user) if grants.reads_all else own
        held = Q(session__in=Session.objects.inside(user).values("pk"))
        return self.filter(public | Q(story__in=inside.values("pk")) | held)

    def with_names(self) -> Self:
        sessions = models.Prefetch("session", Session.objects.with_names())
        sides = ("story__twinning__flemish", "story__twinning__partner")
        return self.select_related(*sides).prefetch_related(sessions)

    def drawn(self) -> Self:
        """With the pictures that a page shows, and their words in other languages."""
        return self.prefetch_related("renditions", "translations")


class Photo(Spoken, Versioned):
    """One photo of a story, in whose language its words are, or of a session."""

    SPOKEN: ClassVar[tuple[str, ...]] = ("alt", "caption")

    class Consent(models.TextChoices):
        NO_PEOPLE = "no_people", _("Nobody on it can be recognised")
        GIVEN = "given", _("Who can be recognised agreed")

    class How(models.TextChoices):
        WRITTEN = "written", _("in writing")
        ORAL = "oral", _("orally")
        GUARDIAN = "guardian", _("by a parent or guardian")

    story = models.ForeignKey(
        Story,
        verbose_name=_("story"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="photos",
    )
    session = models.ForeignKey(
        Session,
        verbose_name=pgettext_lazy("dialogue", "session"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="photos",
    )
    written_in = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, blank=True
    )
    position = models.PositiveSmallIntegerField(
        _("place in the row"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PHOTOS)],
    )
    alt = models.CharField(
        _("what is to be seen"), max_length=250, blank=True, validators=[validate_plain]
    )
    caption = models.CharField(
        _("caption"), max_length=300, blank=True, validators=[validate_plain]
    )
    credit = models.CharField(_("credit"), max_length=120, blank=True, validators=[validate_plain])
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    width = models.PositiveSmallIntegerField(_("width"))
    height = models.PositiveSmallIntegerField(_("height"))
    consent = models.CharField(_("consent"), max_length=9, choices=Consent, blank=True)
    consent_how = models.CharField(
        _("how consent was given"), max_length=8, choices=How, blank=True
    )
    consent_on = models.DateField(_("consent given on"), null=True, blank=True)
    consent_by = models.CharField(
        _("consent given by"),
        max_length=100,
        blank=True,
        validators=[validate_plain],
        help_text=_("A role, never a name: participants, the school, the market traders."),
    )
    consent_withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    added_at = models.DateTimeField(_("added at"), default=clock.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["story", "session", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(story__isnull=False, session=None, written_in="")
                | Q(story=None, session__isnull=False) & ~Q(written_in=""),
                name="photo_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="photo_has_a_size"),
            models.CheckConstraint(
                condition=~Q(alt="") | Q(consent_withdrawn_at__isnull=False),
                name="photo_says_what_is_to_be_seen",
                violation_error_message=_("Say what is to be seen."),
            ),
            models.CheckConstraint(
                condition=~Q(consent="given")
                | Q(consent_on__isnull=False) & ~Q(consent_how="") & ~Q(consent_by=""),
                name="photo_consent_says_how_when_and_by_whom",
                violation_error_message=_("Say how consent was given, when and by whom."),
            ),
        ]

    def __str__(self) -> str:
        return self.alt or str(self._meta.verbose_name)

    def get_absolute_url(self) -> str:
        return self.about.get_absolute_url()

    @property
    def about(self) -> Story | Session:
        """What it is a photo of."""
        return self.story or self.session  # type: ignore[return-value]

    @property
    def language(self) -> str:
        return self.written_in or self.about.language

    @property
    def twinnings_concerned(self) -> list[Twinning]:
        return self.about.twinnings_concerned

    @property
    def alt_text(self) -> LocalText:
        return self.said("alt")

    @property
    def caption_text(self) -> LocalText:
        return self.said("caption")

    @property
    def is_withdrawn(self) -> bool:
        return self.consent_withdrawn_at is not None

    @property
    def is_consented(self) -> bool:
        return bool(self.consent) and not self.is_withdrawn

    @property
    def is_public(self) -> bool:
        return self.is_consented and self.about.is_public

    @property
    def src(self) -> str:
        """The address of its smallest picture, for who does not choose; of those that stand."""
        return next((one.get_absolute_url() for one in self.renditions.all()), "")

    @property
    def srcset(self) -> str:
        """Its pictures by width, as a browser chooses among them."""
        found = [f"{one.get_absolute_url()} {one.width}w" for one in self.renditions.all()]
        return ", ".join(found)

    def refuse_if_withdrawn(self) -> None:
        if self.is_withdrawn:
            raise ValidationError(_("This photo was withdrawn: it does not come back."))

    def withdraw(self) -> None:
        """What it showed is said no more; that there was one, and when it went, stays."""
        self.refuse_if_withdrawn()
        self.consent_withdrawn_at = clock.now()
        self.alt = self.caption = self.credit = ""


class Rendition(models.Model):
    """One picture of a photo at one width."""

    photo = models.ForeignKey(
        Photo, verbose_name=_("photo"), on_delete=models.CASCADE, related_name="renditions"
    )
    width = models.PositiveSmallIntegerField(_("width"))
    file = models.FileField(_("file"), upload_to=random_name)
    size = models.PositiveIntegerField(_("size in bytes"))

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        ordering = ["photo", "width"]
        constraints = [
            models.UniqueConstraint(fields=["photo", "width"], name="rendition_one_for_each_width")
        ]

    def __str__(self) -> str:
        return f"{self.photo}, {self.width} px"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:photo-image", args=[self.photo_id, self.width])
