"""The lists that the demo company is drawn from, one file each.

Our own compilation; where a list has an order, it goes from the common to the rare.
"""

import csv
from pathlib import Path

FOLDER = Path(__file__).parent


def read_lines(name: str) -> tuple[str, ...]:
    """The lines of a text file."""
    return tuple((FOLDER / name).read_text("utf-8").splitlines())


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file, by the names of its first line."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
