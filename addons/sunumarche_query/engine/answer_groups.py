"""The answer of a question by groups: pivot tables and charts."""

from odoo.exceptions import UserError

from .answer import Answer
from .answer_cells import Cell, Header
from .catalogue import DATE
from .measures import MeasureReader
from .presentation import Grouping

# More groups than anybody reads; a table of both groups has their product at most.
MOST_GROUPS, MOST_CELLS = 500, 5_000


class GroupAnswer(Answer):
    """Measures by no, one or two groups, with exact totals.

    How to use::

        answer = GroupAnswer(env, catalogue, target, domain, presentation).read_table()

    How it works: core's ``formatted_read_group`` as the user gives the measures, the
    groups' names and their domains, once per level (both groups, each one, all): a
    total is computed from the records, never from the groups. Beyond ``MOST_GROUPS``
    the first ones are kept and ``limited`` says so.
    """

    def __init__(self, *question):
        super().__init__(*question)
        self.model = self.model.with_context(tz=self.env.tz.zone)
        self.measures = [
            MeasureReader(self.env, self.target, measure, self.cells)
            for measure in self.presentation.measures
        ]
        self.specs = [one.get_spec() for one in self.measures]

    def get_measure_headers(self) -> list[Header]:
        return [one.get_header() for one in self.measures]

    def get_group_labels(self) -> list[str]:
        return [self.get_label(grouping.path) for grouping in self.presentation.groups]

    def read_table(self) -> dict:
        """``rows`` and ``columns`` are groups ``{"label", "domain"}``.

        ``cells[i][j]`` are the measures of row i and column j, or None where there is
        no record; ``row_totals``, ``column_totals`` and ``total`` likewise.
        """
        groups = self.presentation.groups
        total = self._read_level([])[0]
        answer = {"rows": [], "columns": [], "cells": [], "row_totals": []}
        answer |= {"column_totals": [], "total": total["cells"], "limited": False}
        if not groups:
            return answer
        rows, rows_limited = self._read_groups(groups[0])
        answer |= {"rows": rows, "row_totals": [row["cells"] for row in rows]}
        answer["limited"] = rows_limited
        if len(groups) == 2:
            columns, columns_limited = self._read_groups(groups[1])
            answer |= {
                "columns": columns,
                "column_totals": [column["cells"] for column in columns],
                "cells": self._read_cells(rows, columns),
                "limited": rows_limited or columns_limited,
            }
        return answer

    def _read_groups(self, grouping: Grouping) -> tuple[list[dict], bool]:
        info = self.catalogue.get_field(self.target.code, grouping.path)
        order = grouping.spec
        if info.kind != DATE:
            order = f"{self.measures[0].get_spec()} DESC, {order}"
        groups = self._read_level([grouping], limit=MOST_GROUPS + 1, order=order)
        return groups[:MOST_GROUPS], len(groups) > MOST_GROUPS

    def _read_cells(self, rows, columns) -> list[list[list[Cell] | None]]:
        groups = self._read_level(self.presentation.groups, limit=MOST_CELLS + 1)
        if len(groups) > MOST_CELLS:
            raise UserError(
                self.env._(
                    "This table has more than %s cells: choose coarser groups, or "
                    "months instead of days.",
                    MOST_CELLS,
                )
            )
        by_key = {group["key"]: group["cells"] for group in groups}
        return [
            [by_key.get(row["key"] + column["key"]) for column in columns]
            for row in rows
        ]

    def _read_level(self, groupings, **options) -> list[dict]:
        groups = self.model.formatted_read_group(
            self.domain,
            [grouping.spec for grouping in groupings],
            self.specs,
            **options,
        )
        return [self._format(group, groupings) for group in groups]

    def _format(self, group, groupings) -> dict:
        values = [group[grouping.spec] for grouping in groupings]
        labels = [
            self._say(grouping, value)
            for grouping, value in zip(groupings, values, strict=True)
        ]
        return {
            "key": tuple(
                value[0] if isinstance(value, tuple | list) else value
                for value in values
            ),
            "label": labels[0] if labels else "",
            "domain": list(group["__extra_domain"]),
            "cells": [one.make_cell(group) for one in self.measures],
        }

    def _say(self, grouping: Grouping, value) -> str:
        """The name of a group."""
        info = self.catalogue.get_field(self.target.code, grouping.path)
        if isinstance(value, tuple | list):
            return value[1] or ""
        if info.type == "boolean":
            return self.cells.yes if value else self.cells.no
        if value is None or value is False:
            return self.env._("None")
        if info.type == "selection":
            return dict(info.selection).get(value, value)
        return self.cells.make_cell(value, info.type).text
