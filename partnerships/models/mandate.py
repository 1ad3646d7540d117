"""Mandates: the terms of a post, from when till when, whoever holds it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.models.exactness import Exactness, first_day, in_figures, in_words, last_day
from partnerships.models.membership import grants_of
from partnerships.models.post import Post
from partnerships.models.source import Source
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.texts import LocalText, WrittenLanguage, validate_plain
from stedenband.versions import Versioned

SOON = 366  # days in which an end is near: time enough to hand over
A_DAY = timedelta(days=1)


class MandateQuerySet(models.QuerySet["Mandate"]):
    def visible_to(self, user: object) -> Self:
        """Read inside the twinning; what is documented and listed, by everybody."""
        if grants_of(user).reads_all:
            return self.all()
        documented = Q(
            source__isnull=False, post__source__isnull=False, post__twinning__is_listed=True
        )
        return self.filter(documented | Q(post__twinning__in=Twinning.objects.inside(user)))

    def of_member(self, user: object) -> Self:
        return self.filter(post__twinning__in=Twinning.objects.of_member(user))

    def on(self, day: date) -> Self:
        """The terms that run on a day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def ending_within(self, days: int, day: date | None = None) -> Self:
        """The running terms whose end is so many days away at most, the first to end first."""
        today = day or clock.today()
        ending = self.filter(
            starts_on__lte=today, ends_on__range=(today, today + timedelta(days=days))
        )
        return ending.order_by("ends_on", "pk")

    def with_names(self) -> Self:
        return self.select_related(
            "post__twinning__flemish__within", "post__twinning__partner__within", "source"
        )


class Mandate(Versioned):
    """One term of a post. Its days are kept as the widest that they may mean."""

    class Filled(models.TextChoices):
        ELECTED = "elected", _("elected")
        APPOINTED = "appointed", _("appointed")
        EMPLOYED = "employed", _("employed")

    post = models.ForeignKey(
        Post, verbose_name=_("post"), on_delete=models.PROTECT, related_name="mandates"
    )
    starts_on = models.DateField(_("from"))
    starts_known = models.CharField(
        _("start known"), max_length=5, choices=Exactness, default=Exactness.DAY
    )
    ends_on = models.DateField(
        _("to and including"), null=True, blank=True, help_text=_("Empty: no known end.")
    )
    ends_known = models.CharField(
        _("end known"), max_length=5, choices=Exactness, default=Exactness.DAY
    )
    filled = models.CharField(_("how it is filled"), max_length=9, choices=Filled)
    note = models.TextField(
        _("note"),
        max_length=500,
        blank=True,
        validators=[validate_plain, MaxLengthValidator(500)],
        help_text=_("What a successor must know of this term. No names of persons."),
    )
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates",
    )
    is_sample = models.BooleanField(_("is sample data"), default=False)
    made_at = models.DateTimeField(_("entered at"), default=clock.now, editable=False)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["post", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="mandate_ends_after_it_starts",
                violation_error_message=_("A term ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.term}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:post-list", args=[self.post.twinning.slug])

    def clean(self) -> None:
        """Terms of one post may meet on a day, and never overlap."""
        if not self.starts_on:
            return  # the form says so already
        others = Mandate.objects.filter(post=self.post_id).exclude(pk=self.pk)
        if other := next(filter(self.overlaps, others.order_by("starts_on")), None):
            message = _("This overlaps another term of the same post: %(term)s.")
            raise ValidationError(message, params={"term": other.words})

    def overlaps(self, other: "Mandate") -> bool:
        """Whether both hold at once, whichever days of a month or a year are meant."""
        return self.starts_before_end_of(other) and other.starts_before_end_of(self)

    def starts_before_end_of(self, other: "Mandate") -> bool:
        earliest_end = other.earliest_end
        return earliest_end is None or self.latest_start < earliest_end

    @property
    def latest_start(self) -> date:
        """The last day on which it may start: before its end."""
        latest = last_day(self.starts_on, self.starts_known)
        if not self.ends_on:
            return latest
        return min(latest, last_day(self.ends_on, self.ends_known) - A_DAY)

    @property
    def earliest_end(self) -> date | None:
        """The first day on which it may end, after its start; none without a known end."""
        if not self.ends_on:
            return None
        earliest_start = first_day(self.starts_on, self.starts_known)
        return max(first_day(self.ends_on, self.ends_known), earliest_start + A_DAY)

    def widen(self) -> None:
        """A month or a year is kept from its first day to its last."""
        self.starts_on = first_day(self.starts_on, self.starts_known)
        if self.ends_on:
            self.ends_on = last_day(self.ends_on, self.ends_known)

    def runs_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    @property
    def runs_now(self) -> bool:
        return self.runs_on(clock.today())

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on < clock.today()

    @property
    def ends_soon(self) -> bool:
        limit = clock.today() + timedelta(days=SOON)
        return self.runs_now and self.ends_on is not None and self.ends_on <= limit

    @property
    def starts_words(self) -> str:
        return in_words(self.starts_on, self.starts_known)

    @property
    def ends_words(self) -> str:
        """When it ends; empty without a known end."""
        return in_words(self.ends_on, self.ends_known) if self.ends_on else ""

    @property
    def words(self) -> str:
        """`3 May 2021 – 31 December 2022`; open without a known end."""
        return f"{self.starts_words} – {self.ends_words}".strip()

    @property
    def term(self) -> str:
        """The same in figures, for a line of history that is read in any language."""
        ends = in_figures(self.ends_on, self.ends_known) if self.ends_on else ""
        return f"{in_figures(self.starts_on, self.starts_known)} – {ends}".strip()

    @property
    def spoken_note(self) -> LocalText:
        return LocalText(self.note, self.language)


def holder_on(terms: Iterable[Mandate], day: date | None = None) -> Mandate | None:
    """Of a post's terms the one that holds on a day (today); where two meet, the later one."""
    running = [one for one in terms if one.runs_on(day or clock.today())]
    return max(running, key=lambda one: one.starts_on, default=None)
