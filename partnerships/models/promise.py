"""Promises: what was agreed, with a side, a date, and what became of it."""

from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.session import Session
from partnerships.models.side import LEAVES, Side
from partnerships.models.spoken import Spoken
from partnerships.models.trajectory import end_of_month
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.texts import LocalText, WrittenLanguage, validate_plain
from stedenband.versions import Versioned

SOON = timedelta(days=62)
# What both sides confirm.
TERMS = ("side", "what", "due_on", "is_due_in_month", "amount", "currency")


class PromiseQuerySet(models.QuerySet["Promise"]):
    def visible_to(self, user: object) -> Self:
        """Read inside the twinning; never public."""
        return self.filter(twinning__in=Twinning.objects.inside(user))

    def of_member(self, user: object) -> Self:
        return self.filter(twinning__in=Twinning.objects.of_member(user))

    def standing(self) -> Self:
        """Still to be kept, the first one due first."""
        return self.filter(state__in=STANDING).order_by("due_on", "pk")

    def standing_at(self, moment: datetime) -> Self:
        """Made by then, and not settled before; the first one due first."""
        unsettled = Q(settled_at=None, state__in=STANDING) | Q(settled_at__gt=moment)
        return self.filter(unsettled, made_at__lte=moment).order_by("due_on", "pk")

    def overdue(self) -> Self:
        return self.standing().filter(due_on__lt=clock.today())

    def due_soon(self) -> Self:
        """Due within two months, or overdue."""
        return self.standing().filter(due_on__lte=clock.today() + SOON)

    def by_course(self) -> Self:
        """What is still to be kept first, by date; then what was settled, the last one first."""
        settled = models.Case(models.When(state__in=STANDING, then=0), default=1)
        return self.annotate(settled=settled).order_by("settled", "due_on", "pk")

    def with_names(self) -> Self:
        return self.select_related("twinning__flemish", "twinning__partner", "session")


class Promise(Spoken, Versioned):
    """What a side, or both together, promised to the other."""

    SPOKEN = ("what",)

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("promise", "Open")
        ADJUSTED = "adjusted", pgettext_lazy("promise", "Adjusted")
        KEPT = "kept", pgettext_lazy("promise", "Kept")
        BROKEN = "broken", pgettext_lazy("promise", "Not kept")

    class Currency(models.TextChoices):
        EUR = "EUR", _("euro")
        BOB = "BOB", _("boliviano")
        PEN = "PEN", _("sol")
        GTQ = "GTQ", _("quetzal")
        USD = "USD", _("US dollar")

    twinning = models.ForeignKey(
        Twinning, verbose_name=_("twinning"), on_delete=models.PROTECT, related_name="promises"
    )
    session = models.ForeignKey(
        Session,
        verbose_name=pgettext_lazy("dialogue", "session"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
    )
    side = models.CharField(_("who promised"), max_length=7, choices=Side)
    what = models.TextField(
        _("what was promised"),
        max_length=1_000,
        validators=[validate_plain, MaxLengthValidator(1_000)],
    )
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    due_on = models.DateField(_("due by"), db_index=True)
    is_due_in_month = models.BooleanField(_("some day of that month"), default=False)
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.OPEN, editable=False
    )
    reason = models.TextField(
        _("reason"),
        max_length=1_000,
        blank=True,
        validators=[validate_plain, MaxLengthValidator(1_000)],
    )
    reason_language = models.CharField(
        _("reason written in"), max_length=3, choices=WrittenLanguage, blank=True
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True, editable=False)
    flemish_confirmed_at = models.DateTimeField(
        _("confirmed by the Flemish side at"), null=True, blank=True, editable=False
    )
    flemish_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed for the Flemish side by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    partner_confirmed_at = models.DateTimeField(
        _("confirmed by the partner side at"), null=True, blank=True, editable=False
    )
    partner_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed for the partner side by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    is_sample = models.BooleanField(_("is sample data"), default=False)
    made_at = models.DateTimeField(_("entered at"), default=clock.now, editable=False)

    objects = PromiseQuerySet.as_manager()
    seen_on: date | None = None  # the day gone by on which a page shows it; None: today
    is_due_unsaid = False  # on a day gone by, when its date was moved or may have been since

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None, currency="") | (Q(amount__isnull=False) & ~Q(currency="")),
                name="promise_amount_with_its_currency",
                violation_error_message=_("Give an amount and its currency, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0),
                name="promise_amount_above_zero",
                violation_error_message=_("An amount is more than zero."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["adjusted", "broken"]) | ~Q(reason=""),
                name="promise_settled_with_a_reason",
                violation_error_message=_("Say why it was adjusted or not kept."),
            ),
        ]

    def __str__(self) -> str:
        return self.what if len(self.what) <= 80 else f"{self.what[:79]}…"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:promise-detail", args=[self.pk])

    def clean(self) -> None:
        if self.session and not self.session.participations.filter(twinning=self.twinning).exists():
            message = _("Choose a session in which this twinning takes part.")
            raise ValidationError({"session": message})

    # --- What may follow what ---------------------------------------------------------------------

    def refuse_if_settled(self) -> None:
        if self.is_settled:
            raise ValidationError(_("This promise was settled already."))

    def set_due(self, due_on: date, *, in_month: bool) -> None:
        """A day, or some day of its month: then the last one is kept."""
        self.due_on = end_of_month(due_on) if in_month else due_on
        self.is_due_in_month = in_month

    def confirm(self, side: str, by: User, at: datetime) -> None:
        """A side has seen it and agrees that this was promised."""
        self.refuse_if_settled()
        if self.confirmed_at(side):
            raise ValidationError(_("Your side confirmed this promise already."))
        self.note_confirmation(side, by, at)

    def note_confirmation(self, side: str, by: User | None, at: datetime | None) -> None:
        if side == Side.FLEMISH:
            self.flemish_confirmed_by, self.flemish_confirmed_at = by, at
        else:
            self.partner_confirmed_by, self.partner_confirmed_at = by, at

    def unconfirm(self) -> None:
        """Other words, date or amount: nobody confirmed these."""
        for side in LEAVES:
            self.note_confirmation(side, None, None)

    def settle(self, state: str, at: datetime, new_due: date | None) -> None:
        """Say what became of it; adjusted, it gets another date and is still to be kept."""
        self.refuse_if_settled()
        if state == self.State.ADJUSTED and new_due is None:
            raise ValidationError({"due_on": _("Say by when it will be kept instead.")})
        self.state = state
        self.settled_at = at if state in SETTLED else None

    # --- What it says -----------------------------------------------------------------------------

    def terms(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in TERMS)

    def confirmed_at(self, side: str) -> datetime | None:
        return self.flemish_confirmed_at if side == Side.FLEMISH else self.partner_confirmed_at

    def confirmed_by(self, side: str) -> User | None:
        return self.flemish_confirmed_by if side == Side.FLEMISH else self.partner_confirmed_by

    @property
    def is_confirmed(self) -> bool:
        return all(self.confirmed_at(side) for side in LEAVES)

    @property
    def awaited(self) -> list[str]:
        """The names of the sides that did not confirm yet."""
        return [self.twinning.name_of(side) for side in LEAVES if not self.confirmed_at(side)]

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED

    @property
    def is_overdue(self) -> bool:
        if self.is_settled or self.is_due_unsaid:
            return False
        return self.due_on < (self.seen_on or clock.today())

    @property
    def spoken_what(self) -> LocalText:
        """What was promised, knowing which language it is in."""
        return LocalText(self.what, self.language)

    @property
    def owner(self) -> str:
        """Who promised: a place, or both together."""
        return self.twinning.name_of(self.side)

    @property
    def shown_state(self) -> str:
        """The glyph of its state, from the same family as the milestones'."""
        if self.is_overdue:
            return "late"
        glyphs = {"kept": "done", "broken": "dropped", "adjusted": "postponed"}
        return glyphs.get(self.state, "planned" if self.is_confirmed else "key")

    @property
    def shown_state_label(self) -> str:
        if self.is_overdue:
            return str(OVERDUE)
        if self.state == self.State.OPEN and not self.is_confirmed:
            return str(AWAITS)
        return str(self.State(self.state).label)


STANDING = (Promise.State.OPEN, Promise.State.ADJUSTED)
SETTLED = (Promise.State.KEPT, Promise.State.BROKEN)
OVERDUE = pgettext_lazy("promise", "Overdue")
AWAITS = pgettext_lazy("promise", "Awaiting confirmation")
