"""PostgreSQL finds words by an index for each written language; SQLite has no such index."""

from django.db import migrations

CONFIGURATIONS = {"nl": "dutch", "es": "spanish", "fr": "french", "en": "english"}
TABLE = "partnerships_passage"


def indexes():
    """Name, rules and condition of each index; the queries of PassageQuerySet ask the same."""
    for code, rules in CONFIGURATIONS.items():
        yield f"passage_words_{code}", rules, f"language = '{code}'"
    codes = ", ".join(f"'{code}'" for code in CONFIGURATIONS)
    yield "passage_words_other", "simple", f"NOT (language IN ({codes}))"


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, rules, condition in indexes():
            words = f"to_tsvector('{rules}'::regconfig, folded)"
            schema_editor.execute(
                f"CREATE INDEX {name} ON {TABLE} USING gin ({words}) WHERE {condition}"
            )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, _rules, _condition in indexes():
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0005_dialogue_and_learning")]
    operations = [migrations.RunPython(make, drop)]
