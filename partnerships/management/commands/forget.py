"""Forget what has been kept long enough: once a day, after the reminders."""

from typing import Any

from django.core.management.base import BaseCommand

from partnerships.actions.erasure import forget_unused_accounts
from stedenband.retention import forget_by_category


class Command(BaseCommand):
    help = "Forgets by category what is old enough; the page on privacy says after how long."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, number in forget_by_category().items():
            self.stdout.write(f"{number:6} {name}")
        warned, erased = forget_unused_accounts()
        self.stdout.write(f"{warned} accounts were told that they go unused, {erased} erased")
