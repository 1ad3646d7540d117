"""Several instances behind nginx on one PostgreSQL, one Redis and one S3; restarted one by one.

`python -m tests.reliability.fleet [--rounds N]`: everybody writes and reads while each instance is
drained, restarted and taken back; what is printed is what failed. S3 is played by moto where it is
installed (`pip install 'moto[server]'`); without it the files lie in one folder, and that is said.
"""

import argparse
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.request import Request, urlopen

from tests.reliability.accidents import books
from tests.reliability.portal import ROOT, Portal, cluster, free_port, wait_until
from tests.reliability.proxy import DEPLOYED, NGINX, answers, on_loopback, served
from tests.reliability.writers import Browser, Ledger, page, signed_in, writing

INSTANCES = 3
BUCKET = "stedenband"
GUESSES = 15
TURNS = 20
OUTDATED = f"outdated pages after {TURNS} changes"


def speaks(port):
    def ready():
        return subprocess.run(
            ["redis-cli", "-p", str(port), "ping"], check=False, capture_output=True
        ).stdout

    return ready


@contextmanager
def redis():
    port = free_port()
    words = ["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", "/tmp"]
    with served(*words, ready=speaks(port)):
        yield {"REDIS_URL": f"redis://127.0.0.1:{port}/0"}


@contextmanager
def bucket(folder, homes):
    """An S3 that forgets everything at the end; one folder for all where there is none."""
    if not find_spec("moto"):
        print("!!! moto is not installed: S3 is NOT tried, all instances share one folder. !!!")
        folder.mkdir()
        for home in homes:
            (home / "files").symlink_to(folder)
        yield {}
        return
    port = free_port()
    with served(sys.executable, "-m", "moto.server", "-p", port, ready=answers(port)):
        where = f"http://127.0.0.1:{port}"
        urlopen(Request(f"{where}/{BUCKET}", method="PUT"), timeout=10).close()
        keys = {"S3_ACCESS_KEY": "one", "S3_SECRET_KEY": "two", "S3_REGION": "us-east-1"}
        yield {"S3_BUCKET": BUCKET, "S3_ENDPOINT": where, **keys}


class Instance(Portal):
    """As it is deployed: with the gunicorn file that is shipped, and a folder of its own."""

    def start(self):
        self.env["BIND"] = f"127.0.0.1:{self.port}"
        words = ["-m", "gunicorn", "stedenband.wsgi", "-c", str(DEPLOYED / "gunicorn.conf.py")]
        self.log = (self.folder / "server.log").open("a")
        self.process = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.env,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        wait_until(self.is_up, "starting an instance")

    def end(self):
        """As systemd stops it: what is under way is answered first."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        self.log.close()


class Proxy:
    """nginx before all of them; told by its file which one is drained."""

    def __init__(self, folder, instances):
        self.folder, self.instances, self.port = folder, instances, free_port()
        self.write()

    def write(self, drained=None):
        servers = [
            f"server 127.0.0.1:{one.port} max_fails=1 fail_timeout=2s"
            f"{' down' if one is drained else ''};"
            for one in self.instances
        ]
        text = on_loopback(self.folder, self.port, servers)
        # All of them come from one address here, and over no TLS.
        text = text.replace("limit_conn by_address 60;", "")
        text = text.replace("X-Forwarded-Proto https", "X-Forwarded-Proto http")
        new = self.folder / "nginx.new"
        new.write_text(text)
        new.replace(self.folder / "nginx.conf")

    def reload(self, drained=None):
        self.write(drained)
        subprocess.run(self.command("-s", "reload"), check=True, capture_output=True)

    def command(self, *more):
        return [NGINX, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), *more]


class Front:
    """What a browser sees: one address, behind which there are several."""

    def __init__(self, port, data):
        self.port, self.data = port, data


def roll(proxy, instances, *, pause=1.5):
    """One after the other: no new work, what is under way ends, restarted, taken back."""
    for one in instances:
        proxy.reload(drained=one)
        time.sleep(pause)
        one.end()
        one.start()
        proxy.reload()


def shared(front, instances):
    """What one instance knows the others know: a session, a file, how often somebody guessed."""
    browser = signed_in(front, 1)[0]
    ways = [Front(one.port, front.data) for one in instances]
    seen = []
    for way in ways:
        browser.portal = way
        seen.append(browser.get("/nl/work/").status)
    outdated = sum(outdated_after(browser, ways, turn) for turn in range(TURNS))
    said = [guessed(ways[number % len(ways)], number) for number in range(GUESSES)]
    stopped = [words != said[0] for words in said]
    return {
        "session on each": seen,
        OUTDATED: outdated,
        "guesses spread over all": GUESSES,
        "stopped after": stopped.index(True) if any(stopped) else "never",
    }


def outdated_after(browser, ways, turn):
    """A side changes its page through one instance: how many still show everybody the old words."""
    words = f"Words of turn {turn}."
    browser.portal = ways[turn % len(ways)]
    path, data, _file = page(browser.portal, words)
    changed = browser.post(path, {**browser.form(path), **data}).status == 302
    address = f"/nl/twinnings/{browser.portal.data['twinning']}/"
    shown = [words in Browser(way).get(address).text for way in ways for _again in range(2)]
    return shown.count(False) if changed else len(shown)


def guessed(way, number):
    """What the portal says to a wrong password."""
    somebody, path = Browser(way), "/nl/accounts/login/"
    given = {"login": way.data["people"][1], "password": f"wrong {number}"}
    text = somebody.post(path, {**somebody.form(path), **given}).text
    return re.findall(r'<div class="alert[^"]*error.*?</div>', text, re.DOTALL)


def rolled(rounds, writers=6):
    """Everybody writes while all instances are restarted, so often."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="stedenband-fleet-")))
        folder.chmod(0o755)
        own = stack.enter_context(cluster())
        homes = [folder / str(number) for number in range(INSTANCES)]
        for home in homes:
            home.mkdir()
        files = stack.enter_context(bucket(folder / "files", homes))
        env = stack.enter_context(redis()) | files
        instances = [Instance(home, own.url, **env) for home in homes]
        instances[0].seed()
        for one in instances:
            one.start()
            stack.callback(one.kill)
        proxy = Proxy(folder, instances)
        stack.enter_context(served(*proxy.command(), ready=answers(proxy.port)))
        front = Front(proxy.port, instances[0].data)
        ledger = Ledger()
        end = writing(signed_in(front, writers), ledger)
        for _round in range(rounds):
            roll(proxy, instances)
        end()
        found = books(ledger, instances[0].look())
        wrong = sum(status not in (200, 302, 409) for status, _seconds in ledger.answers)
        known = shared(front, instances)
        left = {str(one.relative_to(home)) for home in homes for one in home.rglob("*")}
        return {
            "instances": INSTANCES,
            "restarts": rounds * INSTANCES,
            "requests that failed": wrong + ledger.broken,
            **found,
            **known,
            "kept on an instance": sorted(left - {"server.log", "files"}),
        }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2, help="how often all are restarted")
    found = rolled(parser.parse_args().rounds)
    for word, value in found.items():
        print(f"  {word}: {value}")
    wrong = ("requests that failed", "lost", "half-written", "rows without file", OUTDATED)
    return 1 if any(found[word] for word in wrong) else 0


if __name__ == "__main__":
    sys.exit(main())
