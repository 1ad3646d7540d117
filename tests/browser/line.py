"""A line between a browser and the demo that is slow, is cut, and loses answers when it is told to.

It stands before everything that asks, also before a service worker, which a browser's own
emulation leaves alone.
"""

import time
from contextlib import suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

KEPT_BY_US = {"connection", "transfer-encoding", "keep-alive"}


class Line:
    """Its address stands for the demo's; `cut` and `lose` are what it does with some requests."""

    def __init__(self, site):
        self.site = site
        self.is_down = False
        self.cut = lambda method, path: False  # never gets there
        self.lose = lambda method, path: False  # gets there, and its answer does not come back
        self.latency, self.rate = 0, None  # seconds, bytes in a second
        self.carried = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.line = self
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def ask(self, method, path, headers, body):
        there = HTTPConnection(urlsplit(self.site.url).netloc, timeout=60)
        there.request(method, path, body, headers)
        answer = there.getresponse()
        return answer.status, answer.getheaders(), answer.read()

    def carry(self, content, write):
        """The bytes at the speed of the line."""
        if self.rate is None:
            return write(content)
        for start in range(0, len(content), 5_000):
            piece = content[start : start + 5_000]
            write(piece)
            time.sleep(len(piece) / self.rate)
        return None


class Handler(BaseHTTPRequestHandler):
    """One request on its way; the line is the server's."""

    def pass_on(self):
        line, self.close_connection = self.server.line, True
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size) if size else None
        if line.is_down or line.cut(self.command, self.path):
            return
        time.sleep(line.latency + (size / line.rate if line.rate else 0))
        line.carried.append((self.command, self.path, size))
        headers = {k: v for k, v in self.headers.items() if k.lower() not in KEPT_BY_US}
        status, found, content = line.ask(self.command, self.path, headers, body)
        if line.is_down or line.lose(self.command, self.path):
            return
        with suppress(OSError):  # whoever asked went on
            self.answer(status, found, content)

    def answer(self, status, headers, content):
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in KEPT_BY_US | {"content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.server.line.carry(content, self.wfile.write)

    do_GET = do_POST = do_HEAD = pass_on  # noqa: N815 - the names that the base class calls

    def log_message(self, *args):
        """Nothing: the demo has a log."""
