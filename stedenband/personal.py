"""What the portal holds of one person: found by asking every model, so that no noun is forgotten.

`rows_of` serves who asks what is kept of them (GDPR, articles 15 and 20), `forget_rows` who leaves.
A row that belongs to an account goes with it (on_delete=CASCADE); a row that an account wrote is
an official record and stays, without the person.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import CASCADE, DateField, ForeignKey, Model, Q

from stedenband.accounts.models import User
from stedenband.models import OutgoingMail

# What nobody should carry around in a file: keys that open an account.
SECRET = {"password", "token_hash", "session_key", "data", "token"}


def links() -> Iterator[tuple[type[Model], "ForeignKey[Any, Any]"]]:
    """Every column of every noun that names an account, histories left out: they are versions."""
    for model in apps.get_models():
        if model.__name__.startswith("Historical"):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model is User:
                yield model, field


def is_owned(field: "ForeignKey[Any, Any]") -> bool:
    """Whether a row belongs to the account, and not to the work that was done with it."""
    return field.remote_field.on_delete is CASCADE


def data_of(user: User) -> dict[str, Any]:
    """All that is kept of somebody, as it can be written as JSON; nothing of anybody else."""
    account = {
        name: plain(getattr(user, name))
        for name in ("email", "name", "language", "time_zone", "joined_at", "last_login")
    }
    own, written = {}, {}
    for model, field in links():
        rows = model._base_manager.filter(**{field.name: user}).order_by("pk")
        if is_owned(field):
            if found := [whole(row) for row in rows]:
                own[label(model, field)] = found
        elif found := [trace(row) for row in rows]:
            written[label(model, field)] = found
    mails = OutgoingMail.objects.filter(to=user.email).order_by("pk")
    sent = [{"subject": one.subject, "written": plain(one.created_at)} for one in mails]
    return {"account": account, "belongs to you": own, "you did": written, "mail to you": sent}


def label(model: type[Model], field: "ForeignKey[Any, Any]") -> str:
    return f"{model._meta.verbose_name}: {field.verbose_name}"


def whole(row: Model) -> dict[str, Any]:
    """A row that belongs to somebody, without what opens doors and without other people."""
    fields = [one for one in row._meta.concrete_fields if one.name not in SECRET]
    own = [one for one in fields if not isinstance(one, ForeignKey)]
    return {str(one.verbose_name): plain(one.value_from_object(row)) for one in own}


def trace(row: Model) -> dict[str, Any]:
    """That somebody wrote a row: its number and its days; what it says is the twinning's."""
    days = [one for one in row._meta.concrete_fields if isinstance(one, DateField)]
    dates = {str(one.verbose_name): plain(one.value_from_object(row)) for one in days}
    return {"number": row.pk, **{name: day for name, day in dates.items() if day}}


def plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)


def forget_rows(user: User, *, address: str) -> None:
    """Remove what belongs to somebody, in the transaction of the action that erases them."""
    for model, field in links():
        if is_owned(field):
            model._base_manager.filter(**{field.name: user}).delete()
    OutgoingMail.objects.filter(to=address).delete()
    shown = Q(
        object_id=str(user.pk), content_type__model="user", content_type__app_label="accounts"
    )
    LogEntry.objects.filter(shown).update(object_repr="", change_message="")
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
