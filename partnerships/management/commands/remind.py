"""Remind everybody of what falls due, and send the week's digests; for a timer, once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from partnerships.actions.reminder import remind


class Command(BaseCommand):
    help = "Queues reminders and, from Monday, the week's digests. Running it twice adds nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        reminders, digests = remind()
        self.stdout.write(f"{reminders} reminders, {digests} digests")
