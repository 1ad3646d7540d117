"""Write everything into one archive, while the site is in use: `manage.py backup FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stedenband.backup import check_backup, write_backup


class Command(BaseCommand):
    help = "Writes the database and the files into one archive, and reads it back to be sure."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if path.exists():
            raise CommandError(f"{path} is there already: nothing was written.")
        if not path.parent.is_dir():
            raise CommandError(f"There is no folder {path.parent}.")
        write_backup(path)
        manifest = check_backup(path)
        rows = sum(one["rows"] for one in manifest["tables"].values())
        tables, files = len(manifest["tables"]), len(manifest["files"])
        self.stdout.write(f"{rows} rows of {tables} tables and {files} files in {path}")
        for name in manifest["missing"]:
            self.stderr.write(f"A row names the file {name}, which is not there.")
