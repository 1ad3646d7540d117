"""From the first tables to today's, with rows in every table at every step: `tests.upgrading`.

A process of its own, on an empty database of its own: `python -m tests.upgrading REPORT` writes
what it did and what went wrong as JSON; `tests/stedenband/test_upgrade.py` reads that.
"""

import json
import os
import sys
from pathlib import Path

import django
from django.apps import apps as today
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.filling import Filler

OURS = ("accounts", "sdg", "partnerships", "stedenband")


def tables():
    """Every row of every table as it stands in the database, whatever the models say."""
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name == "django_migrations":
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            columns = [one[0] for one in cursor.description]
            key = columns.index("id") if "id" in columns else 0
            found[name] = {row[key]: dict(zip(columns, row, strict=True)) for row in cursor}
    return found


def differences(before, after):
    """What is no longer there, row by row, and what reads otherwise; new columns are no change."""
    lost, changed, dropped = [], [], []
    for table, rows in before.items():
        now = after.get(table)
        if now is None:
            dropped.append(table)
            continue
        lost += [f"{table} {key}" for key in rows if key not in now]
        for key in rows.keys() & now.keys():
            old, new = rows[key], now[key]
            gone = [f"{table}.{name}" for name in old if name not in new]
            dropped += [one for one in gone if one not in dropped]
            changed += [f"{table} {key} {n}" for n in old if n in new and old[n] != new[n]]
    return {"lost": sorted(lost), "changed": sorted(changed), "dropped": sorted(dropped)}


def steps(executor):
    """First the first tables of each of our apps with all that others bring, then one by one."""
    graph = executor.loader.graph
    leaves = graph.leaf_nodes()
    plan = executor.migration_plan(leaves, clean_start=True)
    first = [one for one in graph.root_nodes() if one[0] in OURS]
    first += [one for one in leaves if one[0] not in OURS]
    ours = [(one.app_label, one.name) for one, _back in plan if one.app_label in OURS]
    return [first, *([one] for one in ours if one not in first)]


def climb(report):
    """Every step of the way: what was there before is there after, and new rows join it."""
    filler, before = Filler(), {}
    for targets in steps(MigrationExecutor(connection)):
        apps = MigrationExecutor(connection).migrate(targets).apps
        found = differences(before, tables())
        for name, these in found.items():
            report[name] += [f"{targets[-1][-1]}: {one}" for one in these]
        filler.fill(apps, times=2)
        before = tables()
        report["steps"].append(" ".join(targets[-1]) if len(targets) == 1 else "first")
    connection.check_constraints()
    report["rows"] = sum(map(len, before.values()))
    report["empty"] = sorted(name for name, rows in before.items() if not rows)


def read_by_todays_models():
    """What a row of any age breaks of what today's models say of it."""
    found = set()
    for model in today.get_models(include_auto_created=True):
        for row in model._base_manager.all():
            unknown = {one.name for one in model._meta.fields if one.value_from_object(row) is None}
            # Fields last: some models put a day right while they look at it.
            for look in (row.validate_constraints, row.validate_unique, row.clean_fields):
                try:
                    look(exclude=unknown if look == row.clean_fields else None)
                except ValidationError as error:
                    told = error.message_dict.items()
                    found |= {f"{model._meta.label} {name}: {what[0]}" for name, what in told}
    return sorted(found)


def main(path):
    report = {"steps": [], "lost": [], "changed": [], "dropped": []}
    climb(report)
    call_command("migrate", verbosity=0)
    call_command("check", databases=["default"], fail_level="WARNING")
    report["invalid"] = read_by_todays_models()
    Path(path).write_text(json.dumps(report, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stedenband.settings")
    django.setup()
    main(sys.argv[1])
