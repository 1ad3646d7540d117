"""Where a documented fact comes from, and the facts themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stedenband.texts import Translated


class Source(models.Model):
    """A public document: what stands in the portal as a fact points to one."""

    key = models.SlugField(_("key"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=250)
    url = models.URLField(_("address"), max_length=500)
    published_on = models.DateField(_("published on"), null=True, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title


class Fact(models.Model):
    """One documented thing about a twinning, in four languages, with its source."""

    twinning = models.ForeignKey(
        "partnerships.Twinning",
        verbose_name=_("twinning"),
        on_delete=models.CASCADE,
        related_name="facts",
    )
    when = models.CharField(_("when"), max_length=60, blank=True)
    text_nl = models.CharField(_("text (Dutch)"), max_length=400)
    text_es = models.CharField(_("text (Spanish)"), max_length=400)
    text_fr = models.CharField(_("text (French)"), max_length=400)
    text_en = models.CharField(_("text (English)"), max_length=400)
    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    text = Translated("text")

    class Meta:
        verbose_name = _("documented fact")
        verbose_name_plural = _("documented facts")
        ordering = ["twinning", "position", "pk"]

    def __str__(self) -> str:
        return str(self.text)
