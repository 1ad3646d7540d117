"""PostgreSQL keeps the words of each passage, by the rules of its language: search compares them.

They were worked out anew for every row that a search looked at. SQLite has no such column.
"""

from importlib import import_module

from django.db import migrations

CONFIGURATIONS = {"nl": "dutch", "es": "spanish", "fr": "french", "en": "english"}
TABLE = "partnerships_passage"
before = import_module("partnerships.migrations.0006_passages_by_language")


def words():
    """What the column holds; the queries of PassageQuerySet ask by the same rules."""
    cases = " ".join(
        f"WHEN '{code}' THEN to_tsvector('{rules}'::regconfig, folded)"
        for code, rules in CONFIGURATIONS.items()
    )
    return f"CASE language {cases} ELSE to_tsvector('simple'::regconfig, folded) END"


def make(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("SET LOCAL statement_timeout = 0")  # a large portal takes its time
    for name, _rules, _condition in before.indexes():
        schema_editor.execute(f"DROP INDEX IF EXISTS {name}")
    schema_editor.execute(
        f"ALTER TABLE {TABLE} ADD COLUMN words tsvector GENERATED ALWAYS AS ({words()}) STORED"
    )
    schema_editor.execute(f"CREATE INDEX passage_words ON {TABLE} USING gin (words)")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP COLUMN words")
        before.make(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0012_fast_lists")]
    operations = [migrations.RunPython(make, drop)]
