"""What each page costs, at several sizes of the world, beside two yardsticks of the same run.

    python -m tests.bench [--world] [--sizes 3,40,1000] [--only search] [--server URL]

Makes databases `stedenband_bench_N` on a PostgreSQL of this machine, which stay for the next run.
The ratio is CPU to CPU: of the portal's process to that of a view which answers the same bytes.
"""

import argparse
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measuring import CLIENTS, Cost, cost_of, rate_of, requests_of, weight_of
from tests.bench.pages import PAGES, budget
from tests.bench.site import (
    SERVER,
    Client,
    Database,
    megabytes_of,
    on_loopback,
    served,
    start_of,
)

SIZES, WORLD, MOST = (3, 40, 1_000), 17_401, 20_000
HEAD = (
    f"{'page':20}{'who':12}{'queries':>8}{'SQL ms':>8}{'CPU ms':>8}{'p50':>7}{'p95':>7}"
    f"{f'{CLIENTS} at once/s':>13}{'kB':>7}{'gzip':>6}{'requests':>9}"
    f"{'× bare':>8}{'× usual':>8}  over"
)


KEPT_HEAD = f"""
{"kept for everybody":20}{"CPU ms":>8}{"p50":>7}{"p95":>7}{"at once/s":>11}{"× bare":>8}\
{"304: CPU":>10}{"× bare":>8}{"bare ms":>9}"""
MINUTES = {"PAGE_CACHE_SECONDS": "600"}


@dataclass
class Kept:
    """A page that was made once and is sent again, and the answer to who has it already."""

    name: str
    cost: Cost
    unchanged: Cost
    bare: float
    rate: float

    def __str__(self):
        return (
            f"{self.name:20}{self.cost.cpu:8.2f}{self.cost.p50:7.1f}{self.cost.p95:7.1f}"
            f"{self.rate:11.0f}{self.cost.cpu / self.bare:8.1f}{self.unchanged.cpu:10.2f}"
            f"{self.unchanged.cpu / self.bare:8.1f}{self.bare:9.2f}"
        )


@dataclass
class Line:
    """What was measured of one page."""

    page: object
    queries: int
    sql: float
    body: bytes
    cost: Cost
    rate: float = 0.0
    bare: float = 0.0
    usual: float = 0.0
    bare_cpu: float = 0.0
    kept: Kept | None = None

    def over(self, allowed):
        """In what it costs more than the budget."""
        ratio = self.bare if allowed.yardstick == "bare" else self.usual
        found = {
            "queries": self.queries > allowed.queries,
            "bytes": weight_of(self.body)[1] > allowed.kilobytes * 1000,
            "requests": requests_of(self.body.decode()) > allowed.requests,
            "ratio": ratio > allowed.ratio,
        }
        return " ".join(name for name, is_over in found.items() if is_over)

    def __str__(self):
        raw, zipped = weight_of(self.body)
        return (
            f"{self.page.name:20}{self.page.who:12}{self.queries:8}{self.sql:8.1f}"
            f"{self.cost.cpu:8.1f}{self.cost.p50:7.1f}{self.cost.p95:7.1f}{self.rate:13.0f}"
            f"{raw / 1000:7.1f}{zipped / 1000:6.1f}{requests_of(self.body.decode()):9}"
            f"{self.bare:8.1f}{self.usual:8.1f}"
        )


def main():
    given = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    given.add_argument("--sizes", default=",".join(map(str, SIZES)))
    given.add_argument("--world", action="store_true", help=f"{WORLD} twinnings too")
    given.add_argument("--only", default="", help="pages with this in their name")
    given.add_argument("--server", default=os.environ.get("BENCH_SERVER", SERVER))
    wanted = given.parse_args()
    server = on_loopback(wanted.server)
    sizes = [min(int(one), MOST) for one in wanted.sizes.split(",") if one]
    pages = [page for page in PAGES if wanted.only in page.name]
    for size in [*sizes, *([WORLD] if wanted.world else [])]:
        with tempfile.TemporaryDirectory(prefix="stedenband-bench-") as folder:
            measure(Database(server, size, folder), pages, Path(folder))


def measure(database, pages, folder):
    seconds = database.make()
    print(f"\n{database.twinnings} twinnings, filled in {seconds:.0f} s; {machine()}")
    facts = database.facts()
    print(f"first answer {start_of(database, '/nl/'):.1f} s after the start")
    lines = list(portal_lines(database, pages, facts))
    for line in lines:
        (folder / f"{line.page.name}.html").write_bytes(line.body)
    compare(database, lines, facts)
    add_rates(database, lines, facts)
    add_kept(database, lines, facts)
    print(HEAD)
    allowed = budget()
    for line in lines:
        known = allowed.get(line.page.name)
        print(f"{line}  {line.over(known) if known else ''}", flush=True)
    print(KEPT_HEAD)
    for line in lines:
        if line.kept:
            print(line.kept)


def machine():
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    return f"{os.cpu_count()} cores, load {load} as it began"


def portal_lines(database, pages, facts):
    """One process, one client; what is asked of the database is counted apart from the rest."""
    with served(database, "tests.bench.portal_settings", workers=1) as (port, processes):
        for page in pages:
            path, session = page.path.format(**facts), facts.get(page.who, "")
            _status, headers, body = Client(port, session).get(path, X_Bench="1")
            _status, headers, body = Client(port, session).get(path, X_Bench="1")
            cost = cost_of(port, processes, path, session)
            queries, sql = int(headers["X-Bench-Queries"]), float(headers["X-Bench-SQL"])
            yield Line(page, queries, sql, body, cost)


def compare(database, lines, facts):
    with served(database, "tests.bench.yardstick_settings", workers=1) as (port, processes):
        for line in lines:
            name, session = line.page.name, facts["editor"]
            bare = cost_of(port, processes, f"/bare/{name}/", session)
            usual = cost_of(port, processes, f"/usual/{name}/{facts['slug']}/", session)
            line.bare_cpu = bare.cpu
            line.bare, line.usual = line.cost.cpu / bare.cpu, line.cost.cpu / usual.cpu


def add_rates(database, lines, facts):
    """Two processes, eight clients."""
    with served(database, "tests.bench.portal_settings", workers=2) as (port, processes):
        for line in lines:
            path, session = line.page.path.format(**facts), facts.get(line.page.who, "")
            line.rate, failed = rate_of(port, path, session)
            if failed:
                print(f"{line.page.name}: {failed} answers were no 200")
        held = ", ".join(f"{megabytes_of(pid):.0f}" for pid in processes)
        print(f"memory of the processes after all pages: {held} MB")


def add_kept(database, lines, facts):
    """The pages for everybody once more, kept: one process and one client, then eight."""
    with served(database, "stedenband.settings", 1, **MINUTES) as (port, processes):
        for line in lines:
            if line.page.who != "anonymous":
                continue
            path = line.page.path.format(**facts)
            known = Client(port).get(path)[1]["ETag"]
            cost = cost_of(port, processes, path)
            unchanged = cost_of(port, processes, path, If_None_Match=known)
            rate, _failed = rate_of(port, path, "")
            line.kept = Kept(line.page.name, cost, unchanged, line.bare_cpu, rate)


if __name__ == "__main__":
    main()
