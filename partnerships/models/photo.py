"""Photos of a story: shown with the consent that is recorded, gone when it is withdrawn."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.models.membership import grants_of
from partnerships.models.story import Story
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.files import stored_name
from stedenband.texts import LocalText, validate_plain
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
        return self.consented().filter(story__in=Story.objects.public().values("pk"))

    def visible_to(self, user: object) -> Self:
        """To all with consent; its side and the coordination see the others, and what went."""
        public = Q(pk__in=Photo.objects.public().values("pk"))
        grants = grants_of(user)
        if not grants.organisations:
            return self.filter(public)
        own = Story.objects.of_side(user)
        inside = Story.objects.visible_to(user) if grants.reads_all else own
        return self.filter(public | Q(story__in=inside.values("pk")))

    def with_story(self) -> Self:
        return self.select_related("story__twinning__flemish", "story__twinning__partner")


class Photo(Versioned):
    """One photo of a story. Its words are in the story's language."""

    SPOKEN = ("alt", "caption")

    class Consent(models.TextChoices):
        NO_PEOPLE = "no_people", _("Nobody on it can be recognised")
        GIVEN = "given", _("Who can be recognised agreed")

    class How(models.TextChoices):
        WRITTEN = "written", _("in writing")
        ORAL = "oral", _("orally")
        GUARDIAN = "guardian", _("by a parent or guardian")

    story = models.ForeignKey(
        Story, verbose_name=_("story"), on_delete=models.PROTECT, related_name="photos"
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
        ordering = ["story", "position", "pk"]
        constraints = [
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
        return self.story.get_absolute_url()

    @property
    def language(self) -> str:
        return self.story.language

    @property
    def spoken_alt(self) -> LocalText:
        return LocalText(self.alt, self.language)

    @property
    def twinning(self) -> Twinning:
        return self.story.twinning

    @property
    def is_withdrawn(self) -> bool:
        return self.consent_withdrawn_at is not None

    @property
    def is_consented(self) -> bool:
        return bool(self.consent) and not self.is_withdrawn

    @property
    def is_public(self) -> bool:
        return self.is_consented and self.story.is_public

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
