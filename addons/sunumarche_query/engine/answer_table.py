"""An answer as one plain table, for files, prints and e-mails."""

from dataclasses import dataclass, field

from .answer_cells import Cell, Header
from .answer_groups import GroupAnswer
from .answer_list import MOST_ROWS, ListAnswer


@dataclass(frozen=True)
class Table:
    """Headers, rows of cells and a row of totals.

    :ivar count: of the records, or groups, of the whole answer
    :ivar limited: whether some of them are left out
    :ivar ids: of the records, in a list
    """

    headers: list[Header]
    rows: list[list[Cell]]
    totals: list[Cell] | None = None
    count: int = 0
    limited: bool = False
    ids: list[int] = field(default_factory=list)


def make_list_table(answer: ListAnswer, limit: int = MOST_ROWS) -> Table:
    rows = answer.read_rows(limit=limit)
    count = answer.count()
    return Table(
        headers=answer.get_headers(),
        rows=[row["cells"] for row in rows],
        totals=answer.read_totals(),
        count=count,
        limited=count > len(rows),
        ids=[row["id"] for row in rows],
    )


def make_group_table(answer: GroupAnswer, groups: dict) -> Table:
    """One line per row group; the column groups and the total side by side.

    :param groups: what ``answer.read_table()`` gave
    """
    measures = answer.get_measure_headers()
    heads = [Header(" / ".join(answer.get_group_labels()), "char")]
    for column in groups["columns"]:
        heads += [_head_column(column["label"], one, measures) for one in measures]
    heads += [
        Header(f"{answer.env._('Total')} - {one.label}", one.type)
        if groups["columns"]
        else one
        for one in measures
    ]
    empty = [Cell()] * len(measures)
    rows = []
    for index, row in enumerate(groups["rows"]):
        cells = [Cell(row["label"], row["label"])]
        for found in groups["cells"][index] if groups["columns"] else []:
            cells += found or empty
        rows.append(cells + groups["row_totals"][index])
    totals = [Cell(None, answer.env._("Total"))]
    for found in groups["column_totals"]:
        totals += found
    return Table(
        headers=heads,
        rows=rows,
        totals=totals + groups["total"],
        count=len(rows),
        limited=groups["limited"],
    )


def _head_column(label: str, measure: Header, measures: list[Header]) -> Header:
    if len(measures) > 1:
        label = f"{label} - {measure.label}"
    return Header(label, measure.type)
