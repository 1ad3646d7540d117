"""Databases of made-up twinnings, and gunicorn before them; all of it on loopback."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.measuring import Client
from tests.reliability.portal import free_port, wait_until

ROOT = Path(__file__).resolve().parents[2]
SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
PREFIX = "stedenband_bench_"
PATIENCE = 1_800


def on_loopback(url):
    if urlsplit(url).hostname not in LOOPBACK:
        raise SystemExit("Name a PostgreSQL on this machine: it is filled with made-up data.")
    return url.rpartition("/")[0]


class Database:
    """One of a size: made when it is not there, filled up when it lacks some, kept after it."""

    def __init__(self, server, twinnings, folder):
        self.server, self.twinnings = server, twinnings
        self.name = f"{PREFIX}{twinnings}"
        self.env = {
            **os.environ,
            "STEDENBAND_MODE": "demo",
            "STEDENBAND_VAR": str(folder),
            "DATABASE_URL": f"{server}/{self.name}",
            "DJANGO_SETTINGS_MODULE": "stedenband.settings",
        }

    def make(self):
        """Answers the seconds that filling it took."""
        import psycopg2

        connection = psycopg2.connect(f"{self.server}/postgres")
        connection.autocommit = True
        with connection.cursor() as cursor, suppress(psycopg2.errors.DuplicateDatabase):
            cursor.execute(f'CREATE DATABASE "{self.name}"')
        connection.close()
        self.run("manage.py", "migrate", "-v0")
        start = time.perf_counter()
        self.run("manage.py", "seed_scale", "--twinnings", str(self.twinnings))
        return time.perf_counter() - start

    def facts(self, sessions=1):
        """Addresses, and so many sessions of an editor."""
        return json.loads(self.run("-m", "tests.bench.facts", str(sessions)).splitlines()[-1])

    def run(self, *words):
        command = [sys.executable, *words]
        done = subprocess.run(
            command,
            check=False,
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        return done.stdout


@contextmanager
def served(database, settings, workers, **more):
    """Gunicorn on a free port; answers a client's address and the processes that work.

    Pages for everybody are made anew each time, unless `more` of the environment says otherwise.
    """
    port = free_port()
    gunicorn = ["-m", "gunicorn", "stedenband.wsgi", "--bind", f"127.0.0.1:{port}"]
    kind = ["--worker-class", "gthread", "--threads", "8", "--workers", str(workers)]
    env = {**database.env, "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": str(ROOT)}
    env |= {"PAGE_CACHE_SECONDS": "0", **more}
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            [sys.executable, *gunicorn, *kind, "--log-level", "warning"],
            cwd=ROOT,
            env=env,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            wait_for(port, log)
            yield port, children_of(server.pid)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=60)


def start_of(database, path):
    """Seconds from nothing to the first answer of a page, with one process."""
    start = time.perf_counter()
    with served(database, "stedenband.settings", 1) as (port, _processes):
        Client(port).get(path)
        return time.perf_counter() - start


def wait_for(port, log):
    try:
        wait_until(lambda: is_up(port), "starting gunicorn", patience=120)
    except TimeoutError:
        log.seek(0)
        raise SystemExit(f"Gunicorn did not come up: {log.read().decode()}") from None


def is_up(port):
    """Whether it answers at all: the yardsticks have no page that says so."""
    with suppress(OSError, HTTPException):
        Client(port).get("/livez")
        return True
    return False


def children_of(pid):
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(one) for one in text.split()]


def megabytes_of(pid):
    """What a process holds in memory, with what it shares with others."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1000
