"""What a spreadsheet of many rows costs; by hand: time and memory of each kind.

python -m tests.bench.sheets 100000
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from stedenband.spreadsheets import Sheet, Value, save_xlsx, stream_csv

HEAD = ["Who pays", "Code", "Number", "Date", "Description", "Amount", "Currency", "Rate", "Nr"]


def lines(number: int) -> Iterator[list[Value]]:
    for n in range(number):
        day, amount = date(2026, 1, 1 + n % 28), Decimal(n) + Decimal("0.25")
        about = f"Autobús a la feria número {n}"
        yield ["Own means", "0150-01", f"{n:06}", day, about, amount, "PEN", Decimal("0.2437"), n]


def most() -> int:
    """The most memory that was held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure(name: str, number: int) -> None:
    begun, before = time.perf_counter(), most()
    if name == "csv":
        size = sum(map(len, stream_csv(HEAD, lines(number))))
    else:
        with tempfile.TemporaryFile() as file:
            save_xlsx([Sheet("Vouchers", HEAD, lines(number))], file)
            size = file.tell()
    took = time.perf_counter() - begun
    print(f"{name} {number:7}: {took:6.1f} s, {size // 1024:6} kB, {before} → {most()} MB")


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    for name in ("csv", "xlsx"):
        for rows in (number // 100, number):
            measure(name, rows)


if __name__ == "__main__":
    main()
