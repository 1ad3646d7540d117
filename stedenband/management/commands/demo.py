"""Put the site up with the three twinnings in it: `./run demo`."""

import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from partnerships.management.documented import load_documented
from partnerships.management.sample import (
    PASSWORD,
    make_accounts,
    play_sample,
    sample_stands,
)
from sdg.vocabulary import load_vocabulary
from stedenband.catalogues import compile_catalogues

EVERYWHERE = ("0.0.0.0", "::", "[::]")  # noqa: S104 - what somebody may ask for
SURE = "This deletes everything that was entered in the demo. Go on? [y/N] "


class Command(BaseCommand):
    help = "Loads the three twinnings and serves them; what was entered is kept for the next start."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", metavar="HOST:PORT")
        parser.add_argument("--fresh", action="store_true", help="start anew, after asking")
        parser.add_argument("--load-only", action="store_true", help="load the data, serve nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo runs only as `./run demo`.")
        compile_catalogues()
        call_command("migrate", verbosity=0)
        if options["fresh"]:
            self.start_anew()
        self.load()
        self.greet(options["bind"])
        if not options["load_only"]:
            serve(options["bind"])

    def start_anew(self) -> None:
        if sys.stdin.isatty() and input(SURE).strip().lower() not in {
            "y",
            "yes",
            "j",
            "ja",
            "s",
            "sí",
        }:
            raise CommandError("Nothing was deleted.")
        call_command("flush", interactive=False, verbosity=0)
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)

    def load(self) -> None:
        """Everything on the first start; later starts leave what was entered as it is."""
        if sample_stands():
            return
        load_vocabulary()
        load_documented()
        make_accounts()
        play_sample()

    def greet(self, bind: str) -> None:
        self.stdout.write(
            f"\n  Stedenband is up at http://{bind}/\n\n"
            f"  Sign in with the password {PASSWORD} as\n"
            "    coordinator@vvsg.example        reviews, sees all twinnings\n"
            "    staff@vvsg.example              the admin, at /admin/\n"
            "    facilitator@cimic.example, facilitator@levuur.example\n"
            "    editor@… and signatory@…        at brasschaat.example, tarija.example,\n"
            "      edegem.example, san-jeronimo.example, herent.example, nimlahakok.example\n\n"
            "  What you enter is kept; --fresh starts anew. Stop with Ctrl+C.\n"
        )
        self.stdout.flush()


def serve(bind: str) -> None:
    """Gunicorn in front, and beside it the command that sends mail (in the demo: prints it)."""
    host, _colon, _port = bind.rpartition(":")
    hosts = ["localhost", "127.0.0.1", "[::1]", host]
    env = {
        **os.environ,
        "ALLOWED_HOSTS": "*" if host in EVERYWHERE else ",".join(hosts),
        "SITE_URL": f"http://{bind}",
    }
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    mail = subprocess.Popen([*manage, "send_mail", "--every", "5"], env=env)
    gunicorn = [sys.executable, "-m", "gunicorn", "stedenband.wsgi", "--bind", bind]
    workers = ["--workers", "2", "--worker-class", "gthread", "--threads", "8"]
    try:
        subprocess.call([*gunicorn, *workers, "--log-level", "warning"], env=env)
    finally:
        mail.terminate()
        mail.wait()
