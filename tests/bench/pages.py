"""The main pages: for whom, where they lie in the made-up database, and what each may cost."""

import csv
from dataclasses import dataclass
from pathlib import Path

BUDGET = Path(__file__).parent / "budget.csv"


@dataclass(frozen=True)
class Page:
    """A page; `path` holds the names that `tests.bench.facts` fills in."""

    name: str
    who: str  # anonymous, editor or coordinator
    path: str


PAGES = [
    Page("home", "anonymous", "/nl/"),
    Page("twinning", "anonymous", "/nl/twinnings/{slug}/"),
    Page("twinning-list", "anonymous", "/nl/twinnings/"),
    Page("twinning-list-last", "anonymous", "/nl/twinnings/?page={last}"),
    Page("search-common", "anonymous", "/nl/search/?q=sorteerstraat"),
    Page("search-rare", "anonymous", "/nl/search/?q=zandhoek+6"),
    Page("goal", "anonymous", "/nl/sdg/11/"),
    Page("lesson-list", "anonymous", "/nl/lessons/"),
    Page("milestone", "editor", "/nl/milestones/{milestone}/"),
    Page("twinning-inside", "editor", "/nl/twinnings/{slug}/"),
    Page("work", "editor", "/nl/work/"),
    Page("plan-import", "editor", "/nl/twinnings/{slug}/plan/"),
    Page("progress-write", "editor", "/nl/milestones/{milestone}/progress/"),
    Page("overview", "coordinator", "/nl/work/"),
    Page("search-inside", "coordinator", "/nl/search/?q=sorteerstraat"),
]


@dataclass(frozen=True)
class Budget:
    """What a page may cost: the first three are held by a test, the ratio is printed."""

    queries: int
    kilobytes: float
    requests: int
    yardstick: str
    ratio: float


def budget() -> dict[str, Budget]:
    with BUDGET.open(newline="", encoding="utf-8") as file:
        return {
            row["page"]: Budget(
                int(row["queries"]),
                float(row["kilobytes"]),
                int(row["requests"]),
                row["yardstick"],
                float(row["ratio"]),
            )
            for row in csv.DictReader(file)
        }
