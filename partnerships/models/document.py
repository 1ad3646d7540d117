"""Documents of a twinning: agreements, minutes, mission reports, each with its versions."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.models.membership import grants_of
from partnerships.models.organisation import Organisation
from partnerships.models.side import Side
from partnerships.models.spoken import Spoken
from partnerships.models.twinning import Twinning
from partnerships.models.visibility import SharedQuerySet, Visibility, of_own_side
from stedenband import clock
from stedenband.files import stored_name
from stedenband.texts import LocalText, WrittenLanguage, validate_plain
from stedenband.versions import Versioned


def random_name(version: "DocumentVersion", filename: str) -> str:
    return stored_name("documents")


class DocumentQuerySet(SharedQuerySet["Document"]):
    def public(self) -> Self:
        return super().public().filter(withdrawn_at=None)

    def visible_to(self, user: object) -> Self:
        """As everything that is shared; once withdrawn, its own side's and coordinators'."""
        visible = super().visible_to(user)
        if grants_of(user).is_coordinator:
            return visible
        return visible.filter(Q(withdrawn_at=None) | of_own_side(user))

    def with_names(self) -> Self:
        return self.select_related("twinning__flemish", "twinning__partner")


class Document(Spoken, Versioned):
    SPOKEN = ("title",)

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("agreement")
        MINUTES = "minutes", _("minutes")
        MISSION_REPORT = "mission_report", _("mission report")
        PLAN = "plan", _("plan")
        OTHER = "other", _("other document")

    twinning = models.ForeignKey(
        Twinning, verbose_name=_("twinning"), on_delete=models.PROTECT, related_name="documents"
    )
    side = models.CharField(_("side"), max_length=7, choices=Side)
    title = models.CharField(_("title"), max_length=200, validators=[validate_plain])
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.AGREEMENT)
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    visibility = models.CharField(
        _("who may read it"), max_length=9, choices=Visibility, default=Visibility.TWINNING
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_reason = models.CharField(
        _("why it was withdrawn"), max_length=500, blank=True, validators=[validate_plain]
    )
    is_sample = models.BooleanField(_("is sample data"), default=False)
    added_at = models.DateTimeField(_("added at"), default=clock.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=[Side.FLEMISH, Side.PARTNER]),
                name="document_of_one_side",
                violation_error_message=_("A document is put here by one side."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                name="document_valid_until_after_from",
                violation_error_message=_("It cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="document_withdrawn_with_a_reason",
                violation_error_message=_("Say why it is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:document-detail", args=[self.pk])

    @property
    def spoken_title(self) -> LocalText:
        """The title, knowing which language it is in."""
        return LocalText(self.title, self.language)

    @property
    def organisation(self) -> Organisation:
        return self.twinning.organisation_of(self.side)

    @property
    def is_expired(self) -> bool:
        return self.valid_until is not None and self.valid_until < clock.today()

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_shared(self) -> bool:
        """Whether anybody outside its own side may read it."""
        return self.visibility != Visibility.SIDE and not self.is_withdrawn

    @property
    def newest(self) -> "DocumentVersion | None":
        return max(self.versions.all(), key=lambda one: one.number, default=None)

    def refuse_if_withdrawn(self) -> None:
        if self.is_withdrawn:
            raise ValidationError(_("This document was withdrawn: add it anew if it is needed."))


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    def visible_to(self, user: object) -> Self:
        """All versions inside the twinning; to others the newest alone."""
        visible = self.filter(document__in=Document.objects.visible_to(user).values("pk"))
        newer = DocumentVersion.objects.filter(
            document=OuterRef("document"), number__gt=OuterRef("number")
        )
        inside = Q(document__twinning__in=Twinning.objects.inside(user).values("pk"))
        return visible.filter(inside | ~Exists(newer))


class DocumentVersion(models.Model):
    """One file of a document, once; earlier ones stay."""

    document = models.ForeignKey(
        Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    file = models.FileField(_("file"), upload_to=random_name)
    name = models.CharField(_("name"), max_length=200, validators=[validate_plain])
    content_type = models.CharField(_("kind of file"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    note = models.TextField(
        _("what is new"),
        max_length=1_000,
        blank=True,
        validators=[validate_plain, MaxLengthValidator(1_000)],
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=clock.now)

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of documents")
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.document}, {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:document-download", args=[self.document_id, self.number])
