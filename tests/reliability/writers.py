"""People who write: real sign-in, real forms, each with its token."""

import re
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode
from uuid import uuid4

PASSWORD = "stedenband-demo"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
BOUNDARY = "stedenband-reliability"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n"


@dataclass
class Answer:
    status: int
    text: str
    headers: dict
    seconds: float


class Browser:
    """Cookies, and nothing else that a browser knows."""

    def __init__(self, portal):
        self.portal, self.cookies = portal, {}

    def ask(self, method, path, body=None, kind=""):
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        begin = time.perf_counter()
        connection = HTTPConnection("127.0.0.1", self.portal.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            got = connection.getresponse()
            text = got.read().decode(errors="replace")
        finally:
            connection.close()
        for line in got.headers.get_all("Set-Cookie") or []:
            name, _equals, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(got.status, text, dict(got.headers), time.perf_counter() - begin)

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, data, file=None):
        if file is None:
            return self.ask("POST", path, urlencode(data), "application/x-www-form-urlencoded")
        return self.ask(
            "POST", path, multipart(data, *file), f"multipart/form-data; boundary={BOUNDARY}"
        )

    def form(self, path):
        """The hidden fields of a page: its token, what makes it safe to send twice, its version."""
        return dict(HIDDEN.findall(self.get(path).text))

    def sign_in(self, email):
        path = "/nl/accounts/login/"
        found = self.form(path)
        given = {"login": email, "password": PASSWORD}
        answer = self.post(path, {**found, **given})
        if answer.status != 302:
            raise RuntimeError(f"{email} cannot sign in: {answer.status}")
        return self


def multipart(data, name, content):
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in data.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="a.pdf"\r\n'
    parts += [f"{head}Content-Type: application/pdf\r\n\r\n".encode(), content, b"\r\n"]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def signed_in(portal, number):
    return [Browser(portal).sign_in(email) for email in portal.data["people"][:number]]


# --- What they write ------------------------------------------------------------------------------


def comment(portal, words):
    path = f"/nl/milestones/{portal.data['milestone']}/comment/"
    return path, {"text": words, "language": "nl"}, None


def page(portal, words):
    path = f"/nl/pages/{portal.data['page']}/edit/"
    return path, {"text": words, "language": "nl"}, None


def document(portal, words):
    path = f"/nl/twinnings/{portal.data['twinning']}/documents/add/"
    data = {"kind": "minutes", "language": "nl", "visibility": "twinning", "title": words}
    return path, data, ("upload", PDF)


@dataclass
class Ledger:
    """What was answered: the truth that the database is held to."""

    acknowledged: dict = field(default_factory=lambda: {"comment": [], "page": [], "document": []})
    answers: list = field(default_factory=list)
    retried: int = 0
    broken: int = 0
    kept: int = 0
    lost_texts: list = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, answer, words):
        with self.lock:
            self.answers.append((answer.status, answer.seconds))
            if answer.status in (503, 507):
                whole = words in answer.text and answer.headers.get("Retry-After")
                self.kept += bool(whole)
                if not whole:
                    self.lost_texts.append(words)

    def statuses(self):
        found = [status for status, _seconds in self.answers]
        return {status: found.count(status) for status in sorted(set(found))}


class Writer(threading.Thread):
    """Writes until told to stop; what was not answered is sent again, with the same token."""

    def __init__(self, browser, ledger, stop, kinds=(comment, comment, page, document)):
        super().__init__(daemon=True)
        self.browser, self.ledger, self.stop, self.kinds = browser, ledger, stop, kinds

    def run(self):
        turn = 0
        while not self.stop.is_set():
            self.write(self.kinds[turn % len(self.kinds)])
            turn += 1

    def write(self, kind):
        words = f"{kind.__name__} {uuid4().hex}"
        path, data, file = kind(self.browser.portal, words)
        hidden = self.asked_for(path)
        while hidden:
            try:
                answer = self.browser.post(path, {**hidden, **data}, file)
            except (OSError, HTTPException):
                self.ledger.broken += 1
                answer = None
            if answer:
                self.ledger.note(answer, words)
                if answer.status == 302:
                    with self.ledger.lock:
                        self.ledger.acknowledged[kind.__name__].append(words)
                if answer.status not in (503, 507):
                    return
            if self.stop.wait(0.2):
                return
            self.ledger.retried += 1

    def asked_for(self, path):
        """The form's hidden fields, asked for until they come."""
        while not self.stop.is_set():
            try:
                if "once" in (found := self.browser.form(path)):
                    return found
            except (OSError, HTTPException):
                pass
            self.stop.wait(0.1)
        return None


def writing(browsers, ledger, **options):
    """Start them; answers a function that ends them."""
    stop = threading.Event()
    threads = [Writer(one, ledger, stop, **options) for one in browsers]
    for one in threads:
        one.start()

    def end():
        stop.set()
        for one in threads:
            one.join(60)

    return end
