"""Sessions as a table: by the host's clock, with its zone, and in UTC, which nobody reads amiss."""

from datetime import UTC

from django.utils.translation import gettext_lazy as _

from partnerships.exports.table import (
    NUMBER,
    Column,
    Table,
    column,
    language_name,
    texts,
    yes_or_no,
)
from partnerships.models import Session
from stedenband.spreadsheets import Value
from stedenband.zones import wall_clock


def by_its_clock(session: Session, name: str) -> Value:
    moment = wall_clock(getattr(session, name), session.time_zone)
    return moment.replace(tzinfo=None, microsecond=0)


def in_utc(session: Session) -> Value:
    return session.starts_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)


SESSIONS = Table(
    key="sessions",
    title=_("Sessions"),
    columns=(
        column(_("Title"), "title"),
        Column(_("Language"), lambda one: language_name(one.language)),
        Column(_("Starts, by the host's clock"), lambda one: by_its_clock(one, "starts_at")),
        Column(_("Ends, by the host's clock"), lambda one: by_its_clock(one, "ends_at")),
        column(_("Time zone of the host"), "time_zone"),
        Column(_("Starts (UTC)"), in_utc),
        Column(_("How exactly the moment is known"), lambda one: one.get_precision_display()),
        Column(_("Host"), lambda one: str(one.host or "")),
        column(_("Place"), "place"),
        yes_or_no(_("Online"), "is_online"),
        Column(_("Languages spoken"), lambda one: ", ".join(one.language_names)),
        Column(_("Twinnings"), lambda one: ", ".join(str(bond) for bond in one.bonds)),
        texts(_("State"), "shown_state_label"),
        column(_("Why it was cancelled"), "cancel_reason"),
        NUMBER,
    ),
    rows=lambda user: Session.objects.visible_to(user).with_names().order_by("starts_at", "pk"),
    of_twinning=lambda rows, twinning: rows.of_twinning(twinning),  # type: ignore[attr-defined]
)
