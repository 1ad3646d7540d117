"""Sessions: the sides talk. When and where, in which languages, and which twinnings take part."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.membership import grants_of
from partnerships.models.organisation import Organisation, validate_languages
from partnerships.models.participation import Participation
from partnerships.models.side import LEAVES, reading_order
from partnerships.models.source import Source
from partnerships.models.spoken import Spoken
from partnerships.models.twinning import Twinning
from partnerships.models.visibility import Visibility
from stedenband import clock
from stedenband.accounts.models import validate_timezone
from stedenband.markdown import RenderedField, validate_length
from stedenband.texts import LocalText, WrittenLanguage, validate_plain
from stedenband.versions import Versioned
from stedenband.zones import wall_clock

SEEN_BY = [(one.value, one.label) for one in (Visibility.TWINNING, Visibility.TWINNINGS)]
HOME_KINDS = (Organisation.Kind.MUNICIPALITY, Organisation.Kind.REGION)


@dataclass(frozen=True)
class LocalTime:
    """What the clocks of some places show while a session is on."""

    names: list[str]
    starts: datetime
    ends: datetime

    @property
    def is_of_one_day(self) -> bool:
        return self.starts.date() == self.ends.date()


class SessionQuerySet(models.QuerySet["Session"]):
    def public(self) -> Self:
        """Documented ones, and those of which every side of every twinning agreed; all listed."""
        taking_part = Participation.objects.filter(session=OuterRef("pk"))
        unagreed = taking_part.filter(Q(flemish_agreed_at=None) | Q(partner_agreed_at=None))
        agreed = Exists(taking_part) & ~Exists(unagreed)
        unlisted = Exists(taking_part.filter(twinning__is_listed=False))
        return self.filter(Q(source__isnull=False) | Q(agreed), ~Q(unlisted))

    def inside(self, user: object) -> Self:
        """Those of which somebody reads all: a twinning of theirs takes part."""
        if grants_of(user).reads_all:
            return self.all()
        mine = Participation.objects.filter(twinning__in=Twinning.objects.of_member(user))
        return self.filter(pk__in=mine.values("session"))

    def visible_to(self, user: object) -> Self:
        if grants_of(user).reads_all:
            return self.all()
        if not grants_of(user).organisations:
            return self.public()
        public = Q(Exists(Session.objects.public().filter(pk=OuterRef("pk"))))
        inside = Q(pk__in=Session.objects.inside(user).values("pk"))
        return self.filter(inside | public | Q(visibility=Visibility.TWINNINGS))

    def of_twinning(self, twinning: Twinning) -> Self:
        rows = Participation.objects.filter(twinning=twinning)
        return self.filter(pk__in=rows.values("session"))

    def known_at(self, moment: datetime) -> Self:
        """Those that had been planned or held by then."""
        planned = Session.objects.filter(events__verb="session_planned", events__at__lte=moment)
        return self.filter(Q(pk__in=planned.values("pk")) | Q(ends_at__lte=moment))

    def coming(self, moment: datetime | None = None) -> Self:
        """Not over yet (at that moment), the next one first."""
        return self.filter(ends_at__gte=moment or clock.now()).order_by("starts_at", "pk")

    def past(self, moment: datetime | None = None) -> Self:
        """Over (at that moment), the last one first."""
        return self.filter(ends_at__lt=moment or clock.now()).order_by("-starts_at", "-pk")

    def standing(self) -> Self:
        return self.filter(cancelled_at=None)

    def with_names(self) -> Self:
        sides = ("twinning__flemish", "twinning__partner")
        taking_part = Participation.objects.select_related(*sides)
        return self.select_related("host", "source").prefetch_related(
            models.Prefetch("participations", taking_part)
        )


class Session(Spoken, Versioned):
    """One conversation between the sides, planned or documented."""

    SPOKEN = ("title", "agenda", "interpretation")

    class Kind(models.TextChoices):
        DIALOGUE = "dialogue", _("dialogue")
        LISTENING = "listening", _("listening round")
        STEERING = "steering", _("steering group")
        DIGITAL = "digital", _("digital exchange")

    class Precision(models.TextChoices):
        """How exactly the moment is known; only of a documented session less than to the minute."""

        MINUTE = "minute", _("to the minute")
        MONTH = "month", _("to the month")

    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.DIALOGUE)
    title = models.CharField(_("title"), max_length=200, validators=[validate_plain])
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    twinnings = models.ManyToManyField(
        Twinning, verbose_name=_("twinnings"), through="Participation", related_name="sessions"
    )
    host = models.ForeignKey(
        Organisation,
        verbose_name=_("host"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_sessions",
    )
    place = models.CharField(_("place"), max_length=150, blank=True, validators=[validate_plain])
    starts_at = models.DateTimeField(_("starts at"), db_index=True)
    ends_at = models.DateTimeField(_("ends at"))
    time_zone = models.CharField(
        _("time zone of the host"), max_length=60, validators=[validate_timezone]
    )
    precision = models.CharField(
        _("how exactly the moment is known"),
        max_length=6,
        choices=Precision,
        default=Precision.MINUTE,
        editable=False,
    )
    languages = models.JSONField(
        _("languages spoken"), default=list, blank=True, validators=[validate_languages]
    )
    is_interpreted = models.BooleanField(_("is interpreted"), default=False)
    interpretation = models.CharField(
        _("interpretation"), max_length=200, blank=True, validators=[validate_plain]
    )
    agenda = models.TextField(_("agenda"), blank=True, validators=[validate_plain, validate_length])
    agenda_html = RenderedField(source="agenda")
    is_online = models.BooleanField(_("is online"), default=False)
    link = models.URLField(_("link to the meeting"), max_length=500, blank=True)
    visibility = models.CharField(
        _("who sees that it takes place"),
        max_length=9,
        choices=SEEN_BY,
        default=Visibility.TWINNING,
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
    )
    is_sample = models.BooleanField(_("is sample data"), default=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True, editable=False)
    cancel_reason = models.CharField(
        _("why it was cancelled"), max_length=500, blank=True, validators=[validate_plain]
    )
    cancel_language = models.CharField(
        _("reason written in"), max_length=3, choices=WrittenLanguage, blank=True
    )
    updated_at = models.DateTimeField(_("last changed at"), default=clock.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("dialogue", "session")
        verbose_name_plural = pgettext_lazy("dialogue", "sessions")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=_("A session ends after it starts: look at both hours."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancel_reason=""),
                name="session_cancelled_with_a_reason",
                violation_error_message=_("Say why it is cancelled."),
            ),
            models.CheckConstraint(
                condition=Q(precision="minute") | Q(source__isnull=False),
                name="session_planned_to_the_minute",
                violation_error_message=_("Say when it starts and when it ends."),
            ),
            models.CheckConstraint(
                condition=Q(host__isnull=False) | Q(source__isnull=False),
                name="session_has_a_host",
                violation_error_message=_("Say who hosts it."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:session-detail", args=[self.pk])

    # --- What may follow what ---------------------------------------------------------------------

    def refuse_unless_open(self) -> None:
        """A cancelled session stays as it was, and a documented one says what its source says."""
        if self.cancelled_at:
            raise ValidationError(_("This session was cancelled: plan a new one."))
        if self.source_id:
            raise ValidationError(_("This session is documented: it says what its source says."))

    def refuse_once_started(self) -> None:
        if self.has_started:
            raise ValidationError(
                _("This session has started: what you wanted to say belongs in its minutes now.")
            )

    def refuse_before_start(self) -> None:
        if not self.has_started:
            raise ValidationError(_("This session is still to come: report on it afterwards."))

    def refuse_if_reported(self) -> None:
        if self.minutes.exists() or self.attendance.exists():
            raise ValidationError(
                _("This session was reported on: what took place is not cancelled.")
            )

    def refuse_strange_host(self, twinnings: Iterable[Twinning]) -> None:
        """A municipality or region hosts only where it takes part; an association may anywhere."""
        sides = {pk for one in twinnings for pk in (one.flemish_id, one.partner_id)}
        if self.host and self.host.kind in HOME_KINDS and self.host_id not in sides:
            message = _("The host takes part itself: choose one of the municipalities concerned.")
            raise ValidationError({"host": message})

    # --- What it says -----------------------------------------------------------------------------

    @property
    def has_started(self) -> bool:
        return self.starts_at <= clock.now()

    @property
    def appointment(self) -> tuple[object, ...]:
        """What people put in their diaries."""
        return (self.starts_at, self.ends_at, self.place, self.host_id, self.is_online, self.link)

    @property
    def is_to_the_month(self) -> bool:
        return self.precision == self.Precision.MONTH

    @property
    def month(self) -> datetime:
        """Some moment in its month, by the host's clock."""
        return wall_clock(self.starts_at, self.time_zone)

    @property
    def is_agreed(self) -> bool:
        """Whether every side of every twinning agreed that all may read it."""
        taking_part = self.participations.all()
        return bool(taking_part) and all(one.is_agreed for one in taking_part)

    @property
    def is_public(self) -> bool:
        """The same as being among `public()`, for one that was loaded with its twinnings."""
        is_listed = all(one.is_listed for one in self.bonds)
        return is_listed and (self.source_id is not None or self.is_agreed)

    @property
    def is_open(self) -> bool:
        """Whether anything of it can still be written."""
        return not self.cancelled_at and not self.source_id

    @property
    def spoken_title(self) -> LocalText:
        """The title as the reader gets it, knowing which language it is in."""
        return self.said("title")

    @property
    def language_names(self) -> list[str]:
        return [str(WrittenLanguage(code).label) for code in self.languages]

    # The moment that a page tells of; None: now.
    seen_at: datetime | None = None

    @property
    def shown_state(self) -> str:
        """The glyph of its state, from the same family as the milestones'."""
        moment = self.seen_at or clock.now()
        if self.cancelled_at and self.cancelled_at <= moment:
            return "dropped"
        if self.source_id:
            return "documented"
        return "planned" if self.ends_at >= moment else "done"

    @property
    def shown_state_label(self) -> str:
        return str(STATES[self.shown_state])

    # --- Places and their clocks ------------------------------------------------------------------

    @property
    def bonds(self) -> list[Twinning]:
        """The twinnings that take part."""
        return [one.twinning for one in self.participations.all()]

    @property
    def twinnings_concerned(self) -> list[Twinning]:
        return self.bonds

    def places_for(self, user: object) -> list[Organisation]:
        """Every municipality that takes part, once: the reader's own first."""
        mine = grants_of(user).organisations
        found: dict[int, Organisation] = {}
        for twinning in self.bonds:
            for side in reading_order(twinning, twinning.side_of(user)):
                organisation = twinning.organisation_of(side)
                found.setdefault(organisation.pk, organisation)
        return sorted(found.values(), key=lambda one: one.pk not in mine)

    def times_for(self, user: object) -> list[LocalTime]:
        """When it is in every place that takes part: the reader's own first."""
        places = self.places_for(user)
        if self.host and self.host.time_zone not in {place.time_zone for place in places}:
            places.append(self.host)
        return self.times_at(places)

    def times_at(self, places: Iterable[Organisation]) -> list[LocalTime]:
        """When it is by the clocks of these places; those that show the same stand together."""
        names: dict[str, list[str]] = {}
        for place in places:
            names.setdefault(place.time_zone, []).append(place.name)
        return [
            LocalTime(places, wall_clock(self.starts_at, zone), wall_clock(self.ends_at, zone))
            for zone, places in names.items()
        ]

    def names_of(self, side: str) -> str:
        """The municipalities of one side of all twinnings that take part; empty for joint."""
        if side not in LEAVES:
            return ""
        return ", ".join(dict.fromkeys(one.organisation_of(side).name for one in self.bonds))


STATES = {
    "planned": pgettext_lazy("session", "Coming"),
    "done": pgettext_lazy("session", "Held"),
    "dropped": pgettext_lazy("session", "Cancelled"),
    "documented": pgettext_lazy("session", "Documented"),
}
