"""Reports: generated once, and kept."""

from datetime import date
from typing import Any

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import Programme, Report, Session, Twinning, Verb
from partnerships.reports.document import to_json
from partnerships.reports.kinds import Asked, compose
from stedenband.accounts.models import User


@transaction.atomic
def generate_report(
    *,
    by: User,
    kind: str,
    language: str,
    first: date,
    last: date,
    twinning: Twinning | None = None,
    programme: Programme | None = None,
    **of: Any,
) -> Report:
    """Write down what stands there now; what changes later does not change the report."""
    side: str = of.get("side") or ""
    session: Session | None = of.get("session")
    asked = Asked(kind, language, first, last, twinning, programme, side, session)
    report = Report(
        twinning=twinning,
        programme=programme,
        kind=kind,
        language=language,
        side=side,
        session=session,
        first=first,
        last=last,
        document={},
        made_by=by,
    )
    report.full_clean(exclude=["document"])
    document = compose(asked)
    report.document, report.is_sample = to_json(document), document.is_sample
    report.save()
    record(Verb.REPORT_GENERATED, by=by, twinning=twinning, generated=report)
    return report
