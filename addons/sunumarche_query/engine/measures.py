"""Measures of an answer: which aggregates they need, what they say."""

from .answer_cells import Cell, CellWriter, Header
from .catalogue import ObjectInfo
from .money import get_aggregate
from .presentation import Measure


class MeasureReader:
    """One measure: its aggregate and, from a group that has it, its cell.

    Amounts are in the currency of the company of the person who asks, each at the rate
    of its document.
    """

    def __init__(self, env, target: ObjectInfo, measure: Measure, cells: CellWriter):
        self.env = env
        self.measure = measure
        self.cells = cells
        self.info = target.fields.get(measure.field)
        self.model = env[target.model]

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

    def get_spec(self) -> str:
        if not self.info:
            return "__count"
        measure = self.measure
        return get_aggregate(self.model, measure.field, measure.function)

    def make_cell(self, group: dict) -> Cell:
        """The cell of a group of ``formatted_read_group``."""
        value = group[self.get_spec()]
        if not self.info:
            return self.cells.make_cell(value, "integer")
        if self.measure.function == "sum":
            value = value or 0
        return self.cells.make_cell(value, self._get_type())
