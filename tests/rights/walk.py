"""Reads all that a user may read, through every door, and looks for marks in it."""

import json

from psycopg2 import DatabaseError

from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.models import BaseModel

# What a door may answer instead of records: it is closed, or has no such thing.
CLOSED = (
    AccessError,
    MissingError,
    UserError,
    ValidationError,
    NotImplementedError,
    TypeError,
    ValueError,
    KeyError,
    AssertionError,
    AttributeError,
    DatabaseError,
)
WALLED = (
    "res.partner",
    "account.move",
    "account.move.line",
    "calendar.event",
    "crm.lead",
    "loyalty.card",
    "mail.message",
    "sale.order",
    "sale.order.line",
    "stock.move",
    "stock.picking",
)
NEWEST = 60


def links_to_people(model):
    """Return the stored fields by which a model leads to a contact or his documents."""
    return [
        name
        for name, field in model._fields.items()
        if field.store
        and (
            field.type == "many2one_reference"
            or (
                field.type in ("many2one", "many2many") and field.comodel_name in WALLED
            )
        )
    ]


class Walk:
    """The walk of one user through all models.

    How to use::

        Walk(env(user=user.id), ["ZQALPHA"]).find()   # {"calendar.event: read", ...}

    How it works: the newest records that the user finds of each model are read with all
    their fields; a model that leads to people is also grouped by each field, opened as
    a new record, exported. The result of each door is searched for the marks as text.
    """

    def __init__(self, env, marks):
        self.env = env
        self.marks = [mark.lower() for mark in marks]

    def find(self):
        """Return ``{"model: door: marks"}`` of what the user was shown."""
        return {
            f"{name}: {door}: {', '.join(found)}"
            for name in sorted(self.env.registry)
            for door, answer in self._walk(self.env[name])
            if (found := self._marks_in(answer))
        }

    def _marks_in(self, answer):
        text = json.dumps(answer, default=str, ensure_ascii=False).lower()
        return [mark for mark in self.marks if mark in text]

    def _walk(self, model):
        """Yield ``(door, answer)``."""
        if model._abstract or model._transient or not model.has_access("read"):
            return
        yield "name_search", self._without_question(model, self.marks[0])
        records = self._try(model.search, [], limit=NEWEST, order="id desc")
        if not isinstance(records, BaseModel) or not records:
            return
        yield "read", self._read(records)
        if not links_to_people(model):
            return
        yield "onchange", self._try(model.onchange, {}, [], self._specification(model))
        yield from self._group(model)
        yield from self._pick(model)
        if self.env.user.has_group("base.group_allow_export"):
            names = ["display_name", *self._names(model, ("many2one", "char"))[:40]]
            yield "export_data", self._try(records[:20].export_data, names)

    def _try(self, door, *args, **kwargs):
        try:
            with self.env.cr.savepoint(flush=False):
                return door(*args, **kwargs)
        except CLOSED as refusal:
            return str(refusal)

    def _without_question(self, model, mark):
        """The answer to a name, without refusals that repeat the question."""
        answer = self._try(model.name_search, mark)
        return None if isinstance(answer, str) else answer

    def _read(self, records):
        """All fields at once; one by one where one of them refuses."""
        names = self._names(records)
        answer = self._try(records.read, names)
        if isinstance(answer, str):
            few = records[:12]
            answer = [answer, *(self._try(few.read, [name]) for name in names)]
        return answer

    def _names(self, model, kinds=()):
        """The fields that the user may read, but files and the superuser's own."""
        return [
            name
            for name, field in model._fields.items()
            if field.type != "binary"
            and (not kinds or (field.type in kinds and field.store))
            and model._has_field_access(field, "read")
        ]

    def _specification(self, model):
        return {name: {} for name in self._names(model)}

    def _group(self, model):
        """By each link to people, and by the name of each contact linked."""
        links = [name for name in links_to_people(model) if name in self._names(model)]
        contacts = [f"{name}.name" for name in self._links(model, WALLED)]
        for name in (*links, *contacts):
            answer = self._try(model.formatted_read_group, [], [name], ["__count"])
            yield f"formatted_read_group by {name}", answer

    def _pick(self, model):
        for name in self._links(model, WALLED):
            answer = self._try(model.search_panel_select_range, name)
            yield f"search_panel_select_range of {name}", answer

    def _links(self, model, comodels):
        return [
            name
            for name in self._names(model, ("many2one",))
            if model._fields[name].comodel_name in comodels
        ]
