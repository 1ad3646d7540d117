"""A client that measures: what an answer weighs, how long it takes, what it costs the server."""

import gzip
import re
import statistics
import threading
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

WARM_UP, LEAST, MOST, SECONDS = 5, 10, 300, 2.0
CLIENTS, TOGETHER_FOR = 8, 2.0
ASSET = re.compile(r'<(?:script|img)[^>]* src="([^"]+)"|<link[^>]* rel="(?:icon|stylesheet)"[^>]*>')


@dataclass(frozen=True)
class Cost:
    """Of one request: milliseconds of the server's CPU, and until the answer was there."""

    cpu: float
    p50: float
    p95: float
    requests: int


class Client:
    """One connection that stays open, to a port on loopback."""

    def __init__(self, port, session=""):
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": f"sessionid={session}"} if session else {}

    def get(self, path, **headers):
        given = {**self.headers, **{name.replace("_", "-"): one for name, one in headers.items()}}
        self.connection.request("GET", path, headers=given)
        response = self.connection.getresponse()
        return response.status, response.headers, response.read()


def cpu_of(processes):
    """Seconds that these processes have computed, all their threads together."""
    tasks = (task for pid in processes for task in Path(f"/proc/{pid}/task").iterdir())
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def cost_of(port, processes, path, session="", **headers):
    """One client, one request after the other, until enough was seen."""
    client, took = Client(port, session), []
    expected = 304 if "If_None_Match" in headers else 200
    for _ in range(WARM_UP):
        status = client.get(path, **headers)[0]
        if status != expected:
            raise SystemExit(f"{path} answers {status}.")
    before, end = cpu_of(processes), time.perf_counter() + SECONDS
    while len(took) < LEAST or (len(took) < MOST and time.perf_counter() < end):
        start = time.perf_counter()
        client.get(path, **headers)
        took.append((time.perf_counter() - start) * 1000)
    cpu = (cpu_of(processes) - before) * 1000 / len(took)
    return Cost(cpu, statistics.median(took), percentile(took, 95), len(took))


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


def rate_of(port, path, session):
    """Answers in a second to so many clients at once, and how many were none."""
    done, failed = [], []
    end = time.perf_counter() + TOGETHER_FOR

    def ask():
        client = Client(port, session)
        while time.perf_counter() < end:
            (done if client.get(path)[0] == 200 else failed).append(1)

    threads = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    start = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return len(done) / (time.perf_counter() - start), len(failed)


def weight_of(body):
    """Bytes of a page as it is, and compressed as the portal does."""
    return len(body), len(gzip.compress(body, 6))


def requests_of(page):
    """How many requests a first visit takes: the page, and what it shows or runs."""
    found = (match.group(1) or match.group(0) for match in ASSET.finditer(page))
    return 1 + len(set(found))
