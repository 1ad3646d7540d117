"""Take in the world's register of twinnings; running it again with the same files adds nothing."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerships.actions.register import import_register


class Command(BaseCommand):
    help = "Takes in pairs of Wikidata numbers and the names of the places: all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("relations", type=Path, help="pairs: two numbers with a tab between")
        parser.add_argument("names", type=Path, help="names: a number, a tab, its name")

    def handle(self, *args: Any, relations: Path, names: Path, **options: Any) -> None:
        try:
            with relations.open(encoding="utf-8") as pairs, names.open(encoding="utf-8") as called:
                done = import_register(
                    relations=pairs, names=called, by=None, file_name=relations.name, tell=self.tell
                )
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        said = f"{done.added} new, {done.changed} changed, {done.unchanged} unchanged"
        self.stdout.write(said)

    def tell(self, done: int, total: int) -> None:
        self.stderr.write(f"{done} of {total}")
