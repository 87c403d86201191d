"""The answer of a question as a list of records."""

from datetime import datetime

from odoo.fields import Datetime
from odoo.tools import SQL

from .answer import Answer
from .answer_cells import Cell, Header
from .catalogue import FieldInfo
from .money import Amount, get_aggregate, get_currency_field

MOST_ROWS = 10_000


class ListAnswer(Answer):
    """Rows of records, as the user may see them.

    How to use::

        answer = ListAnswer(env, catalogue, target, domain, presentation)
        answer.count(), answer.read_rows(offset, limit), answer.read_totals()

    How it works: one ``search`` as the user, then the fields by the ORM, which reads
    them by whole columns. What a column's path passes through and the user may not
    read is said to be hidden, not shown.
    """

    def __init__(self, *question):
        super().__init__(*question)
        self.hidden = Cell(None, self.env._("(hidden)"))
        self.infos = [
            self.catalogue.get_field(self.target.code, path)
            for path in self.presentation.columns
        ]

    def get_headers(self) -> list[Header]:
        return [
            self._make_header(path, info)
            for path, info in zip(self.presentation.columns, self.infos, strict=True)
        ]

    def _make_header(self, path: str, info: FieldInfo) -> Header:
        field = self.model._fields[path.split(".")[0]]
        sortable = "." not in path and field._description_sortable(self.env)
        label = self.get_label(path)
        return Header(label, info.type, path, bool(sortable))

    def count(self) -> int:
        return self.model.search_count(self.domain)

    def read_rows(self, offset: int = 0, limit: int = MOST_ROWS) -> list[dict]:
        """Rows ``{"id", "cells"}``; never more than ``MOST_ROWS`` in all."""
        limit = max(0, min(limit, MOST_ROWS - offset))
        if not limit:
            return []
        records = self._search(offset, limit)
        columns = [
            self._read_column(records, path, info)
            for path, info in zip(self.presentation.columns, self.infos, strict=True)
        ]
        return [
            {"id": record.id, "cells": list(cells)}
            for record, *cells in zip(records, *columns, strict=True)
        ]

    def _search(self, offset: int, limit: int):
        name = self.presentation.order
        if not name:
            return self.model.search(self.domain, offset, limit)
        way = "DESC" if self.presentation.descending else "ASC"
        if self.model._fields[name].type != "monetary":
            return self.model.search(self.domain, offset, limit, f"{name} {way}, id")
        query = self.model._search(self.domain, offset, limit)
        amount = Amount(self.model, name).to_sql(self.model._table, query)
        place = SQL.identifier(self.model._table, "id")
        query.order = SQL("%s %s NULLS LAST, %s", amount, SQL(way), place)
        return self.model.browse(query)

    def _read_column(self, records, path: str, info: FieldInfo) -> list[Cell]:
        *steps, name = path.split(".")
        owners = list(records)
        for step in steps:
            reached = records.mapped(step)
            allowed = set(reached._filtered_access("read").ids)
            owners = [self._follow(owner, step, allowed) for owner in owners]
            records = reached.browse(allowed)
        return [self._make_cell(owner, name, info) for owner in owners]

    def _follow(self, owner, step: str, allowed: set[int]):
        """The record that a step leads to; None when it is hidden."""
        if owner is None:
            return None
        reached = owner[step]
        return reached if not reached or reached.id in allowed else None

    def _make_cell(self, owner, name: str, info: FieldInfo) -> Cell:
        if owner is None:
            return self.hidden
        if not owner:
            return Cell()
        value = owner[name]
        if info.comodel:
            return self._make_relation_cell(value)
        if info.type == "selection":
            label = dict(info.selection).get(value, value)
            return self.cells.make_cell(label or None, "char")
        if info.type == "monetary":
            currency_field = get_currency_field(owner, name)
            return self.cells.make_cell(value, info.type, owner[currency_field])
        if isinstance(value, datetime):
            value = Datetime.context_timestamp(owner, value).replace(tzinfo=None)
        return self.cells.make_cell(value, info.type)

    def _make_relation_cell(self, value) -> Cell:
        allowed = value._filtered_access("read")
        if value and not allowed:
            return self.hidden
        return self.cells.make_cell(", ".join(allowed.mapped("display_name")), "char")

    def read_totals(self) -> list[Cell] | None:
        """Sums of the columns that add up, over the whole answer; None if none does."""
        summed = {
            path: get_aggregate(self.model, path, "sum")
            for path, info in zip(self.presentation.columns, self.infos, strict=True)
            if info.measurable and "." not in path and self._adds_up(path)
        }
        if not summed:
            return None
        ((*values,),) = self.model._read_group(
            self.domain, aggregates=list(summed.values())
        )
        totals = dict(zip(summed, values, strict=True))
        return [
            self.cells.make_cell(totals[path] or 0, info.type)
            if path in totals
            else Cell()
            for path, info in zip(self.presentation.columns, self.infos, strict=True)
        ]

    def _adds_up(self, path: str) -> bool:
        return self.model._fields[path].aggregator in ("sum", "sum_currency")
