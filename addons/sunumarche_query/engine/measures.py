"""Measures of an answer: which aggregates they need, what they say."""

from .answer_cells import Cell, CellWriter, Header
from .catalogue import ObjectInfo
from .money import get_currency_field, has_currency_column
from .presentation import Measure

AGGREGATORS = {"sum": "sum", "average": "avg", "min": "min", "max": "max"}


class MeasureReader:
    """One measure: its aggregates and, from a group that has them, its cell.

    Sums and averages of amounts in several currencies are in the company's, at the
    rates of the day; the lowest and the highest of several currencies do not exist.
    """

    def __init__(self, env, target: ObjectInfo, measure: Measure, cells: CellWriter):
        self.env = env
        self.measure = measure
        self.cells = cells
        self.info = target.fields.get(measure.field)
        self.in_currencies = False
        if self.info:
            model = env[target.model]
            self.in_currencies = has_currency_column(model, measure.field)
        if self.in_currencies:
            self.currencies = (
                f"{get_currency_field(model, measure.field)}:array_agg_distinct"
            )

    def get_header(self) -> Header:
        if not self.info:
            return Header(self.env._("Number"), "integer")
        field = self.info.mention
        labels = {
            "sum": self.env._("Total of %s", field),
            "average": self.env._("Average of %s", field),
            "min": self.env._("Lowest %s", field),
            "max": self.env._("Highest %s", field),
        }
        return Header(labels[self.measure.function], self._get_type())

    def _get_type(self) -> str:
        is_average = self.measure.function == "average"
        if is_average and self.info.type == "integer":
            return "float"
        return self.info.type

    def get_specs(self) -> list[str]:
        name, function = self.measure.field, self.measure.function
        if not self.info:
            return ["__count"]
        if not self.in_currencies:
            return [f"{name}:{AGGREGATORS[function]}"]
        if function == "sum":
            return [f"{name}:sum_currency"]
        if function == "average":
            return [f"{name}:sum_currency", f"{name}:count"]
        return [f"{name}:{AGGREGATORS[function]}", self.currencies]

    def make_cell(self, group: dict) -> Cell:
        """The cell of a group of ``formatted_read_group``."""
        values = [group[spec] for spec in self.get_specs()]
        if not self.info:
            return self.cells.make_cell(values[0], "integer")
        function = self.measure.function
        if not self.in_currencies or function == "sum":
            value = values[0]
            if function == "sum":
                value = value or 0
            return self._write(value)
        if function == "average":
            return self._write(values[0] / values[1] if values[1] else None)
        return self._make_extreme(*values)

    def _make_extreme(self, value, currency_ids) -> Cell:
        known = [one for one in currency_ids or () if one]
        if len(known) > 1:
            return Cell(None, self.env._("several currencies"))
        return self._write(value, self.env["res.currency"].browse(known))

    def _write(self, value, currency=None) -> Cell:
        if value is None:
            return Cell()
        return self.cells.make_cell(value, self._get_type(), currency)
