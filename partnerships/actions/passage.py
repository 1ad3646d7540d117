"""What search finds, kept as it was written by the action that changed it."""

from typing import Any

from partnerships.models import Milestone, Passage
from partnerships.models.passage import SEARCHED, passages_of
from stedenband.versions import locked

AT_ONCE = 500


def keep_findable(about: dict[str, Any]) -> None:
    """Write the passages of what a line of history is about anew.

    Of the thing as it stands, locked: of two who write about it at once, the second waits.
    """
    for kind in sorted(SEARCHED.keys() & about.keys()):
        if about[kind] is not None:
            write_passages(kind, [locked(about[kind])])
    if session := about.get("session"):
        write_passages("minutes", list(session.minutes.select_related("session")))
        write_passages("said", list(session.contributions.select_related("session")))
    if lesson := about.get("lesson"):
        write_passages("adoption", list(lesson.adoptions.select_related("lesson")))
    if trajectory := about.get("trajectory"):
        write_passages("milestone", list(Milestone.objects.filter(trajectory=trajectory)))


def write_passages(kind: str, things: list[Any]) -> None:
    Passage.objects.filter(kind=kind, thing__in=[thing.pk for thing in things]).delete()
    rows = [passage for thing in things for passage in passages_of(kind, thing)]
    Passage.objects.bulk_create(rows, batch_size=AT_ONCE)


def write_all_passages() -> int:
    """Write every passage anew; answers how many there are."""
    Passage.objects.all().delete()
    for kind, noun in SEARCHED.items():
        rows = noun.model._default_manager.prefetch_related(*noun.with_more).order_by("pk")
        batch: list[Any] = []
        for thing in rows.iterator(chunk_size=AT_ONCE):
            batch.append(thing)
            if len(batch) == AT_ONCE:
                write_passages(kind, batch)
                batch = []
        write_passages(kind, batch)
    return Passage.objects.count()
