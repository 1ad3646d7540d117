"""Fill a database with made-up twinnings, to measure with."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from partnerships.management.scale import holds_other_data, seed

MOST = 20_000
MOST_PROCESSES = 4


class Command(BaseCommand):
    help = "Fills an empty database with made-up twinnings; run again, it adds what is lacking."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--twinnings", type=int, required=True, metavar="N")
        parser.add_argument(
            "--in-production", action="store_true", help="where the mode is production too"
        )

    def handle(self, *args: Any, twinnings: int, in_production: bool, **options: Any) -> None:
        if settings.PRODUCTION and not in_production:
            raise CommandError("This is production: made-up twinnings come in with a flag only.")
        if not 1 <= twinnings <= MOST:
            raise CommandError(f"Ask for 1 to {MOST} twinnings.")
        if holds_other_data():
            raise CommandError("This database holds what others entered: take an empty one.")
        # SQLite has one writer at a time.
        processes = (os.cpu_count() or 1) if connection.vendor == "postgresql" else 1
        made = seed(twinnings, tell=self.stdout.write, processes=min(processes, MOST_PROCESSES))
        self.stdout.write(f"{made} twinnings were added.")
