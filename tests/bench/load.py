"""Many at once: readers who come whether or not the last was answered, or editors who think.

    python -m tests.bench.load [--rate 1000] [--seconds 60] [--editors 30] [--twinnings 40]

The readers are an open loop: each request has its moment, and what it waited counts from there.
They read public pages that are kept, one in four of them has the page already. The editors open
and save forms of the portal, each with a session of its own and two seconds to think.
"""

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import threading
import time
from pathlib import Path
from types import SimpleNamespace

from tests.bench.measuring import percentile
from tests.bench.site import SERVER, Database, on_loopback, served
from tests.reliability.writers import Browser

KEPT = {"PAGE_CACHE_SECONDS": "60"}
PATHS = ["/{0}/", "/{0}/twinnings/", "/{0}/twinnings/{slug}/", "/{0}/lessons/", "/{0}/sdg/11/"]
ASKED = "GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n"
THINKING = 2.0


# --- Readers --------------------------------------------------------------------------------------


class Reader:
    """One connection that stays open; opened anew when the server closed it."""

    def __init__(self, port):
        self.port, self.reader, self.writer = port, None, None

    async def get(self, path, etag=""):
        """Status and edition of the answer."""
        for attempt in (1, 2):
            try:
                return await self.once(path, etag)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.reader = None  # the server closed it since; a fresh one must answer
                if attempt == 2:
                    raise
        return None

    async def once(self, path, etag):
        if self.reader is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        known = f"If-None-Match: {etag}\r\n" if etag else ""
        self.writer.write((ASKED.format(path) + known + "\r\n").encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        await self.reader.readexactly(int(headers.get("Content-Length", 0)))
        if headers.get("Connection") == "close":
            self.writer.close()
            self.reader = None
        return int(head[9:12]), headers.get("ETag", "")


async def read_on(port, paths, rate, seconds, readers=64):
    """Milliseconds from each request's moment to its answer, and what went wrong."""
    free, took, wrong, editions = asyncio.Queue(), [], [], {}
    for _one in range(readers):
        free.put_nowait(Reader(port))

    async def ask(moment, path, etag):
        reader = await free.get()
        try:
            status, edition = await reader.get(path, etag)
            editions[path] = edition
            if status != (304 if etag and etag == edition else 200):
                wrong.append(status)
        except OSError as error:
            wrong.append(type(error).__name__)
        finally:
            free.put_nowait(reader)
        took.append((time.perf_counter() - moment) * 1000)

    for path in paths:
        await ask(time.perf_counter(), path, "")
    took.clear()
    start, asked = time.perf_counter(), []
    for number in range(int(rate * seconds)):
        moment = start + number / rate
        await asyncio.sleep(max(0, moment - time.perf_counter()))
        path = random.choice(paths)
        asked.append(asyncio.create_task(ask(moment, path, number % 4 == 0 and editions[path])))
    await asyncio.gather(*asked)
    return took, wrong


# --- Editors --------------------------------------------------------------------------------------


class Editor(threading.Thread):
    """Opens a form, thinks, sends it; reads its work list; and so on."""

    def __init__(self, site, sessionid, milestone, until, took, wrong):
        super().__init__(daemon=True)
        self.browser = Browser(site)
        self.browser.cookies["sessionid"] = sessionid
        self.milestone, self.until, self.took, self.wrong = milestone, until, took, wrong

    def run(self):
        time.sleep(random.uniform(0, THINKING))
        while time.monotonic() < self.until:
            page, form = f"/nl/milestones/{self.milestone}/", {}
            for path in ("/nl/work/", page):
                form = self.asked(self.browser.get, path) or form
                time.sleep(THINKING)
            hidden = self.browser.form(f"{page}comment/") if form else {}
            data = {**hidden, "text": f"Vraag van {time.time()}", "language": "nl"}
            self.asked(self.browser.post, f"{page}comment/", data)
            time.sleep(THINKING)

    def asked(self, way, path, *given):
        answer = way(path, *given)
        self.took.append(answer.seconds * 1000)
        if answer.status not in (200, 302):
            self.wrong.append(answer.status)
        return answer


def write_on(port, facts, editors, seconds):
    took, wrong, until = [], [], time.monotonic() + seconds
    threads = [
        Editor(SimpleNamespace(port=port), session, facts["milestone"], until, took, wrong)
        for session in facts["sessions"][:editors]
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return took, wrong


def said(what, took, wrong):
    found = sorted(took)
    return (
        f"{what}: {len(found)} requests, {len(wrong)} errors {sorted(map(str, set(wrong)))}; ms "
        f"p50 {statistics.median(found):.0f}, p95 {percentile(found, 95):.0f}, "
        f"p99 {percentile(found, 99):.0f}, most {found[-1]:.0f}"
    )


def main():
    given = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    given.add_argument("--rate", type=int, default=1_000, help="requests in a second")
    given.add_argument("--seconds", type=int, default=60)
    given.add_argument("--editors", type=int, default=30)
    given.add_argument("--twinnings", type=int, default=40)
    given.add_argument("--server", default=os.environ.get("BENCH_SERVER", SERVER))
    wanted = given.parse_args()
    with tempfile.TemporaryDirectory(prefix="stedenband-bench-") as folder:
        database = Database(on_loopback(wanted.server), wanted.twinnings, Path(folder))
        database.make()
        facts = database.facts(wanted.editors)
        paths = [one.format(code, **facts) for one in PATHS for code in ("nl", "es")]
        with served(database, "stedenband.settings", 2, **KEPT) as (port, _processes):
            if wanted.rate:
                reading = read_on(port, paths, wanted.rate, wanted.seconds)
                print(said("readers", *asyncio.run(reading)))
            if wanted.editors:
                print(said("editors", *write_on(port, facts, wanted.editors, wanted.seconds)))


if __name__ == "__main__":
    main()
