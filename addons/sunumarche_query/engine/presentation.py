"""How the answer of a question is shown: columns, or groups and measures."""

from dataclasses import dataclass

from .catalogue import DATE, LINES, NUMBER, ObjectInfo
from .reader import Reader

LIST = "list"
CHARTS = ("bar", "line", "pie")
VIEWS = (LIST, "pivot", *CHARTS)
GRANULARITIES = ("day", "week", "month", "quarter", "year")
MEASURES = ("count", "sum", "average", "min", "max")
MOST_COLUMNS, MOST_GROUPS, MOST_MEASURES = 30, 2, 5
DEFAULT_COLUMNS = 6
KEYS = {"view", "columns", "order", "groups", "measures"}


@dataclass(frozen=True)
class Grouping:
    """A field whose values are the groups; dates by day, week, ..., year."""

    path: str
    granularity: str = ""

    @property
    def spec(self) -> str:
        return f"{self.path}:{self.granularity}" if self.granularity else self.path


@dataclass(frozen=True)
class Measure:
    """A count of records, or a function of one of their numbers."""

    function: str
    field: str = ""


@dataclass(frozen=True)
class Presentation:
    """A checked presentation.

    :ivar order: the field that a list is sorted by; empty for the model's own order
    """

    view: str = LIST
    columns: tuple[str, ...] = ()
    order: str = ""
    descending: bool = False
    groups: tuple[Grouping, ...] = ()
    measures: tuple[Measure, ...] = (Measure("count"),)

    @property
    def is_list(self) -> bool:
        return self.view == LIST


class PresentationReader:
    """Turns JSON into a ``Presentation`` or refuses it, saying why.

    How to use::

        presentation = PresentationReader(reader).read_presentation(data, target)

    Only fields of the catalogue pass. What is missing is filled: a list of the
    object's first fields, a count.

    :param reader: checks values and fields
    :raise ValidationError: for anything that is not a presentation of the object
    """

    def __init__(self, reader: Reader):
        self.reader = reader
        self.env = reader.env

    def read_presentation(self, data, target: ObjectInfo) -> Presentation:
        data = data or {}
        self.reader.check_keys(data, KEYS)
        label = self.env._("How the answer is shown")
        view = self.reader.read_choice(data.get("view") or LIST, VIEWS, label)
        order, descending = self._read_order(data.get("order"), target)
        groups = self._read_many(data, "groups", MOST_GROUPS, self._read_group, target)
        if view in CHARTS and not groups:
            self.reader.refuse(self.env._("Choose what the chart is grouped by."))
        columns = self._read_many(
            data, "columns", MOST_COLUMNS, self._read_column, target
        )
        measures = self._read_many(
            data, "measures", MOST_MEASURES, self._read_measure, target
        )
        return Presentation(
            view=view,
            columns=columns or get_default_columns(target),
            order=order,
            descending=descending,
            groups=groups,
            measures=measures or (Measure("count"),),
        )

    def _read_many(self, data, key, most, read, target) -> tuple:
        values = data.get(key) or []
        if not isinstance(values, list) or len(values) > most:
            self.reader.refuse(
                self.env._("The presentation cannot be read: %s", str(values)[:80])
            )
        return tuple(dict.fromkeys(read(value, target) for value in values))

    def _read_column(self, path, target) -> str:
        info = self.reader.get_field(target, path)
        if info.kind == LINES:
            self.reader.refuse(self.env._("%s cannot be a column.", info.label))
        return path

    def _read_group(self, data, target) -> Grouping:
        self.reader.check_keys(data, {"field", "granularity"})
        path = data.get("field")
        info = self.reader.get_field(target, path)
        if not info.groupable:
            self.reader.refuse(
                self.env._("The answer cannot be grouped by %s.", info.label)
            )
        granularity = data.get("granularity")
        if info.kind == DATE:
            granularity = self.reader.read_choice(
                granularity or "month", GRANULARITIES, info.label
            )
        elif granularity:
            self.reader.read_choice(granularity, (), info.label)
        return Grouping(path, granularity or "")

    def _read_measure(self, data, target) -> Measure:
        self.reader.check_keys(data, {"function", "field"})
        label = self.env._("Measure")
        function = self.reader.read_choice(data.get("function"), MEASURES, label)
        if function == "count":
            if data.get("field"):
                self.reader.refuse(self.env._("A count has no measure."))
            return Measure("count")
        path = data.get("field")
        info = self.reader.get_field(target, path)
        if "." in path or info.kind != NUMBER or not info.measurable:
            self.reader.refuse(self.env._("%s cannot be summed.", info.label))
        return Measure(function, path)

    def _read_order(self, data, target) -> tuple[str, bool]:
        if not data:
            return "", False
        self.reader.check_keys(data, {"field", "descending"})
        path, descending = data.get("field"), data.get("descending", False)
        if not isinstance(descending, bool):
            self.reader.read_choice(descending, (), self.env._("Sorting"))
        info = self.reader.get_field(target, path)
        field = self.env[target.model]._fields[path.split(".")[0]]
        if "." in path or not field._description_sortable(self.env):
            self.reader.refuse(
                self.env._("The answer cannot be sorted by %s.", info.label)
            )
        return path, descending


def get_default_columns(target: ObjectInfo) -> tuple[str, ...]:
    """The object's first fields that fit into a column."""
    fit = [name for name, info in target.fields.items() if info.kind != LINES]
    return tuple(fit[:DEFAULT_COLUMNS])
