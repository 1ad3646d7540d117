"""What every security test tells: on how much it looked, and how much of it was wrong."""

import os
import sys

LONG = os.environ.get("STEDENBAND_FIGURES") == "long"
INPUTS = int(os.environ.get("STEDENBAND_INPUTS", "10000"))  # for each form and view, long form
TOLD: dict[str, dict[str, object]] = {}


def much(short: int, long: int) -> int:
    """How many to try, in this form of the run."""
    return long if LONG else short


def figure(name: str, **found: object) -> None:
    """Keep a figure for the list at the end, and print it: a test that ran on nothing shows."""
    TOLD[name] = found
    print(line(name), file=sys.stdout, flush=True)


def tally(name: str, **found: int) -> None:
    """Add to a figure that several tests make together."""
    before = TOLD.get(name, {})
    TOLD[name] = {word: int(str(before.get(word, 0))) + more for word, more in found.items()}


def line(name: str) -> str:
    parts = (f"{word.replace('_', ' ')} {value}" for word, value in TOLD[name].items())
    return f"{name}: {', '.join(parts)}"
