"""Writes on accounts."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from stedenband import clock
from stedenband.accounts.models import Invitation, User


@transaction.atomic
def change_account(*, by: User, name: str, language: str, time_zone: str) -> User:
    """Somebody changes how they are addressed."""
    user = User.objects.select_for_update().get(pk=by.pk)
    user.name, user.language, user.time_zone = name, language, time_zone
    user.full_clean(exclude=["password"])
    user.save(update_fields=["name", "language", "time_zone"])
    return user


@transaction.atomic
def invite(*, email: str, name: str, language: str, time_zone: str, by: User) -> User:
    """A new account without a password, and the letter that lets its owner choose one."""
    user = User(email=email.strip().lower(), name=name, language=language, time_zone=time_zone)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    send_invitation(Invitation(user=user), by)
    return user


@transaction.atomic
def repeat_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """The letter once more; the link in the one before no longer works."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    send_invitation(invitation, by)
    return invitation


def send_invitation(invitation: Invitation, by: User) -> None:
    token = invitation.write_anew(by)
    invitation.save()
    user = invitation.user
    with translation.override(user.language):
        link = settings.SITE_URL + reverse("invitation-accept", args=[token])
        given = {"user": user, "by": by, "link": link, "until": invitation.expires_at}
        text = render_to_string("account/email/invitation.txt", given).strip()
        subject, _break, body = text.partition("\n")
        send_mail(subject, body.strip() + "\n", None, [user.email])


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> User:
    """The first password of an account; of two that accept at the same moment, one does.

    Raises ValidationError when the link was used already or is too old.
    """
    found = Invitation.objects.answering(token)
    taken = found and Invitation.objects.open().filter(pk=found.pk).update(accepted_at=clock.now())
    if not found or not taken:
        raise ValidationError(_("This link was used already or is too old: ask for a new one."))
    user = User.objects.select_for_update().get(pk=found.user_id)
    user.set_password(password)
    user.save(update_fields=["password"])
    return user
