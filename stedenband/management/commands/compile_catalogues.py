"""Compile the message catalogues; `./run` does it by itself, an image build calls this."""

from typing import Any

from django.core.management.base import BaseCommand

from stedenband.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Compiles the message catalogues (.po to .mo) with nothing but Python."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{compile_catalogues()} catalogues compiled")
