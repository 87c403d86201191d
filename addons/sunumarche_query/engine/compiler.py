"""Turns a tree of conditions into a domain."""

from collections.abc import Collection
from datetime import datetime, time, timedelta

import pytz

from odoo.fields import Date, Domain
from odoo.tools import SQL

from .aggregate_pass import AggregatePass
from .catalogue import Catalogue, ObjectInfo
from .period import Period
from .tree import AggregateCondition, Node, Question


class Compiler:
    """Turns questions into domains of their objects' models.

    How to use::

        domain = Compiler(env, catalogue, kinds).compile(question)
        records = env[model].search(domain)

    How it works: field conditions and conditions on related records become plain
    domains; aggregate conditions join a grouped subquery that ``_search`` of the
    related model makes, so that access rules hold on every level, one subquery for all
    that a query asks about a relation. Nothing is read from the database but by
    running the domain.

    :param env: of the person who asks: his rights, language, company and day
    :param focus: ids of the question's records, when only these are asked about: the
        subqueries then read what belongs to them and nothing else
    """

    def __init__(
        self,
        env,
        catalogue: Catalogue,
        kinds: dict,
        focus: Collection[int] | None = None,
    ):
        self.env = env
        self.catalogue = catalogue
        self.kinds = kinds
        self.focus = None if focus is None else list(focus)
        self.today = Date.context_today(env.user.with_env(env))
        self.depth = 0
        self.passes: dict[tuple, AggregatePass] = {}
        self.pass_count = 0

    def compile(self, question: Question) -> Domain:
        """The domain of the records that ``question`` asks for."""
        target = self.catalogue.objects[question.object]
        domain = self.compile_object(target, question.where)
        return domain if self.focus is None else domain & Domain("id", "in", self.focus)

    def compile_object(self, target: ObjectInfo, where: Node | None) -> Domain:
        """The domain of the object's records that meet ``where``."""
        domain = Domain(list(target.domain))
        return domain & self.compile_node(where, target) if where else domain

    def compile_related(self, target: ObjectInfo, where: Node | None) -> Domain:
        """As ``compile_object``, for records reached from those of the question."""
        domain = Domain(list(target.domain))
        return domain & self.compile_related_node(where, target)

    def compile_related_node(self, where: Node | None, target: ObjectInfo) -> Domain:
        """The domain of the related records that meet ``where``, of any object."""
        if where is None:
            return Domain.TRUE
        self.depth += 1
        try:
            return self.compile_node(where, target)
        finally:
            self.depth -= 1

    def get_pass(self, target: ObjectInfo, node: AggregateCondition) -> AggregatePass:
        """What computes an aggregate about the question's own records."""
        place = (target.code, node.field)
        found = self.passes.get(place)
        if not found or not found.takes(node):
            self.pass_count += 1
            found = AggregatePass(self, target, node.field, self.pass_count)
            self.passes[place] = found
        return found

    def compile_node(self, node: Node, target: ObjectInfo) -> Domain:
        return self.kinds[node.kind].compile(self, node, target)

    def get_focus(self) -> list[int] | None:
        """The records asked about, where conditions are about them directly."""
        return None if self.depth else self.focus

    def compile_period(self, field_name: str, field_type: str, period: Period):
        """The domain of dates, or of times in the user's time zone, in ``period``."""
        start, end = period.get_bounds(self.today)
        domain = Domain(field_name, "!=", False)
        if field_type == "date":
            if start:
                domain &= Domain(field_name, ">=", start)
            if end:
                domain &= Domain(field_name, "<=", end)
            return domain
        if start:
            domain &= Domain(field_name, ">=", self.to_utc(start))
        if end:
            domain &= Domain(field_name, "<", self.to_utc(end + timedelta(days=1)))
        return domain

    def to_utc(self, day) -> datetime:
        """Midnight at which ``day`` begins for the user, in UTC."""
        local = self.env.tz.localize(datetime.combine(day, time.min))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def sql_condition(self, domain: Domain, model, alias: str, query) -> SQL:
        """Whether a row of ``query`` meets ``domain``; true or false, never null."""
        condition = domain.optimize_full(model)._to_sql(model, alias, query)
        return SQL("(%s) IS TRUE", condition)
