"""The words of a report, as a draft and as they were handed in."""

from datetime import date
from typing import ClassVar

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stedenband.texts import WrittenLanguage, validate_plain

LONGEST_TEXT = 20_000


def text_of(label: object, longest: int = LONGEST_TEXT) -> "models.TextField[str, str]":
    checks = [validate_plain, MaxLengthValidator(longest)]
    return models.TextField(label, max_length=longest, blank=True, validators=checks)  # type: ignore[arg-type]


class ReportText(models.Model):
    """The words of a report: two that it needs, and what it may add."""

    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    what_happened = text_of(_("What happened?"))
    happened_on = models.DateField(_("When?"), null=True, blank=True)
    we_learned = text_of(_("What did we learn?"))
    changed_at_home = text_of(_("What changed at home?"))
    summary = text_of(_("Short summary for the other side"), 1_000)
    summary_language = models.CharField(
        _("the summary is in"), max_length=3, choices=WrittenLanguage, blank=True
    )

    SPOKEN: ClassVar[tuple[str, ...]] = ("what_happened", "we_learned", "changed_at_home")
    TEXTS = ("what_happened", "happened_on", "we_learned", "changed_at_home", "summary")

    class Meta:
        abstract = True

    @property
    def words(self) -> dict[str, str | date | None]:
        """All fields of this text by name."""
        return {name: getattr(self, name) for name in ("language", "summary_language", *self.TEXTS)}
