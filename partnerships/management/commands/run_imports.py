"""Carry on with long imports, batch by batch; for a timer, every minute."""

from typing import Any

from django.core.management.base import BaseCommand

from partnerships.actions.importing import carry_on
from partnerships.models import Import


class Command(BaseCommand):
    help = "Writes what long imports still have to write. Killed, it goes on where it was."

    def handle(self, *args: Any, **options: Any) -> None:
        for imported in Import.objects.waiting():
            done = carry_on(imported)
            self.stdout.write(f"{done}: {done.done} of {done.total}, {done.state}")
