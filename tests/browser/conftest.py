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
from tests.pages import visit

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# The first has no window to draw, which takes a third off the whole of these tests.
BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser"]
PASSWORD = "stedenband-demo"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


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

    def run(self, *words):
        with self.log.open("a") as log:
            return subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "demo", *words], env=self.env, cwd=ROOT,
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip

    def start(self):
        self.process = self.run("--bind", self.bind)
        try:
            self.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def wait(self):
        for _ in range(1200):
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=2):
                    return
            except OSError:
                time.sleep(0.25)
        pytest.fail(f"The demo did not start: {self.log.read_text()[-2000:]}")

    def stop(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, 15)
            self.process.wait(20)


def run_sql(url, *statements):
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with closing(connection), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Sample:
    """The demo's sample, made once; every demo of these tests starts from a copy of it."""

    def __init__(self, folder):
        self.folder, self.name = folder, f"stedenband_browser_{WORKER}"
        self.server = os.environ.get("DATABASE_URL", "")
        self.has_server = self.server.startswith("postgres")  # else SQLite's file in the folder
        self.create(self.name)
        made = Site(folder, self.database(self.name))
        if made.run("--load-only").wait(600) != 0:
            pytest.fail(f"The sample was not made: {made.log.read_text()[-2000:]}")

    def database(self, name):
        if not self.has_server:
            return None
        return urlsplit(self.server)._replace(path=f"/{name}").geturl()

    def create(self, name, extra=""):
        if self.has_server:
            self.drop(name)
            run_sql(self.server, f'CREATE DATABASE "{name}" {extra}')

    def drop(self, name):
        if self.has_server:
            run_sql(self.server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def copy(self, folder, name):
        """A demo that is up, until it is done with."""
        name = f"{self.name}_{name}"
        self.create(name, f'TEMPLATE "{self.name}"')
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        started = Site(folder, self.database(name)).start()
        yield started
        started.stop()
        self.drop(name)


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    made = Sample(tmp_path_factory.mktemp("sample"))
    yield made
    made.drop(made.name)


@pytest.fixture(scope="session")
def site(sample, tmp_path_factory):
    """One demo for all tests of this process that only read."""
    yield from sample.copy(tmp_path_factory.mktemp("demo"), "read")


@pytest.fixture
def own_site(sample, tmp_path):
    """A demo for a test that changes it."""
    yield from sample.copy(tmp_path, "write")


@pytest.fixture(scope="session")
def chromium():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
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
    visitor.press("main form.page button:not([name]):not([type=button])")


class Visitor:
    """Somebody in front of a browser; what went wrong in it is remembered."""

    def __init__(self, browser, site, width=1280, **context):
        self.site = site
        self.context = browser.new_context(viewport={"width": width, "height": 900}, **context)
        self.context.set_default_timeout(60_000)  # a machine may have much else to do
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
        """A page may refuse (403, 404, 422 …), and so may the place where what is typed is kept,
        whose script says why; what a page needs may not, and nothing breaks."""
        may_refuse = response.request.is_navigation_request() or response.url.endswith("/kept/")
        allowed = 500 if may_refuse else 400
        if response.status >= allowed:
            self.trouble.append(f"{response.status} {response.url}")

    def note_request(self, request):
        if not request.url.startswith((self.site.url, "data:")):
            self.trouble.append(f"asked {request.url}")

    def go(self, path):
        return self.page.goto(self.site.url + path)

    def press(self, selector):
        """Click what leads to another page, and wait until that has come; answers its response."""
        with self.page.expect_navigation() as came:
            self.page.click(selector)
        return came.value

    def sign_in(self, email, language="nl"):
        self.go(f"/{language}/accounts/login/")
        self.page.fill("[name=login]", email)
        self.page.fill("[name=password]", PASSWORD)
        self.press("main button.btn-primary")
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


class Straight:
    """A browser that is shown pages made in the test itself: of its rows, without a server."""

    def __init__(self, browser, user):
        self.client, self.static = visit(user), visit(None)
        self.context = browser.new_context()
        self.context.route("**/*", self.answer)
        self.page = self.context.new_page()

    def show(self, path):
        """The page that Django answers with; it is made here, where the test's rows are seen."""
        self.made = self.client.get(path)
        assert self.made.status_code == 200, f"{path}: {self.made.status_code}"
        self.page.goto(f"http://portal.test{path}")

    def answer(self, route):
        asked = route.request
        path = asked.url.partition("//portal.test")[2]
        if not asked.is_navigation_request() and not path.startswith("/static/"):
            return route.fulfill(status=204)
        answer = self.made if asked.is_navigation_request() else self.static.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        return route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=body)


@pytest.fixture
def straight(chromium):
    made = []

    def make(user):
        made.append(Straight(chromium, user))
        return made[-1]

    yield make
    for one in made:
        one.context.close()
