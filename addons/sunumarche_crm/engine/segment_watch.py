"""Which changes of records touch the segments of which contacts."""

from collections.abc import Iterable

from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.sunumarche_query.engine.money import Amount

# Many2one fields that lead from a record to its contact; () for the contact itself.
Path = tuple[str, ...]
Watched = dict[str, dict[str, frozenset[Path]]]


class SegmentWatch:
    """Derives, from the rules of segments, the fields whose change matters.

    How to use::

        watched = SegmentWatch(catalogue, env).collect(segments)
        paths = watched["sale.order"]["state"]     # {("customer_id",)}

    How it works: rules are walked from the contact outwards. A one2many leads to
    records that know their contact through the inverse, so a change of theirs is
    followed back. What a many2one or many2many leads to (the code of a country, the
    name of a label) is not: it concerns whole crowds of contacts, and waits for the
    night, as does the passing of time.
    """

    def __init__(self, catalogue, env):
        self.catalogue = catalogue
        self.env = env
        self.found: dict[str, dict[str, set[Path]]] = {}

    def collect(self, segments) -> Watched:
        for name in ("active", "customer_rank", "parent_id", "is_company"):
            self._watch("res.partner", name, ())
        for segment in segments:
            if segment.agency_id:
                self._watch("res.partner", "agency_id", ())
            if segment.kind == "question":
                self._collect_question(segment.definition)
        return {
            model: {name: frozenset(paths) for name, paths in fields.items()}
            for model, fields in self.found.items()
        }

    def _collect_question(self, definition):
        target = self.catalogue.get_object((definition or {}).get("object"))
        if target:
            self._watch_domain(target.model, target.domain, ())
            self._walk(definition.get("where"), target, ())

    def _walk(self, node, target, path: Path):
        if not node:
            return
        kind = node.get("type")
        if kind == "group":
            for child in node["nodes"]:
                self._walk(child, target, path)
        elif kind == "field":
            self._watch_value(target.model, node["field"].split(".")[0], path)
        elif kind in ("related", "aggregate"):
            self._walk_relation(node, target, path)

    def _walk_relation(self, node, target, path: Path):
        info = target.fields.get(node["field"])
        related = info and self.catalogue.get_object(info.target)
        if not related:
            return
        field = self.env[target.model]._fields[info.name]
        if field.type != "one2many" or not info.has_inverse:
            self._watch(target.model, info.name, path)
            return
        way = (field.inverse_name, *path)
        self._watch(related.model, field.inverse_name, way)
        self._watch_domain(related.model, related.domain, way)
        self._watch_domain(
            related.model, field.get_comodel_domain(self.env[target.model]), way
        )
        for name in (node.get("measure"), node.get("period") and related.date_field):
            if name:
                self._watch_value(related.model, name, way)
        self._walk(node.get("where"), related, way)

    def _watch_value(self, model, name: str, path: Path):
        """Watch a field; an amount with its currency and the rate of its document."""
        field = self.env[model]._fields.get(name)
        names = [name]
        if field and field.type == "monetary":
            names = Amount(self.env[model], name).get_dependencies()
        for one in names:
            self._watch(model, one, path)

    def _watch_domain(self, model, domain, path: Path):
        for condition in Domain(list(domain)).iter_conditions():
            self._watch(model, condition.field_expr.split(".")[0], path)

    def _watch(self, model, name: str, path: Path, depth: int = 0):
        """Watch a field; a computed one by the stored fields it depends on."""
        field = self.env[model]._fields.get(name)
        if not field:
            return
        if field.store:
            self.found.setdefault(model, {}).setdefault(name, set()).add(path)
        elif depth < 3:
            for dependency in self.env.registry.field_depends[field]:
                self._watch(model, dependency.split(".")[0], path, depth + 1)


def sql_contacts(model, record_ids: Iterable[int], path: Path) -> SQL:
    """The contacts that ``path`` leads to from records of ``model``."""
    column = SQL.identifier("step_0", "id")
    joins, current = [], model
    for step, name in enumerate(path):
        comodel = model.env[current._fields[name].comodel_name]
        column = SQL.identifier(f"step_{step}", name)
        if step < len(path) - 1:
            following = f"step_{step + 1}"
            joins.append(
                SQL(
                    "JOIN %s AS %s ON %s = %s",
                    SQL.identifier(comodel._table),
                    SQL.identifier(following),
                    SQL.identifier(following, "id"),
                    column,
                )
            )
        current = comodel
    return SQL(
        "SELECT %s FROM %s AS %s %s WHERE %s = ANY(%s)",
        column,
        SQL.identifier(model._table),
        SQL.identifier("step_0"),
        SQL(" ").join(joins),
        SQL.identifier("step_0", "id"),
        list(record_ids),
    )
