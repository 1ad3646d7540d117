"""Comments: a conversation on a milestone or a deed, in any language."""

from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.deed import Deed
from partnerships.models.milestone import Milestone
from partnerships.models.organisation import Organisation
from partnerships.models.spoken import Spoken
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.texts import WrittenLanguage, validate_plain


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: object) -> Self:
        """A conversation is read inside the twinning alone."""
        inside = Twinning.objects.inside(user)
        return self.filter(
            models.Q(milestone__trajectory__twinning__in=inside)
            | models.Q(deed__twinning__in=inside)
        )


class Comment(Spoken, models.Model):
    SPOKEN: ClassVar[tuple[str, ...]] = ("text",)

    milestone = models.ForeignKey(
        Milestone,
        verbose_name=_("milestone"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="comments",
    )
    deed = models.ForeignKey(
        Deed,
        verbose_name=_("deed"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="comments",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    language = models.CharField(_("written in"), max_length=3, choices=WrittenLanguage)
    text = models.TextField(
        _("comment"), max_length=4_000, validators=[validate_plain, MaxLengthValidator(4_000)]
    )
    at = models.DateTimeField(_("at"), default=clock.now)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="comment_says_something",
                violation_error_message=_("Write something before you send it."),
            ),
            models.CheckConstraint(
                condition=models.Q(milestone=None) ^ models.Q(deed=None),
                name="comment_on_one_thing",
                violation_error_message=_("A comment is on one milestone or one deed."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return self.about.get_absolute_url()

    @property
    def twinnings_concerned(self) -> list[Twinning]:
        return [self.about.twinning]

    @property
    def about(self) -> Milestone | Deed:
        """The thing that is talked about."""
        return self.milestone or self.deed  # type: ignore[return-value]
