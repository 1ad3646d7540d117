"""Load the 17 goals and 169 targets."""

from typing import Any

from django.core.management.base import BaseCommand

from sdg.vocabulary import load_vocabulary


class Command(BaseCommand):
    help = "Loads the 17 goals and 169 targets; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        goals, targets = load_vocabulary()
        self.stdout.write(f"{goals} goals, {targets} targets")
