"""Import a table by hand or from a script: what its page does, with the same refusals."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerships import policies
from partnerships.actions.importing import carry_on, import_table
from partnerships.imports.kinds import ABOUT, IMPORTERS
from partnerships.imports.table import compare_rows
from stedenband.accounts.models import User
from stedenband.spreadsheets import read_table


class Command(BaseCommand):
    help = "Imports an XLSX or CSV table: all of it or nothing; again, it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=sorted(IMPORTERS))
        parser.add_argument("table", type=Path)
        parser.add_argument("--by", required=True, help="e-mail of who imports it")
        parser.add_argument("--in", dest="slug", default="", help="its twinning or programme")
        parser.add_argument("--preview", action="store_true", help="say what it would do")

    def handle(self, *args: Any, kind: str, table: Path, **options: Any) -> None:
        try:
            self.bring_in(kind, table, **options)
        except (User.DoesNotExist, OSError) as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error

    def bring_in(self, kind: str, table: Path, **options: Any) -> None:
        by, model = User.objects.get(email=options["by"]), ABOUT.get(kind)
        about = model.objects.filter(slug=options["slug"]).first() if model else None
        if bool(model) != bool(about) or not policies.may_import(by, kind, about):
            raise CommandError(f"{by.email} may not import this there.")
        importer = IMPORTERS[kind](about)
        read = importer.read(read_table(SimpleUploadedFile(table.name, table.read_bytes())))
        found = compare_rows(importer, read.rows)
        for error in read.errors + found.errors:
            self.stderr.write(f"{error.line} {error.column} {error.head}: {error.message}")
        if read.errors or found.errors:
            raise CommandError("Nothing was imported.")
        numbers = (len(found.added), len(found.changed), found.unchanged)
        self.stdout.write("{} new, {} changed, {} unchanged".format(*numbers))
        if found.does_something and not options["preview"]:
            given: dict[str, Any] = {
                "kind": kind,
                "about": about,
                "by": by,
                "file_name": table.name,
            }
            carry_on(import_table(rows=read.rows, seen=found.digest, **given))
