"""The documented agreements: what a source says of their years, and nothing else."""

from datetime import date
from typing import Any

from partnerships.management.documented import read
from partnerships.models import Agreement, Source, Twinning


def load_documented_agreements() -> None:
    """Write the documented agreements; loading them again brings them back to the file's."""
    for row in read("agreements.json")["documented"]:
        load_line(row)


def load_line(row: dict[str, Any]) -> None:
    """The agreements of one twinning, known to the year, each the successor of the one before."""
    twinning = Twinning.objects.get(slug=row["twinning"])
    source = Source.objects.get(key=row["source"])
    previous: Agreement | None = None
    for first, last in row["years"]:
        fields = {"valid_until": date(last, 12, 31), "precision": Agreement.Precision.YEAR}
        agreement = Agreement.objects.update_or_create(
            twinning=twinning, source=source, valid_from=date(first, 1, 1), defaults=fields
        )[0]
        agreement.full_clean()
        if previous and previous.successor_id != agreement.pk:
            previous.successor = agreement
            previous.full_clean()
            previous.save()
        previous = agreement
