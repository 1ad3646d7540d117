"""Memberships: who may act for which organisation, in which role, from when till when."""

from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.organisation import Organisation
from stedenband import clock
from stedenband.accounts.models import User


class Role(models.TextChoices):
    EDITOR = "editor", _("editor")
    SIGNATORY = "signatory", _("signatory")
    READER = "reader", _("reader")
    COORDINATOR = "coordinator", _("coordinator")
    FACILITATOR = "facilitator", _("facilitator")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        """Memberships that count today."""
        return self.standing().filter(starts_on__lte=clock.today(), user__is_active=True)

    def standing(self) -> Self:
        """Not over yet; one that has not begun can still be ended."""
        not_over = Q(ends_on=None) | Q(ends_on__gt=clock.today())  # ending on its first day: never
        return self.filter(not_over)

    def awaiting_successor(self) -> Self:
        """Ended with work left of which nobody was named to take it over; the oldest first."""
        return self.filter(is_handover_open=True).order_by("ends_on", "pk")

    def with_names(self) -> Self:
        return self.select_related("user", "organisation", "successor")

    def of_organisations(self, *organisation_ids: int) -> Self:
        return self.filter(organisation__in=organisation_ids)


class Membership(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    starts_on = models.DateField(_("from"), default=clock.today)
    ends_on = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("The first day on which it no longer counts."),
    )

    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("work taken over by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    is_handover_open = models.BooleanField(
        _("nobody takes over yet"), default=False, editable=False, db_index=True
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["organisation", "role", "user"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("A membership cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ends_on=None),
                name="membership_open_once",
                violation_error_message=_("This account holds this role here already."),
            ),
            models.CheckConstraint(
                condition=Q(is_handover_open=False) | Q(successor=None),
                name="membership_taken_over_or_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}: {self.organisation}"

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on <= clock.today()

    @property
    def coordinates(self) -> bool:
        """Whether its holder reports for the coordination rather than for a side."""
        return self.role in (Role.COORDINATOR, Role.FACILITATOR)

    def colleagues(self) -> MembershipQuerySet:
        """Who acts for the same organisation today: other accounts, each in their roles."""
        current = Membership.objects.current().of_organisations(self.organisation_id)
        return current.exclude(user=self.user_id).select_related("user")

    def refuse_own(self, by: User) -> None:
        """Who ends their own access cannot take it back: somebody else does that."""
        if self.user_id == by.pk:
            raise ValidationError(_("Nobody ends a membership of their own."))

    def hand_over(self, successor: User) -> None:
        """Say who takes the work over: somebody who acts for the same organisation today."""
        current = Membership.objects.current().of_organisations(self.organisation_id)
        if not current.filter(user=successor).exclude(pk=self.pk).exists():
            message = _("Choose somebody who acts for this organisation today.")
            raise ValidationError({"successor": message})
        self.successor, self.is_handover_open = successor, False


def refuse_for_oneself(user: User, by: User) -> None:
    if user == by:
        raise ValidationError(_("Nobody gives a membership to themselves."))


@dataclass(frozen=True)
class Grants:
    """What somebody holds today: per role the organisations they act for."""

    by_role: dict[str, frozenset[int]]

    @property
    def is_coordinator(self) -> bool:
        return bool(self.by_role.get(Role.COORDINATOR))

    @property
    def is_facilitator(self) -> bool:
        return bool(self.by_role.get(Role.FACILITATOR))

    @property
    def reads_all(self) -> bool:
        return self.is_coordinator or self.is_facilitator

    @property
    def organisations(self) -> frozenset[int]:
        """Organisations somebody belongs to, in whatever role."""
        return frozenset().union(*self.by_role.values())

    def holds(self, organisation_id: int, *roles: Role) -> bool:
        return any(organisation_id in self.by_role.get(role, ()) for role in roles)


NOTHING = Grants({})


def grants_of(user: object) -> Grants:
    """The grants of whoever asks, read once for each loaded account; a stranger holds nothing."""
    if not isinstance(user, User) or not user.is_active:
        return NOTHING
    if "_grants" not in user.__dict__:
        rows = Membership.objects.current().filter(user=user).values_list("role", "organisation")
        by_role: dict[str, set[int]] = {}
        for role, organisation in rows:
            by_role.setdefault(role, set()).add(organisation)
        user.__dict__["_grants"] = Grants({role: frozenset(ids) for role, ids in by_role.items()})
    grants: Grants = user.__dict__["_grants"]
    return grants
