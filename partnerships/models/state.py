"""The state of a twinning through time: since when, and why."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from partnerships.models.event import Event, Verb
from partnerships.models.twinning import Twinning, TwinningQuerySet
from stedenband import clock
from stedenband.texts import LocalText, WrittenLanguage, validate_plain


class TwinningStateQuerySet(models.QuerySet["TwinningState"]):
    def visible_to(self, user: object) -> Self:
        return self.filter(twinning__in=Twinning.objects.visible_to(user))

    def public(self) -> Self:
        return self.filter(twinning__is_listed=True)

    def newest_first(self) -> Self:
        return self.order_by("-since", "-pk")

    def on(self, day: date) -> Self:
        """What held on a day, first."""
        return self.filter(since__lte=day).newest_first()


class TwinningState(models.Model):
    """One change of state. The rows of a twinning are never changed: the next one follows."""

    twinning = models.ForeignKey(
        Twinning, verbose_name=_("twinning"), on_delete=models.PROTECT, related_name="states"
    )
    state = models.CharField(_("state"), max_length=8, choices=Twinning.State)
    since = models.DateField(_("since when"))
    reason = models.TextField(
        _("reason"), max_length=500, validators=[validate_plain, MaxLengthValidator(500)]
    )
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_at = models.DateTimeField(_("entered at"), default=clock.now, editable=False)

    objects = TwinningStateQuerySet.as_manager()

    class Meta:
        verbose_name = _("state of a twinning")
        verbose_name_plural = _("states of twinnings")
        ordering = ["twinning", "-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="twinning_state_with_a_reason",
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.twinning}: {self.get_state_display()}"

    def clean(self) -> None:
        if self.since and self.since > clock.today():
            raise ValidationError({"since": _("This day is still to come.")})
        if self.twinning_id and self.since:
            self.refuse_before_the_last()

    def refuse_before_the_last(self) -> None:
        """States follow one another: what was said before stands."""
        last = self.twinning.states.exclude(pk=self.pk).newest_first().first()
        if last and self.since < last.since:
            message = _("The last change was later than this. Choose a day from then on.")
            raise ValidationError({"since": message})

    @property
    def spoken_reason(self) -> LocalText:
        return LocalText(self.reason, self.language)


def with_last_state(twinnings: TwinningQuerySet) -> TwinningQuerySet:
    """Each with the day, the reason and its language of its last change, in the same query."""
    last = TwinningState.objects.filter(twinning=models.OuterRef("pk")).newest_first()
    return twinnings.annotate(
        state_since=models.Subquery(last.values("since")[:1]),
        state_reason=models.Subquery(last.values("reason")[:1]),
        state_language=models.Subquery(last.values("language")[:1]),
    )


def with_state_on(twinnings: TwinningQuerySet, day: date) -> TwinningQuerySet:
    """The same as `with_last_state` for a day gone by, with the state that held then."""
    last = TwinningState.objects.filter(twinning=models.OuterRef("pk")).on(day)
    held = models.Subquery(last.values("state")[:1])
    return twinnings.annotate(
        state_then=Coalesce(held, before_any_change()),
        state_since=models.Subquery(last.values("since")[:1]),
        state_reason=models.Subquery(last.values("reason")[:1]),
        state_language=models.Subquery(last.values("language")[:1]),
    )


def before_any_change() -> Coalesce:
    """The state in which a twinning was entered: what its first change left, or what it has still.

    Where the history does not say what the first change left, it was active.
    """
    of_it = {"twinning": models.OuterRef("pk")}
    changed = Event.objects.filter(verb=Verb.STATE_CHANGED, **of_it).order_by("at", "pk")
    never = ~models.Exists(TwinningState.objects.filter(**of_it))
    return Coalesce(
        models.Case(
            models.When(never, then=models.F("state")),
            default=models.Subquery(changed.values("old")[:1]),
        ),
        models.Value(Twinning.State.ACTIVE.value),
    )


def state_on(twinning: Twinning, day: date) -> Twinning.State:
    """The state of a twinning on a day."""
    one = with_state_on(Twinning.objects.filter(pk=twinning.pk), day).get()
    return Twinning.State(one.state_then)  # type: ignore[attr-defined]
