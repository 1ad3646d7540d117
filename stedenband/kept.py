"""What somebody is typing: kept for them alone, until it is sent, thrown away or a week old."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.urls import ResolverMatch

from stedenband import clock
from stedenband.models import HandledForm, KeptText

SALT = "stedenband.kept"
A_WEEK = timedelta(days=7)
A_DAY = timedelta(days=1)
A_MOMENT = timedelta(seconds=1)
AS_LONG_AS_A_SESSION = timedelta(days=14)
LONGEST = 100_000  # characters, as a browser sends them
MOST = 100  # texts of one person
LONGEST_THING = 200
OF_THE_PAGE = {"csrfmiddlewaretoken", "seal"}
ALSO_NAMES = ("deed", "in", "language", "milestone", "session")  # what pages with forms ask for


class Restored(QueryDict):
    """What was typed before, to be laid into a form: shown there, not carried out."""


@dataclass(frozen=True)
class Place:
    """Which form about what: the name of its address, and what that address names.

    Minutes in Spanish are not those in Dutch: what stands behind its question mark names as well.
    """

    form: str
    thing: str

    @classmethod
    def of(cls, match: ResolverMatch, asked: Mapping[str, str]) -> "Place":
        named = [*match.args, *match.kwargs.values()]
        named += [f"{name}={asked[name]}" for name in ALSO_NAMES if name in asked]
        return cls(match.view_name, " ".join(map(str, named))[:LONGEST_THING])

    @property
    def columns(self) -> dict[str, str]:
        return {"form": self.form, "thing": self.thing}


@dataclass(frozen=True)
class Seal:
    """What a page of ours says about its form, signed: whose it is, where, what is left out."""

    user_id: int
    place: Place
    address: str
    left_out: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = [self.user_id, self.place.form, self.place.thing, self.address, *self.left_out]
        return signing.dumps(said, salt=SALT)

    @classmethod
    def read(cls, text: str) -> "Seal | None":
        try:
            said: Any = signing.loads(text, salt=SALT, max_age=AS_LONG_AS_A_SESSION)
        except signing.BadSignature:
            return None
        user_id, form, thing, address, *left_out = said
        return cls(user_id, Place(form, thing), address, tuple(left_out))


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def kept_text(user_id: int, place: Place) -> KeptText | None:
    return KeptText.objects.of(user_id).filter(**place.columns).first()


def forget(user_id: int, place: Place, token: UUID | None) -> None:
    """What was typed in the form with this token; of another window's text nothing was sent."""
    typed_there = Q(once=token) | Q(once=None) if token else Q(once=None)
    KeptText.objects.filter(typed_there, user_id=user_id, **place.columns).delete()


def encoded(data: QueryDict, left_out: set[str]) -> str:
    """What was typed, as a browser sends it; a password is never among it."""
    wanted = QueryDict(mutable=True)
    for name, values in data.lists():
        if name not in left_out and "password" not in name:
            wanted.setlist(name, values)
    return wanted.urlencode()


@transaction.atomic
def keep(*, seal: Seal, data: QueryDict) -> HTTPStatus:
    """Keep what is being typed, without what the form leaves out; the answer as HTTP says it."""
    fields = encoded(data, {*OF_THE_PAGE, *seal.left_out})
    token = as_uuid(data.get("once", ""))
    if len(fields) > LONGEST:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if token and HandledForm.objects.filter(token=token, user_id=seal.user_id).exists():
        return HTTPStatus.RESET_CONTENT
    mine = KeptText.objects.of(seal.user_id).select_for_update()
    row = mine.filter(**seal.place.columns).first()
    if row and row.once != token:
        return HTTPStatus.CONFLICT
    if row and row.fields == fields:
        return HTTPStatus.NO_CONTENT
    if row and row.saved_at > clock.now() - A_MOMENT:
        return HTTPStatus.TOO_MANY_REQUESTS
    write(seal, fields, token, A_WEEK)
    return HTTPStatus.NO_CONTENT


@transaction.atomic
def keep_until_signed_in(*, seal: Seal, data: QueryDict) -> bool:
    """Keep everything that was sent while nobody was signed in, for a day; false: it is too long.

    Whoever sent it wanted it stored here: nothing is left out.
    """
    fields = encoded(data, OF_THE_PAGE)
    if len(fields) > LONGEST:
        return False
    write(seal, fields, as_uuid(data.get("once", "")), A_DAY)
    return True


def write(seal: Seal, fields: str, token: UUID | None, life: timedelta) -> None:
    now = clock.now()
    KeptText.objects.update_or_create(
        user_id=seal.user_id,
        form=seal.place.form,
        thing=seal.place.thing,
        defaults={
            "address": seal.address[:500],
            "once": token,
            "fields": fields,
            "saved_at": now,
            "until": now + life,
        },
    )
    KeptText.objects.filter(until__lte=now).delete()
    newest = KeptText.objects.filter(user_id=seal.user_id).order_by("-saved_at", "-pk")
    for row in newest[MOST:]:
        row.delete()
