"""Send the mail that waits in the queue; for cron, a systemd timer, or as a loop in the demo."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from stedenband.mail import send_waiting


class Command(BaseCommand):
    help = "Sends the mail that waits. Running it twice sends nothing twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=100, help="how many at most")
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on for ever")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            sent, failed = send_waiting(options["limit"])
            if sent or failed or not options["every"]:
                self.stdout.write(f"{sent} sent, {failed} failed")
            if not options["every"]:
                return
            close_old_connections()
            time.sleep(options["every"])
