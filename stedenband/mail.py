"""Mail goes to a queue in the database; `manage.py send_mail` sends it from there.

The queue is ours and not django-mailer's because that one keeps a write transaction open while
the mail server answers, which on SQLite makes every save wait for a slow mail server.
"""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from stedenband import clock
from stedenband.models import OutgoingMail


class QueueBackend(BaseEmailBackend):
    """Django's mail functions write to the queue: one row for each recipient."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        rows = [queued(mail, to) for mail in email_messages for to in mail.recipients()]
        return len(OutgoingMail.objects.bulk_create(rows))


def queued(mail: EmailMessage, to: str) -> OutgoingMail:
    """The row for one recipient of a mail; line breaks cannot enter its headers."""
    return OutgoingMail(
        to=to,
        subject=" ".join(str(mail.subject).split())[:250],
        body=str(mail.body),
        sender=mail.from_email or settings.DEFAULT_FROM_EMAIL,
        headers={name: str(value) for name, value in mail.extra_headers.items()},
    )


def send_waiting(limit: int = 100) -> tuple[int, int]:
    """Send what waits, outside any transaction; answers how many were sent and how many failed."""
    sent = failed = 0
    for mail in OutgoingMail.objects.lease(limit):
        if deliver(mail):
            sent += 1
        else:
            failed += 1
    return sent, failed


def deliver(mail: OutgoingMail) -> bool:
    """Hand one mail to the transport; a failure is kept beside it and stops nothing else."""
    connection = get_connection(settings.MAIL_TRANSPORT)
    message = EmailMessage(
        mail.subject, mail.body, mail.sender, [mail.to], headers=mail.headers, connection=connection
    )
    try:
        message.send()
    except Exception as error:
        OutgoingMail.objects.filter(pk=mail.pk).update(error=str(error)[:500])
        return False
    OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=clock.now(), error="")
    return True
