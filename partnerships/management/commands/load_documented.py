"""Load the documented facts of the three twinnings, with their sources."""

from typing import Any

from django.core.management.base import BaseCommand

from partnerships.actions.passage import write_all_passages
from partnerships.management.agreements import load_documented_agreements
from partnerships.management.deeds import load_documented_deeds
from partnerships.management.documented import load_documented
from partnerships.management.mandates import load_documented_mandates
from partnerships.management.sessions import load_documented_sessions
from sdg.vocabulary import load_vocabulary


class Command(BaseCommand):
    help = "Loads the documented facts; running it again brings them back to the file's."

    def handle(self, *args: Any, **options: Any) -> None:
        load_vocabulary()
        load_documented()
        load_documented_agreements()
        load_documented_deeds()
        load_documented_sessions()
        load_documented_mandates()
        write_all_passages()
        self.stdout.write("The documented facts are loaded.")
