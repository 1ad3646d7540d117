"""What a portal's database and files say afterwards; run in its environment, prints it as JSON."""

import json

import django

django.setup()

from django.core.files.storage import default_storage  # noqa: E402 - Django is set up first
from django.db import connection  # noqa: E402

from partnerships.models import Comment, Document, DocumentVersion, Event, Page  # noqa: E402
from stedenband.models import HandledForm, OutgoingMail  # noqa: E402
from stedenband.storage import compare  # noqa: E402


def integrity() -> str:
    if connection.vendor != "sqlite":
        return "ok"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return ", ".join(row[0] for row in cursor.fetchall())


def main() -> None:
    orphans, missing = compare(default_storage)
    events = Event.objects.order_by()
    page = Page.objects.get(side="flemish")
    found = {
        "comments": list(Comment.objects.values_list("text", flat=True)),
        "comment_events": events.filter(verb="commented").count(),
        "documents": list(Document.objects.values_list("title", flat=True)),
        "document_events": events.filter(verb="document_added").count(),
        "document_files": DocumentVersion.objects.count(),
        "page": page.text,
        "page_version": page.version,
        "page_events": events.filter(verb="page_changed").count(),
        "page_history": list(page.history.order_by("history_id").values_list("text", flat=True)),
        "handled": HandledForm.objects.count(),
        "waiting": OutgoingMail.objects.filter(sent_at=None).count(),
        "sent": OutgoingMail.objects.exclude(sent_at=None).count(),
        "orphans": orphans,
        "missing": missing,
        "integrity": integrity(),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
