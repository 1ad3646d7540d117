"""Whether every stored file has its row and every row its file; for a timer, once a night."""

from argparse import ArgumentParser
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from stedenband.storage import compare, remove_orphans


class Command(BaseCommand):
    help = "Lists stored files without a row and rows without their file; fails when there are any."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--remove", action="store_true", help="remove files without a row older than a day"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        orphans, missing = compare(default_storage)
        removed = remove_orphans(default_storage, orphans) if options["remove"] else []
        for name in removed:
            self.stdout.write(f"removed: {name}")
        left = [name for name in orphans if name not in set(removed)]
        for word, names in (("without a row", left), ("missing", missing)):
            for name in names:
                self.stdout.write(f"{word}: {name}")
        found = f"{len(left)} files without a row, {len(missing)} missing."
        if left or missing:
            raise CommandError(found)
        self.stdout.write(found)
