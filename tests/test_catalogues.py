"""The catalogues: every text of the house in every language, and nothing else."""

import os
import re
import shutil
import subprocess
import sys
from gettext import c2py
from pathlib import Path

import django
import polib
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LOCALE = ROOT / "stedenband" / "locale"
DJANGOS = Path(django.__file__).parent / "conf" / "locale"
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
SOURCES = ("manage.py", "partnerships", "sdg", "stedenband", "templates")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdf]|\{\w*\}")
TAG = re.compile(r"</?\w+[^>]*>")

pytestmark = pytest.mark.parametrize("language", LANGUAGES)


def catalogue(language):
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    assert path.exists(), f"There is no catalogue for {language}: {path} is missing."
    return polib.pofile(str(path))


def living(language):
    return [entry for entry in catalogue(language) if not entry.obsolete]


def key(entry):
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural)


def texts(entry):
    """Each text of an entry beside what it says in another language."""
    if not entry.msgid_plural:
        return [((entry.msgid,), entry.msgstr)]
    return [((entry.msgid, entry.msgid_plural), said) for said in entry.msgstr_plural.values()]


def plural_forms(path):
    """The number of plural forms and the rule, as a catalogue's head says."""
    header = polib.pofile(str(path)).metadata["Plural-Forms"]
    number, rule = re.fullmatch(r"nplurals=(\d+);\s*plural=(.*?);?\s*", header).groups()
    return int(number), c2py(rule)


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """Every text that the code asks for, by gettext's own tools, from a copy of the tree."""
    if not shutil.which("xgettext"):
        pytest.skip("xgettext is not installed: what the code asks for is compared where it is.")
    tree = tmp_path_factory.mktemp("tree")
    leave = shutil.ignore_patterns("__pycache__", "*.mo", "*.po", "migrations")
    for name in SOURCES:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tree / name, **({"ignore": leave} if source.is_dir() else {}))
    (tree / "stedenband" / "locale").mkdir(exist_ok=True)
    words = [
        "makemessages",
        "--locale=nl",
        "--keep-pot",
        "--extension=py,html,txt",
        "--verbosity=0",
    ]
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env = kept | {"STEDENBAND_MODE": "test", "STEDENBAND_VAR": str(tree / "var")}
    subprocess.run([sys.executable, "manage.py", *words], cwd=tree, env=env, check=True)
    return {key(entry) for entry in polib.pofile(str(tree / "stedenband/locale/django.pot"))}


def test_the_catalogue_holds_what_the_code_asks_for_and_no_more(language, extracted):
    held = {key(entry) for entry in living(language)}
    assert (extracted - held, held - extracted) == (set(), set())


def test_every_text_is_translated(language):
    empty = [e.msgid for e in living(language) if not all(said for _text, said in texts(e))]
    assert empty == []


def test_no_translation_is_a_guess_or_a_leftover(language):
    left = [e.msgid for e in catalogue(language) if e.fuzzy or e.obsolete]
    assert left == []


def test_no_text_stands_twice(language):
    keys = [key(entry)[:2] for entry in living(language)]
    assert sorted(keys) == sorted(set(keys))


def test_what_is_singular_is_singular_in_django_too(language):
    _number, own = plural_forms(LOCALE / language / "LC_MESSAGES" / "django.po")
    _number, djangos = plural_forms(DJANGOS / language / "LC_MESSAGES" / "django.po")
    counts = range(1_000)
    assert [n for n in counts if own(n) == 0] == [n for n in counts if djangos(n) == 0]


def test_every_plural_has_all_its_forms(language):
    number, rule = plural_forms(LOCALE / language / "LC_MESSAGES" / "django.po")
    used = {rule(n) for n in (*range(1_000), 1_000_000)}
    plurals = [entry for entry in living(language) if entry.msgid_plural]
    odd = [e.msgid for e in plurals if sorted(e.msgstr_plural) != list(range(number))]
    assert (sorted(used), bool(plurals), odd) == (list(range(number)), True, [])


@pytest.mark.parametrize("marks", [PLACEHOLDER, TAG], ids=["placeholders", "tags"])
def test_a_translation_keeps_what_is_filled_in(language, marks):
    wrong = [
        said
        for entry in living(language)
        for originals, said in texts(entry)
        if said and sorted(marks.findall(said)) not in [sorted(marks.findall(o)) for o in originals]
    ]
    assert wrong == []


def test_a_translation_keeps_the_space_around_it(language):
    def edges(text):
        return (text[:1].isspace(), text[-1:].isspace(), text.count("\n"))

    wrong = [
        said
        for entry in living(language)
        for originals, said in texts(entry)
        if said and edges(said) not in [edges(one) for one in originals]
    ]
    assert wrong == []


def test_a_translation_holds_no_invisible_characters(language):
    odd = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
    said = [said for entry in living(language) for _originals, said in texts(entry)]
    assert [text for text in said if odd.search(text)] == []
