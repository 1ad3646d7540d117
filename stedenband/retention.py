"""How long what is kept: one row for each category, forgotten by `manage.py forget`.

The page on privacy shows the same rows, so that what is promised is what is done.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stedenband import clock
from stedenband.accounts.models import INVITATION_LASTS, Invitation, User
from stedenband.kept import A_WEEK
from stedenband.models import HandledForm, KeptText, OutgoingMail
from stedenband.uploads import KEPT_FOR, clear_uploads

MONTH = timedelta(days=30.44)
WARN_AFTER, ERASE_AFTER = 23 * MONTH, 24 * MONTH
# Who signed in after a warning is told anew: it was about another absence.
UNTOLD = Q(warned_at=None) | Q(warned_at__lt=F("last_login"))


@dataclass(frozen=True)
class Category:
    """What is forgotten, how long after, and how: `forget` answers how many rows went."""

    name: str | Promise
    keeps: str | Promise
    after: timedelta
    forget: Callable[[datetime], int]


def old_mail(before: datetime) -> int:
    number, _by_noun = OutgoingMail.objects.filter(created_at__lt=before).delete()
    return number


def handled_forms(before: datetime) -> int:
    number, _by_noun = HandledForm.objects.filter(handled_at__lt=before).delete()
    return number


def unsent_texts(before: datetime) -> int:
    return KeptText.objects.filter(saved_at__lt=before).delete()[0]


def sign_ins(before: datetime) -> int:
    number: int = UserSession.objects.filter(last_seen_at__lt=before).delete()[0]
    return number


def ended_sessions(before: datetime) -> int:
    return Session.objects.filter(expire_date__lt=before).delete()[0]


def admin_log(before: datetime) -> int:
    return LogEntry.objects.filter(action_time__lt=before).delete()[0]


def invitations(before: datetime) -> int:
    """Those that nobody took up: the account stays, unable to sign in, until it is erased."""
    return Invitation.objects.filter(sent_at__lt=before).delete()[0]


CATEGORIES = [
    Category(_("Ended sessions"), _("one day"), timedelta(days=1), ended_sessions),
    Category(_("Files of which only pieces arrived"), _("one day"), KEPT_FOR, clear_uploads),
    Category(_("What was typed and not sent"), _("one week"), A_WEEK, unsent_texts),
    Category(_("Forms that were sent, by number"), _("one month"), MONTH, handled_forms),
    Category(
        _("Invitations"), _("six months; the link works fourteen days"), 6 * MONTH, invitations
    ),
    Category(_("Where somebody signed in: browser, address"), _("six months"), 6 * MONTH, sign_ins),
    Category(_("Mail that was sent"), _("six months"), 6 * MONTH, old_mail),
    Category(
        _("What staff changed in the administration"), _("three years"), 36 * MONTH, admin_log
    ),
]
assert INVITATION_LASTS < 6 * MONTH  # noqa: S101 - no letter is forgotten while it still works


def forget_by_category(now: datetime | None = None) -> dict[str, int]:
    """Forget what is old enough; answers how many rows of each category went."""
    now = now or clock.now()
    return {str(one.name): one.forget(now - one.after) for one in CATEGORIES}


def to_warn(now: datetime) -> list[User]:
    """Accounts nobody used for 23 months and that were not told yet."""
    return list(unused(now - WARN_AFTER).filter(UNTOLD))


def to_erase(now: datetime) -> list[User]:
    """Unused for 24 months, and told of it at least a month ago."""
    told = unused(now - ERASE_AFTER).exclude(UNTOLD)
    return list(told.filter(warned_at__lte=now - MONTH))


def unused(since: datetime) -> "QuerySet[User]":
    seen = User.objects.filter(last_login__lt=since)
    never = User.objects.filter(last_login=None, joined_at__lt=since)
    return (seen | never).filter(erased_at=None, is_superuser=False).order_by("pk")
