"""Posts: what somebody has to do for a twinning, on one side, whoever it is."""

from datetime import date
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.membership import grants_of
from partnerships.models.side import LEAVES, Side
from partnerships.models.source import Source
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.texts import LocalText, WrittenLanguage, interface_language, validate_plain
from stedenband.versions import Versioned

SIDES = [(side.value, side.label) for side in LEAVES]


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, user: object) -> Self:
        """Read inside the twinning; what is documented and listed, by everybody."""
        documented = models.Q(source__isnull=False, twinning__is_listed=True)
        if grants_of(user).reads_all:
            return self.all()
        return self.filter(documented | models.Q(twinning__in=Twinning.objects.inside(user)))

    def of_member(self, user: object) -> Self:
        return self.filter(twinning__in=Twinning.objects.of_member(user))

    def with_names(self) -> Self:
        return self.select_related("twinning__flemish", "twinning__partner", "source")

    def vacant(self, day: date | None = None) -> Self:
        """Of which no term is known that runs on a day (today): empty, or not entered."""
        today = day or clock.today()
        open_end = models.Q(mandates__ends_on=None) | models.Q(mandates__ends_on__gte=today)
        runs = models.Q(mandates__starts_on__lte=today, mandates__isnull=False) & open_end
        return self.exclude(pk__in=Post.objects.filter(runs).values("pk"))


class Post(Versioned):
    """A post on one side: by its role, never by a person's name."""

    class Kind(models.TextChoices):
        COORDINATOR = "coordinator", pgettext_lazy("post", "coordinator")
        ALDERMAN = "alderman", pgettext_lazy("post", "alderman in charge")
        MAYOR = "mayor", pgettext_lazy("post", "mayor")
        AUTHORITY = "authority", pgettext_lazy("post", "community authority")
        COUNCIL = "council", pgettext_lazy("post", "municipal council")
        ADVISORY = "advisory", pgettext_lazy("post", "advisory council")

    twinning = models.ForeignKey(
        Twinning, verbose_name=_("twinning"), on_delete=models.PROTECT, related_name="posts"
    )
    side = models.CharField(_("side"), max_length=7, choices=SIDES)
    kind = models.CharField(_("kind of post"), max_length=11, choices=Kind)
    title = models.CharField(
        _("as it is called there"), max_length=150, blank=True, validators=[validate_plain]
    )
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    needed_until = models.DateField(_("needed until"), null=True, blank=True)
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
    )
    is_sample = models.BooleanField(_("is sample data"), default=False)
    made_at = models.DateTimeField(_("entered at"), default=clock.now, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("function", "post")
        verbose_name_plural = pgettext_lazy("function", "posts")
        ordering = ["twinning", "side", "kind", "pk"]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("partnerships:post-list", args=[self.twinning.slug])

    @property
    def place(self) -> str:
        """The municipality whose post it is."""
        return self.twinning.organisation_of(Side(self.side)).name

    @property
    def spoken_title(self) -> LocalText:
        """What it is called there, knowing which language it is in; else its kind."""
        if self.title:
            return LocalText(self.title, self.language)
        return LocalText(str(self), interface_language())

    def ends_after(self, day: date) -> bool:
        """Whether it is still needed when a cover has ended."""
        return self.needed_until is not None and self.needed_until > day
