"""Write what search finds anew, from the texts."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from partnerships.actions.passage import write_all_passages


class Command(BaseCommand):
    help = "Writes what search finds anew; after loading data by other ways than the portal's own."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{write_all_passages()} passages can be found.")
