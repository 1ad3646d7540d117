"""Tables taken over, all of a table or nothing of it; carried on with; undone."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import policies
from partnerships.actions.deed import add_deed, change_deed
from partnerships.actions.event import record
from partnerships.actions.organisation import write_organisation
from partnerships.actions.register import undo_register
from partnerships.actions.table_rows import (
    OF_OTHER_SIDE,
    write_measurement,
    write_milestone,
    write_voucher,
)
from partnerships.imports.kinds import IMPORTERS, importer_of
from partnerships.imports.table import (
    Comparison,
    Importer,
    Row,
    compare_rows,
    loaded,
    rows_as_json,
    rows_from_json,
    snapshot,
)
from partnerships.models import (
    Deed,
    Event,
    Import,
    ImportedRow,
    Measurement,
    Milestone,
    Organisation,
    Passage,
    Programme,
    Twinning,
    Verb,
    Voucher,
)
from sdg.models import Target
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import locked

AT_ONCE = 500  # rows are written while the reader waits; more by a timer, batch by batch
BATCH = 200
REASONS = 50
CHANGED = gettext_lazy("Things changed meanwhile. Look at what the table does now, and import it.")
NOTHING = gettext_lazy("This table changes nothing.")


@transaction.atomic
def import_table(
    *,
    kind: str,
    about: Twinning | Programme | None,
    by: User,
    rows: Sequence[Row],
    seen: str,
    file_name: str = "",
) -> Import:
    """Do what the rows say; `seen` is the digest of the comparison that was agreed to.

    A long table is written later, in batches: what it still has to write is kept with it. Refuses
    when things changed since, when a row is wrong, and when nothing would change.
    """
    if about:
        locked(about)
    importer = IMPORTERS[kind](about)
    found = compare_rows(importer, rows)
    refuse_other(found, seen, CHANGED)
    imported = begin_import(kind=kind, about=about, by=by, found=found, file_name=file_name)
    changes = found.added + found.changed
    if len(changes) > AT_ONCE:
        imported.rows = rows_as_json(one.row for one in changes)
        imported.state = Import.State.WAITING
    else:
        write_changes(imported, importer, changes, by)
        imported.state = Import.State.DONE
    imported.save()
    numbers: dict[str, Any] = {"old": str(imported.changed), "new": str(imported.added)}
    record(Verb.TABLE_IMPORTED, by=by, twinning=imported.twinning, note=str(imported), **numbers)
    return imported


def refuse_other(found: Comparison[Any, Any], seen: str, message: Any) -> None:
    if found.digest != seen:
        raise ValidationError(message)
    if not found.does_something:
        raise ValidationError(NOTHING)


def begin_import(
    *, kind: str, about: Any, by: User | None, found: Comparison[Any, Any], file_name: str = ""
) -> Import:
    place = {"twinning": about} if isinstance(about, Twinning) else {"programme": about}
    return Import.objects.create(
        kind=kind,
        by=by,
        file_name=file_name[:150],
        added=len(found.added),
        changed=len(found.changed),
        unchanged=found.unchanged,
        **place,
    )


def write_changes(
    imported: Import, importer: Importer[Any, Any], changes: Sequence[Any], by: User
) -> None:
    """Write each row by its noun's action, and keep what stood there before."""
    kept = []
    for change in changes:
        before = snapshot(importer, change.thing) if change.thing else None
        try:
            thing = WRITERS[imported.kind](change.thing, change.fields, imported, by)
        except ValidationError as error:
            raise in_row(change.row.line, error) from error
        kept.append(
            ImportedRow(
                imported=imported,
                line=change.row.line,
                thing=thing.pk,
                name=str(thing)[:200],
                before=before,
                after=snapshot(importer, thing),
            )
        )
    ImportedRow.objects.bulk_create(kept)
    imported.done += len(kept)


def in_row(line: int, error: ValidationError) -> ValidationError:
    """What a noun refused, with the row it was refused in."""
    said = {"line": line, "reason": " ".join(error.messages)}
    return ValidationError(_("Row %(line)s: %(reason)s") % said)


# --- Long ones ----------------------------------------------------------------------------------


def carry_on(imported: Import) -> Import:
    """Write what is still to be written, batch by batch; killed in between, run it again."""
    while imported.is_under_way:
        try:
            imported = write_batch(imported=imported)
        except ValidationError as error:
            imported.state, imported.reason = Import.State.STOPPED, " ".join(error.messages)
            imported.save(update_fields=["state", "reason"])
    return imported


def write_batch(*, imported: Import) -> Import:
    """The next rows and how far it is, both or neither."""
    with transaction.atomic():
        return write_next(locked(imported))


def write_next(imported: Import) -> Import:
    if not imported.is_under_way:
        return imported
    importer = importer_of(imported)
    found = compare_rows(importer, rows_from_json(importer, imported.rows[:BATCH]))
    if found.errors:
        first = found.errors[0]
        raise in_row(first.line, ValidationError(first.message))
    write_changes(imported, importer, found.added + found.changed, cast("User", imported.by))
    imported.done += found.unchanged
    imported.rows, imported.state = imported.rows[BATCH:], Import.State.RUNNING
    if not imported.rows:
        imported.state = Import.State.DONE
    imported.save()
    return imported


# --- Undoing ------------------------------------------------------------------------------------


@transaction.atomic
def undo_import(*, imported: Import, by: User) -> None:
    """Bring back what stood before the last import; refuses, row by row, where that cannot be."""
    imported = locked(imported)
    imported.refuse_undoing()
    if imported.kind == Import.Kind.REGISTER:
        undo_register(imported)
    else:
        undo_rows(imported, by)
    imported.state, imported.undone_by, imported.undone_at = Import.State.UNDONE, by, clock.now()
    imported.rows = []
    imported.save()
    record(Verb.IMPORT_UNDONE, by=by, twinning=imported.twinning, note=str(imported))


def undo_rows(imported: Import, by: User) -> None:
    importer, model = importer_of(imported), MODELS[imported.kind]
    rows = list(imported.written.order_by("-pk"))
    things = model._default_manager.in_bulk([row.thing for row in rows])
    reasons = [
        _("Row %(line)s (%(name)s): %(reason)s")
        % {"line": row.line, "name": row.name, "reason": why}
        for row in rows
        if (why := why_not(importer, row, things.get(row.thing), by))
    ]
    if reasons:
        raise ValidationError(sorted(reasons)[:REASONS])
    for row in rows:
        if row.before is None:
            remove(things[row.thing])
        else:
            fields = loaded(importer, row.before)
            WRITERS[imported.kind](things[row.thing], fields, imported, by)


def why_not(
    importer: Importer[Any, Any], row: ImportedRow, thing: models.Model | None, by: User
) -> str:
    """Why somebody cannot undo one row; nothing when they can."""
    if thing is None:
        return _("it is no longer there.")
    if not policies.may_undo_row(by, thing):
        return str(OF_OTHER_SIDE)
    if snapshot(importer, thing) != row.after:
        return _("somebody changed it since.")
    if row.before is None and (hanging := what_hangs_on(thing)):
        return _("something hangs on it: %(what)s.") % {"what": hanging}
    return ""


def what_hangs_on(thing: models.Model) -> str:
    """What would be lost or left alone with a thing; its own lines of history are not."""
    for relation in thing._meta.related_objects:
        model = relation.related_model
        if model is Event or isinstance(model, str):
            continue
        if model._base_manager.filter(**{relation.field.name: thing}).exists():
            return str(model._meta.verbose_name_plural)
    return ""


def remove(thing: models.Model) -> None:
    """Take back a thing that an import made, with its lines of history and what search finds."""
    for relation in thing._meta.related_objects:
        if relation.related_model is Event:
            Event.objects.filter(**{relation.field.name: thing}).delete()
    Passage.objects.filter(kind=thing._meta.model_name, thing=thing.pk).delete()
    thing.delete()


# --- How a row is written ------------------------------------------------------------------------


def write_deed(deed: Deed | None, fields: dict[str, Any], imported: Import, by: User) -> Deed:
    fields = fields_of_deed(fields)
    if deed:
        return change_deed(deed=deed, by=by, **fields)
    twinning = cast("Twinning", imported.twinning)
    given = {"side": imported.side, "language": by.language, **fields}
    return add_deed(twinning=twinning, by=by, is_told=False, **given)


def fields_of_deed(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields as the actions on deeds take them."""
    fields = dict(fields)
    if "main_target" in fields:
        fields["main_target_id"] = fields.pop("main_target") or None
    if "side_targets" in fields:
        codes = fields.pop("side_targets")
        fields["side_targets"] = Target.objects.filter(code__in=codes)
    return fields


def write_place(
    organisation: Any, fields: dict[str, Any], imported: Import, by: User
) -> models.Model:
    return write_organisation(organisation=organisation, by=by, **fields)


Writer = Callable[[Any, dict[str, Any], Import, User], models.Model]
WRITERS: dict[str, Writer] = {
    Import.Kind.DEED: write_deed,
    Import.Kind.ORGANISATION: write_place,
    Import.Kind.MILESTONE: write_milestone,
    Import.Kind.MEASUREMENT: write_measurement,
    Import.Kind.VOUCHER: write_voucher,
}
MODELS: dict[str, type[models.Model]] = {
    Import.Kind.DEED: Deed,
    Import.Kind.ORGANISATION: Organisation,
    Import.Kind.MILESTONE: Milestone,
    Import.Kind.MEASUREMENT: Measurement,
    Import.Kind.VOUCHER: Voucher,
}
