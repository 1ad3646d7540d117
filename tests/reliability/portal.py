"""A portal as it is deployed: gunicorn on loopback, on SQLite or PostgreSQL, to be maltreated."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_until(true, what, patience=PATIENCE):
    end = time.monotonic() + patience
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} took longer than {patience} s")
        time.sleep(0.05)


class Portal:
    """Its data lies in a folder of its own; its processes are a group of their own."""

    def __init__(self, folder, database_url="", **env):
        self.folder, self.port, self.process = Path(folder), free_port(), None
        self.env = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "STEDENBAND_MODE": "demo",  # as a deployment saves, without its TLS in front
            "STEDENBAND_VAR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "stedenband.settings",
            "PYTHONPATH": str(ROOT),
            **env,
        }
        if database_url:
            self.env["DATABASE_URL"] = database_url

    def run(self, *words, check=True, timeout=PATIENCE, **env):
        return subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env={**self.env, **env},
            check=check,
            capture_output=True,
            text=True,
            timeout=timeout,
        )

    def seed(self):
        self.data = json.loads(self.run("-m", "tests.reliability.seed").stdout.splitlines()[-1])
        return self

    def look(self):
        return json.loads(self.run("-m", "tests.reliability.look").stdout.splitlines()[-1])

    def start(self):
        gunicorn = ["-m", "gunicorn", "stedenband.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        workers = ["--worker-class", "gthread", "--workers", "2", "--threads", "16"]
        self.log = (self.folder / "server.log").open("a")
        self.process = subprocess.Popen(
            [sys.executable, *gunicorn, *workers, "--log-level", "warning"],
            cwd=ROOT,
            env=self.env,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        wait_until(self.is_up, "starting the portal")
        return self

    def is_up(self):
        with suppress(OSError, HTTPException):
            return self.get("/livez") == 200
        return False

    def get(self, path):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def kill(self):
        """The whole tree at once, as when the machine goes."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.log.close()
            self.process = None


@contextmanager
def portal(database_url="", **env):
    with tempfile.TemporaryDirectory(prefix="stedenband-") as folder:
        one = Portal(folder, database_url, **env)
        try:
            yield one.seed()
        finally:
            one.kill()


# --- PostgreSQL of our own ------------------------------------------------------------------------


def tools():
    """Where initdb lies; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return (
        found[-1].parent
        if found
        else shutil.which("initdb") and Path(shutil.which("initdb")).parent
    )


class Cluster:
    """One that may be stopped: never the machine's."""

    def __init__(self, folder):
        self.folder, self.port, self.bin = Path(folder), free_port(), tools()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def call(self, tool, *words):
        command = [str(self.bin / tool), "-D", str(self.folder / "data"), *words]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(
            command, check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def make(self):
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.call("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()
        return self

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder}"
        log = str(self.folder / "log")
        self.call("pg_ctl", "-w", "-l", log, "-o", options, "start")

    def stop(self):
        self.call("pg_ctl", "-m", "immediate", "stop")


@contextmanager
def cluster():
    with tempfile.TemporaryDirectory(prefix="stedenband-pg-") as folder:
        one = Cluster(folder)
        try:
            yield one.make()
        finally:
            with suppress(subprocess.CalledProcessError):
                one.stop()
