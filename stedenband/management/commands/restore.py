"""Fill an empty machine from a backup: `manage.py restore FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from stedenband.backup import BrokenBackup, check_backup, restore_backup


class Command(BaseCommand):
    help = "Fills an empty database and store of files; refuses where something is already."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--check", action="store_true", help="only compare the checksums")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            manifest = check_backup(path) if options["check"] else restore_backup(path)
        except BrokenBackup as error:
            raise CommandError(str(error)) from error
        if not options["check"]:
            call_command("migrate", verbosity=0)
        rows = sum(one["rows"] for one in manifest["tables"].values())
        word = "are whole" if options["check"] else "were restored"
        self.stdout.write(f"{rows} rows and {len(manifest['files'])} files {word}")
