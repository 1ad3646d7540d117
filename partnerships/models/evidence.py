"""Evidence: a file or a link that proves a report, a deed or a measured value."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.models.deed import Deed
from partnerships.models.measurement import Measurement
from partnerships.models.membership import grants_of
from partnerships.models.progress import ProgressReport
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.files import stored_name
from stedenband.texts import validate_plain


def random_name(evidence: "Evidence", filename: str) -> str:
    return stored_name("evidence")


def takes_evidence(report: ProgressReport) -> bool:
    """Whether files may follow a report: while it is written, and until somebody decides on it."""
    return report.is_writable or (report.is_open and report.milestone.is_open)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: object) -> Self:
        """Evidence inside the twinning; before it is handed in, only of one's own side."""
        grants = grants_of(user)
        own = Q(report__in=ProgressReport.objects.of_side(user).values("pk"))
        sent = Q(sent_in_round__isnull=False)
        if grants.reads_all:
            standing = Q(measurement__in=Measurement.objects.standing().values("pk"))
            return self.filter(own | sent | Q(deed__isnull=False) | standing)
        mine = grants.organisations
        flemish = Q(report__milestone__trajectory__twinning__flemish__in=mine)
        partner = Q(report__milestone__trajectory__twinning__partner__in=mine)
        deeds = Q(deed__twinning__flemish__in=mine) | Q(deed__twinning__partner__in=mine)
        inside = Twinning.objects.of_member(user)
        measured = Measurement.objects.standing().filter(indicator__pair__twinning__in=inside)
        values = Q(measurement__in=measured.values("pk"))
        return self.filter(own | Q(flemish | partner, sent) | deeds | values)


class Evidence(models.Model):
    report = models.ForeignKey(
        ProgressReport,
        verbose_name=_("progress report"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
    )
    deed = models.ForeignKey(
        Deed,
        verbose_name=_("deed"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
    )
    measurement = models.ForeignKey(
        Measurement,
        verbose_name=_("measurement"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
    )
    file = models.FileField(_("file"), upload_to=random_name, blank=True)
    content_type = models.CharField(_("kind of file"), max_length=100, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    url = models.URLField(_("link"), max_length=500, blank=True)
    name = models.CharField(_("name"), max_length=200, validators=[validate_plain])
    sent_in_round = models.PositiveSmallIntegerField(
        _("first handed in with round"), null=True, blank=True
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=clock.now)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["report", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file="") & ~Q(url="") | ~Q(file="") & Q(url=""),
                name="evidence_file_or_link",
                violation_error_message=_("Evidence is a file or a link."),
            ),
            models.CheckConstraint(
                condition=Q(report__isnull=False, deed=None, measurement=None)
                | Q(report=None, deed__isnull=False, measurement=None)
                | Q(report=None, deed=None, measurement__isnull=False),
                name="evidence_of_one_thing",
                violation_error_message=_(
                    "Evidence belongs to one report, one deed or one measured value."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        if self.url:
            return self.url
        return reverse("partnerships:evidence-download", args=[self.pk])

    @property
    def twinning(self) -> Twinning:
        about = self.deed or self.measurement or (self.report.milestone if self.report else None)
        if about is None:
            raise ValueError("evidence of nothing")
        return about.twinning

    @property
    def side(self) -> str:
        """Whose it is: a side, or the coordination."""
        if about := self.deed or self.measurement:
            return about.side
        return self.report.reporter if self.report else ""

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")

    def refuse_if_sent(self) -> None:
        if self.sent_in_round is not None:
            raise ValidationError(_("This was handed in with a report: it stays with it."))
