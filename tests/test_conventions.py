"""The architecture, held by tests: names agree, rooms stay small, nothing comes from elsewhere."""

import ast
import inspect
import os
import re
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template import engines
from django.urls import URLPattern

from partnerships import actions, mailbox
from partnerships.urls import urlpatterns
from stedenband.accounts import actions as account_actions

ROOT = Path(settings.BASE_DIR)
PRODUCT = ("partnerships", "sdg", "stedenband")
PYTHON = sorted(
    path
    for folder in (*PRODUCT, "tests")
    for path in (ROOT / folder).rglob("*.py")
    if path.parent.name != "migrations"
)
ROOMS = [path for path in PYTHON if path.relative_to(ROOT).parts[0] in PRODUCT]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
STYLES = sorted((ROOT / "static").rglob("*.css")) + sorted((ROOT / "static").rglob("*.js"))

NO_TEMPLATE = {  # they hand out a file, a picture, a feed
    "calendar-own",
    "calendar-programme",
    "calendar-twinning",
    "document-download",
    "evidence-download",
    "handover-file",
    "photo-image",
    "programme-iati",
    "report-download",
    "account-data",
    "progress-sheet",
    "sheet-export",
    "sheet-programme",
    "sheet-workbook",
    "story-feed",
    "twinning-iati",
}
# One address: for two readers, a side and the coordination, and for today and a day gone by;
# or two kinds of thing.
MORE_TEMPLATES = {
    "twinning-detail": {"twinning_past", "twinning_registered"},
    "work": {"work_overview", "work_past"},
}
NO_NOUN_FILES = {"utils.py", "helpers.py", "services.py", "managers.py", "signals.py"}
ALLOWED_ON_TOP = {
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "manage.py",
    "partnerships",
    "pyproject.toml",
    "requirements-dev.lock",
    "requirements.lock",
    "run",
    "sdg",
    "static",
    "stedenband",
    "templates",
    "tests",
    "var",
}


def relative(paths):
    return sorted(str(Path(path).relative_to(ROOT)) for path in paths)


def pages():
    """Each address of the portal: its name and its view as it was written."""
    found = {one.name: inspect.unwrap(one.callback) for one in urlpatterns}
    assert all(isinstance(one, URLPattern) for one in urlpatterns)
    return sorted(found.items())


def templates_of(view):
    return set(re.findall(r'"partnerships/(\w+)\.html"', inspect.getsource(view)))


@cache
def functions(path):
    """Every function of a file: its name and how many lines it has."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        (one.name, one.end_lineno - one.lineno + 1)
        for one in ast.walk(tree)
        if isinstance(one, kinds)
    ]


def offenders(paths, pattern):
    """Where a pattern occurs: file, line and what was found."""
    search = re.compile(pattern, re.IGNORECASE)
    return [
        f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, found.start()) + 1}: {found.group()}"
        for path in paths
        for text in [path.read_text(encoding="utf-8")]
        for found in search.finditer(text)
    ]


# --- One address, one view, one template --------------------------------------------------------


@pytest.mark.parametrize(("name", "view"), pages())
def test_address_view_and_template_carry_one_name(name, view):
    noun_verb = name.replace("-", "_")
    expected = set() if name in NO_TEMPLATE else {noun_verb} | MORE_TEMPLATES.get(name, set())
    assert (view.__name__, templates_of(view)) == (noun_verb, expected)


# Nouns that live in another's room: a trajectory is planned with its milestones, and so on.
HOSTS = {
    "trajectory": "milestone",
    "own": "deed",
    "local": "deed",
    "coverage": "reciprocity",
    "sign": "sign_of_life",
    "import": "importing",  # a word that no module can be called
}


@pytest.mark.parametrize(("name", "view"), pages())
def test_a_view_lives_in_the_room_of_its_noun(name, view):
    noun = HOSTS.get(name.split("-")[0], name.split("-")[0])
    assert view.__module__ == f"partnerships.views.{noun}"


def test_every_template_of_the_portal_belongs_to_a_view():
    shown = set().union(*(templates_of(view) for _name, view in pages()))
    stored = {path.stem for path in (ROOT / "templates" / "partnerships").iterdir()}
    assert stored - shown == set()


# --- Small rooms --------------------------------------------------------------------------------


def test_files_stay_under_400_lines():
    long = {path for path in PYTHON if len(path.read_text(encoding="utf-8").splitlines()) >= 400}
    assert relative(long) == []


def test_functions_stay_under_40_lines():
    long = [(path.name, name, n) for path in ROOMS for name, n in functions(path) if n > 40]
    assert long == []


def test_no_file_is_named_after_nothing():
    folders = {path.parent for path in ROOMS if path.parent.name in {"common", "utils", "core"}}
    assert relative([p for p in ROOMS if p.name in NO_NOUN_FILES] + sorted(folders)) == []


def test_top_level_holds_nothing_else():
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        names = {line.split("/")[0].strip('"') for line in listed.stdout.splitlines()}
    else:
        names = set(os.listdir(ROOT))
    assert {name for name in names if not name.startswith(".")} - ALLOWED_ON_TOP == set()


# --- Actions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "action",
    [
        *(getattr(actions, name) for name in sorted(actions.__all__)),
        account_actions.change_account,
        mailbox.choose_mail,
        mailbox.switch_mail,
        mailbox.renew_calendar,
        mailbox.revoke_calendar,
    ],
    ids=lambda action: action.__name__,
)
def test_an_action_is_atomic_keyword_only_and_says_by_whom(action):
    parameters = inspect.signature(action).parameters
    keyword_only = {p.KEYWORD_ONLY for p in parameters.values() if p.kind != p.VAR_KEYWORD}
    first = inspect.getsource(action).splitlines()[0]
    assert (first, keyword_only, "by" in parameters) == (
        "@transaction.atomic",
        {inspect.Parameter.KEYWORD_ONLY},
        True,
    )


@pytest.mark.parametrize("name", sorted(actions.__all__))
def test_an_action_writes_its_line_of_history(name):
    """By itself, or by the action on memberships that it calls."""
    assert re.search(
        r"\b(record|note_event|give_membership)\(", inspect.getsource(getattr(actions, name))
    )


def test_every_atomic_function_of_the_actions_is_exported():
    written = {
        name
        for path in (ROOT / "partnerships" / "actions").glob("*.py")
        for name in re.findall(
            r"@transaction\.atomic\ndef (\w+)\(", path.read_text(encoding="utf-8")
        )
    }
    # Leaving strikes a person from the history, and writes no line of it.
    assert written - {"erase_account", "forget_unused_accounts"} == set(actions.__all__)


def test_views_write_by_actions_alone():
    views = (ROOT / "partnerships" / "views").glob("*.py")
    writes = r"\.(save|delete|create|bulk_create|bulk_update|update|get_or_create)\("
    assert offenders(views, writes) == []


def test_models_never_ask_who_may():
    models = (ROOT / "partnerships" / "models").glob("*.py")
    assert offenders(models, r"policies|\bmay_\w+") == []


def test_nothing_listens_to_signals():
    """But for a new connection, of which only a signal tells: it learns to see what is written."""
    found = offenders(ROOMS, r"@receiver|\b(pre|post)_(delete|init)\b|post_save\b|\.connect\(")
    of_a_noun = [one for one in found if not one.startswith("stedenband/apps.py")]
    assert (of_a_noun, len(found)) == ([], 1)


# --- Templates ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_template_compiles(path):
    name = str(path.relative_to(ROOT / "templates"))
    assert engines["django"].get_template(name).template.name == name


# What cannot be broken: a sentence that is translated, and a tag with what it is told.
IN_ONE_PIECE = re.compile(
    r"{% blocktranslate.*?{% endblocktranslate %}|{% (?:translate|include) .*?%}"
)
LONGEST_IN_PIECES = 180


def test_templates_are_laid_out_for_who_reads_them():
    pages = [path for path in TEMPLATES if path.suffix == ".html"]
    lines = [(path, line) for path in pages for line in path.read_text("utf-8").split("\n")]
    bare = ((path.name, IN_ONE_PIECE.sub("", line)) for path, line in lines)
    assert [(name, line) for name, line in bare if len(line) > LONGEST_IN_PIECES] == []


def test_templates_hold_no_style_and_no_script():
    attributes = r"""<style\b|\sstyle=|\son[a-z]+\s*=\s*["']|javascript:"""
    inline = attributes + r"|<script(?![^>]*(\bsrc=|application/json))"
    assert offenders(TEMPLATES, inline) == []


def test_templates_are_told_and_never_ask():
    asks = r"\.(objects|filter|exclude|visible_to)\b|\bpolicies\b|(?<!paginator)\.count\b"
    assert offenders(TEMPLATES, asks) == []


def test_pages_load_nothing_from_elsewhere():
    tags = r"<(?:link|script|img|iframe|source|video|audio)\b[^>]*(?:src|href)=[\"'](?:https?:)?//"
    rules = r"url\(\s*[\"']?(?:https?:)?//|@import\s+[\"'](?:https?:)?//|import\s+.*[\"']https?://"
    assert offenders(TEMPLATES, tags) + offenders(STYLES, rules) == []


# --- The tools say so too -----------------------------------------------------------------------


def test_import_contracts_are_kept():
    tool = Path(sys.executable).parent / "lint-imports"
    answer = subprocess.run(
        [str(tool), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout


def test_migrations_say_what_the_models_say(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_name_no_address(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "://" in line] == []


def test_what_shares_something_dear_stays_in_one_process(request):
    """xdist reads a test's group from its name; with a pytest that has other names it sees none,
    and says nothing."""
    if not request.config.getoption("loadgroup", default=False):
        return
    grouped = [one for one in request.session.items if one.get_closest_marker("xdist_group")]
    assert [one.nodeid for one in grouped if not re.search(r"@\w+$", one.nodeid)] == []


def names_of_tests(seed: str) -> list[str]:
    """What another process collects."""
    words = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    env = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if "::" in line]


@pytest.mark.once
def test_two_processes_find_the_same_tests():
    """Else xdist runs none of them. Neither the order of a set nor the hour names a test."""
    names = names_of_tests("1")
    time.sleep(2)  # a ZIP holds its hour to two seconds
    assert len(names) > 6000
    assert names_of_tests("2") == names
