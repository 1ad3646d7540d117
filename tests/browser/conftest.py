"""The demo as a newcomer starts it, and a real browser in front of it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from playwright.sync_api import sync_playwright

from tests.browser.pages import ANEW, PUBLIC, SIGNED_IN, look_around

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PASSWORD = "stedenband-demo"


def lacking(what):
    """In CI nothing is skipped; elsewhere it is said."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is lacking, and in CI nothing is skipped.")
    pytest.skip(f"{what} is lacking: install it, or see .ci/run.", allow_module_level=True)


class Site:
    """A demo of its own: its data, its port, its log."""

    def __init__(self, folder, database):
        self.folder, self.database = folder, database
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.bind = f"127.0.0.1:{probe.getsockname()[1]}"
        self.url = f"http://{self.bind}"
        self.log = folder / "demo.log"

    @property
    def env(self):
        env = {**os.environ, "STEDENBAND_MODE": "demo", "STEDENBAND_VAR": str(self.folder)}
        env.pop("DATABASE_URL", None)
        return {**env, "DATABASE_URL": self.database} if self.database else env

    def mails(self):
        """Everything that was mailed: to whom, and the subject."""
        code = (
            "import json; from stedenband.models import OutgoingMail as M;"
            "print('MAILS' + json.dumps(list(M.objects.values_list('to', 'subject'))))"
        )
        words = [sys.executable, str(ROOT / "manage.py"), "shell", "--no-imports", "-c", code]
        answer = subprocess.run(words, env=self.env, capture_output=True, text=True, check=True)
        return json.loads(answer.stdout.partition("MAILS")[2])

    def start(self):
        env = self.env
        words = [sys.executable, str(ROOT / "manage.py"), "demo", "--bind", self.bind]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                words, env=env, cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip
        self.wait()
        return self

    def wait(self):
        for _ in range(480):
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=2):
                    return
            except OSError:
                time.sleep(0.25)
        pytest.fail(f"The demo did not start: {self.log.read_text()[-2000:]}")

    def stop(self):
        os.killpg(self.process.pid, 15)
        self.process.wait(20)


def new_database(name):
    """A PostgreSQL database of its own when the tests run on PostgreSQL; else SQLite's file."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return None
    run_sql(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    parts = urlsplit(url)
    return parts._replace(path=f"/{name}").geturl()


def run_sql(url, *statements):
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with closing(connection), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """One demo for all tests of this process that only read."""
    yield from demo(tmp_path_factory.mktemp("demo"), "stedenband_browser_read")


@pytest.fixture
def own_site(tmp_path):
    """A demo for a test that changes it."""
    yield from demo(tmp_path, "stedenband_browser_write")


def demo(folder, name):
    name = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    started = Site(folder, new_database(name)).start()
    yield started
    started.stop()
    if started.database:
        run_sql(os.environ["DATABASE_URL"], f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def chromium():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        lacking("Chromium")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def rounds(site, chromium):
    """What everybody finds in the demo, after a draft with a link was left in it."""
    reader = Visitor(chromium, site)
    found = {None: look_around(reader, PUBLIC, known=set())}
    trouble, known = reader.trouble, set()
    for email, starts in SIGNED_IN.items():
        member = Visitor(chromium, site).sign_in(email)
        if email == "editor@brasschaat.example":
            leave_a_draft(member)
        passed = {kind for kind in known if kind[0] not in ANEW.get(email, ())}
        found[email] = look_around(member, starts, passed)
        known = known | found[email].kinds
        trouble += member.trouble
        member.context.close()
    reader.context.close()
    assert trouble == []
    return found


def leave_a_draft(visitor):
    visitor.go("/nl/work/")
    visitor.page.click("main a[href$='/progress/'] >> nth=0")
    visitor.page.fill("[name=what_happened]", "Un borrador con un enlace.")
    visitor.page.fill("[name=link]", "https://example.org/borrador")
    visitor.page.click("main form.page button:not([name])")


class Visitor:
    """Somebody in front of a browser; what went wrong in it is remembered."""

    def __init__(self, browser, site, width=1280, **context):
        self.site = site
        self.context = browser.new_context(viewport={"width": width, "height": 900}, **context)
        self.page = self.context.new_page()
        self.trouble = []
        self.page.on("console", self.note_console)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("request", self.note_request)
        self.page.on("requestfailed", self.note_failed)
        self.page.on("response", self.note_response)

    def note_console(self, message):
        status = "Failed to load resource" in message.text  # note_response knows which and whether
        if message.type == "error" and not status:
            self.trouble.append(message.text)

    def note_failed(self, request):
        if "ERR_ABORTED" not in (request.failure or ""):  # the page was left before it came
            self.trouble.append(f"failed {request.url}: {request.failure}")

    def note_response(self, response):
        """A page may refuse (403, 404, 422 …); what a page needs may not, and nothing breaks."""
        allowed = 500 if response.request.is_navigation_request() else 400
        if response.status >= allowed:
            self.trouble.append(f"{response.status} {response.url}")

    def note_request(self, request):
        if not request.url.startswith((self.site.url, "data:")):
            self.trouble.append(f"asked {request.url}")

    def go(self, path):
        return self.page.goto(self.site.url + path)

    def sign_in(self, email, language="nl"):
        self.go(f"/{language}/accounts/login/")
        self.page.fill("[name=login]", email)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button.btn-primary")
        return self


@pytest.fixture
def visitor(chromium):
    """Makes visitors; each must have met no trouble when the test ends."""
    made = []

    def make(site, **how):
        made.append(Visitor(chromium, site, **how))
        return made[-1]

    yield make
    found = [trouble for one in made for trouble in one.trouble]
    for one in made:
        one.context.close()
    assert found == []
