"""Finds the records that values name and that whoever names them may not read."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress

from odoo.api import NewId
from odoo.exceptions import MissingError
from odoo.fields import Command, Field
from odoo.models import BaseModel

# A number beside the name of its model, which is no relation for the ORM.
NUMBERS = ("res_id", "res_ids")
MODEL_NAMES = ("res_model", "model", "composition_model")
OTHER_TYPES = ("reference", "many2one_reference", "properties")
NUMBER_TYPES = ("integer", "char", "text")
# The id of no record.
NO_RECORD = -1
# How the web client calls the lines of a form that are not saved yet.
UNSAVED = "virtual_"


def find_naming_fields(model) -> dict[str, str]:
    """Return ``{field: kind}`` of the fields in which values name records."""
    kinds = {}
    for name, field in model._fields.items():
        if field.relational or field.type in OTHER_TYPES:
            kinds[name] = field.type
        elif name in NUMBERS and field.type in NUMBER_TYPES:
            kinds[name] = "number"
    return kinds


class NamedRecords:
    """What values of a model name.

    How to use::

        names = NamedRecords(leads)
        names.collect({"partner_id": 7})
        hidden = names.find_hidden()

    How it works: the ids are gathered by field; those of walled models that the user
    may not read, or that do not exist, are hidden, unless the records hold them
    already: a form sends back what it was given. ``nested`` looks into the values of
    lines as well, for which nothing else asks (``onchange``); in a write the lines ask
    for themselves.
    """

    def __init__(self, records: BaseModel, *, nested: bool = False):
        self.records = records
        self.nested = nested
        self._kinds = records._get_naming_fields()
        self._walled = records.env["ir.rule"]._get_walled_models()
        self._ids: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._lines: list[NamedRecords] = []

    def collect(self, values: dict) -> None:
        """Note what these values of the records name."""
        for name in values.keys() & self._kinds.keys():
            if value := values[name]:
                for model, ids in self._read(name, value, values):
                    self._ids[name, model].update(ids)

    def read_ids(self, name: str, values: dict) -> set[int]:
        """Return the ids that the values name in a field, of whichever model."""
        return set().union(
            *(ids for _model, ids in self._read(name, values[name], values))
        )

    def find_hidden(self) -> list[tuple[BaseModel, Field]]:
        """Return ``(records, field)`` of what is hidden from the user, by field."""
        fields = self.records._fields
        hidden = [
            (self.records.env[model].browse(ids), fields[name])
            for (name, model), named in self._ids.items()
            if (ids := self._find_hidden_ids(name, model, named))
        ]
        return hidden + [found for line in self._lines for found in line.find_hidden()]

    def _find_hidden_ids(self, name: str, model: str, ids: set[int]) -> set[int]:
        if model not in self._walled:
            return set()
        hidden = ids - get_readable_ids(self.records.env[model].browse(ids))
        if hidden and self.records._origin:
            # sudo: base - compares with what is written there, and tells nothing of it
            records = self.records._origin.sudo()
            held = (set(self._get_held_ids(record, name, model)) for record in records)
            hidden -= set.intersection(*held)
        return hidden

    def _get_held_ids(self, record: BaseModel, name: str, model: str) -> Iterable[int]:
        """Return what a record names in the field already."""
        kind = self._kinds[name]
        if kind in ("many2one", "one2many", "many2many"):
            return record[name].ids
        if kind == "reference" and record[name] and record[name]._name == model:
            return record[name].ids
        if kind != "many2one_reference":
            return []
        model_field = record._fields[name].model_field
        return [record[name]] if record[model_field] == model else []

    def _read(self, name: str, value, values: dict) -> Iterator[tuple[str, set[int]]]:
        """Yield ``(model, ids)`` of what one value names."""
        kind, field = self._kinds[name], self.records._fields[name]
        if kind == "many2one":
            yield field.comodel_name, self._read_one(field, value)
        elif kind in ("one2many", "many2many"):
            yield field.comodel_name, self._read_many(field, value)
        elif kind == "reference":
            yield from self._read_reference(value)
        elif kind == "properties":
            yield from self._read_properties(name, value)
        else:
            ids = {int(number) for number in re.findall(r"\d+", str(value))}
            for model in self._get_model_names(field, values):
                yield model, ids

    def _read_one(self, field, value) -> set[int]:
        if isinstance(value, dict):
            self._read_line(field, value.get("id"), value)
            value = value.get("id")
        elif isinstance(value, list | tuple):
            value = value[0] if value else False
        return get_ids([value])

    def _read_many(self, field, value) -> set[int]:
        if isinstance(value, BaseModel):
            return get_ids([value])
        ids = set()
        for item in value if isinstance(value, list | tuple) else [value]:
            ids |= self._read_item(field, item)
        return ids

    def _read_item(self, field, item) -> set[int]:
        """Return what a command, a number or the values of a line name."""
        if isinstance(item, dict):
            return self._read_one(field, item)
        if not isinstance(item, list | tuple) or not item:
            return get_ids([item])
        operation, *arguments = (*item, None, None)
        if operation == Command.SET:
            return get_ids(arguments[1] or ())
        if operation in (Command.CREATE, Command.UPDATE, Command.LINK):
            number = arguments[0] if operation != Command.CREATE else None
            self._read_line(field, number, arguments[1])
            return get_ids([number])
        return set()

    def _read_line(self, field, number, values) -> None:
        if self.nested and isinstance(values, dict):
            line = self.records.env[field.comodel_name].browse(get_ids([number]))
            names = NamedRecords(line, nested=True)
            names.collect(values)
            self._lines.append(names)

    def _read_reference(self, value) -> Iterator[tuple[str, set[int]]]:
        if isinstance(value, BaseModel):
            yield value._name, get_ids([value])
            return
        model, _comma, number = str(value).partition(",")
        if model not in self.records.env:
            return
        with suppress(ValueError):
            yield model, {int(number)}

    def _read_properties(self, name: str, value) -> Iterator[tuple[str, set[int]]]:
        for model, kind, named in self._get_properties(name, value):
            if model in self.records.env and named:
                entries = named if kind == "many2many" else [named]
                ids = (e[0] if isinstance(e, list | tuple) else e for e in entries)
                yield model, get_ids(ids)

    def _get_properties(self, name: str, value) -> Iterator[tuple[str, str, object]]:
        """Yield ``(model, type, value)``; what is sent as a mere value is looked up."""
        if isinstance(value, dict):
            for record in self.records:
                for known in record.read([name])[0][name]:
                    yield known.get("comodel"), known["type"], value.get(known["name"])
        elif isinstance(value, list):
            for known in value:
                yield known.get("comodel"), known.get("type"), known.get("value")

    def _get_model_names(self, field, values: dict) -> set[str]:
        """Return the models that a number beside its model's name may be of."""
        env, fields = self.records.env, self.records._fields
        own = getattr(field, "model_field", None)
        names = [own] if own else [name for name in MODEL_NAMES if name in fields]
        # sudo: base - of which model the number written there is; tells nothing of it
        records = self.records._origin.sudo()
        models = {values[name] for name in names if values.get(name)}
        models.update(record[name] for record in records for name in names)
        models.update(self.records.env.context.get(f"default_{name}") for name in names)
        for name in values.keys() & self._kinds.keys():
            if fields[name].comodel_name == "ir.model":
                # sudo: ir.model - the technical name of a model is no secret
                chosen = env["ir.model"].sudo().browse(get_ids([values[name]]))
                models.update(chosen.exists().mapped("model"))
        return {model for model in models if isinstance(model, str) and model in env}


def get_ids(values: Iterable) -> set[int]:
    """Return the database ids among numbers, records and new records of a form.

    The ORM and the database take a text, a float or a list for a number as well: what
    is none of these, nor empty, names a record that does not exist.
    """
    ids = set()
    for value in values:
        if type(value) is int:
            ids.add(value)
        elif isinstance(value, BaseModel):
            ids.update(value._origin.ids)
        elif isinstance(value, NewId):
            ids.update(get_ids([value.origin]))
        elif value and not str(value).startswith(UNSAVED):
            ids.add(NO_RECORD)
    return ids


def get_readable_ids(records: BaseModel) -> set[int]:
    """Return which of the records the user may read; those that are gone he may not.

    A rule asked of a record that is gone says so itself; a model with an access of its
    own (messages, activities, attachments) may let it pass.
    """
    if type(records)._check_access is not BaseModel._check_access:
        records = records.exists()
    try:
        return set(records._filtered_access("read").ids)
    except MissingError:
        return set(records.exists()._filtered_access("read").ids)
