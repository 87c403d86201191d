"""Conditions on the membership of a segment, now or on a day."""

from dataclasses import dataclass
from datetime import date, timedelta

from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.sunumarche_query.engine.sentence import Form
from odoo.addons.sunumarche_query.engine.tree import Node

MATCHES = ("member", "not_member")


@dataclass(frozen=True)
class SegmentCondition(Node):
    """Belongs to a segment, or does not.

    :ivar segment: id of the segment
    :ivar at: at the end of this day; now without
    """

    segment: int
    member: bool = True
    at: date | None = None
    kind = "segment"

    def to_json(self) -> dict:
        return {
            "type": "segment",
            "segment": self.segment,
            "match": MATCHES[0] if self.member else MATCHES[1],
            "at": self.at and self.at.isoformat(),
        }


class SegmentKind:
    """Reads, compiles and words conditions on memberships.

    The segment is named by its id or its code; the tree holds the id. Memberships are
    read as the person who asks.
    """

    def read_node(self, reader, data, target, depth):
        reader.check_keys(data, {"type", "segment", "match", "at"})
        label = reader.env._("Segment")
        if target.model != "res.partner":
            reader.refuse(reader.env._("%s have no segments.", target.label))
        match = reader.read_choice(data.get("match", MATCHES[0]), MATCHES, label)
        return SegmentCondition(
            segment=self._read_segment(reader, data.get("segment"), label),
            member=match == MATCHES[0],
            at=reader.read_date(data.get("at"), label),
        )

    def _read_segment(self, reader, value, label):
        segments = reader.env["sunumarche.segment"]
        if not segments.has_access("read"):
            reader.refuse(reader.env._("Segments are not open to you."))
        if isinstance(value, str):
            reader.read_text(value, label)
        else:
            reader.read_id(value, label)
        found = segments._find(value)
        if not found:
            reader.refuse(
                reader.env._("There is no segment “%s” any more.", str(value)[:80])
            )
        return found

    def compile(self, compiler, node, target):
        where = Domain("segment_id", "=", node.segment)
        where &= self._compile_day(compiler, node)
        focus = compiler.get_focus()
        if focus is not None:
            where &= Domain("partner_id", "in", focus)
        operator = "any" if node.member else "not any"
        return Domain("segment_membership_ids", operator, where)

    def _compile_day(self, compiler, node):
        if not node.at:
            return Domain("date_left", "=", False)
        end = compiler.to_utc(node.at + timedelta(days=1))
        return Domain("date_entered", "<", end) & (
            Domain("date_left", "=", False) | Domain("date_left", ">=", end)
        )

    def sql_value(self, compiler, node, target, model, query):
        """Since when the record has been in the segment, or until when it was."""
        return SQL(
            """
            (SELECT coalesce(membership.date_left, membership.date_entered)::date
               FROM sunumarche_segment_membership membership
              WHERE membership.partner_id = %s AND membership.segment_id = %s
           ORDER BY membership.id DESC LIMIT 1)
            """,
            SQL.identifier(model._table, "id"),
            node.segment,
        )

    def say_value(self, words, node, record, value):
        return words.say_date(value) if value else ""

    def get_forms(self):
        return [
            self._make_form(f"segment_{match}{ending}", match == MATCHES[0], dated)
            for match in MATCHES
            for ending, dated in (("", False), ("_at", True))
        ]

    def _make_form(self, name, member, dated):
        def take(node):
            if node.member != member or bool(node.at) != dated:
                return None
            return {"segment": node.segment, "day": node.at}

        def make(values):
            return SegmentCondition(values["segment"], member, values.get("day"))

        slots = {"segment": "named:sunumarche.segment"}
        if dated:
            slots["day"] = "day"
        return Form(name, slots, take, make)
