"""Why customers belong to segments, or do not."""

from collections.abc import Sequence

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Date, Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date


class SegmentExplainer:
    """Explains every segment for some contacts, condition by condition.

    How to use::

        explanations = SegmentExplainer(env, partner_ids).explain()[partner_id]

    How it works: the conditions of all questions of a company are evaluated by one
    query, as the person who asks and over these contacts only; lists, classes, open
    memberships and what comes first on an axis are read once each. What the person
    may not read is left out, and said to be; the membership itself comes from the
    refresh.

    Each explanation is ``{"id", "name", "is_member", "since", "verdict", "note",
    "conditions"}``; a condition is ``{"sentence", "verdict", "value"}`` or, for
    several, ``{"match", "verdict", "children"}``.
    """

    def __init__(self, env, partner_ids: Sequence[int]):
        self.env = env
        self.partners = env["res.partner"].browse(partner_ids)
        self.today = Date.context_today(self.partners)
        self.segments = env["sunumarche.segment"].search(
            [("company_id", "in", env.companies.ids)]
        )
        self.since = self._read_memberships()
        self.chosen = self._read_lists()
        self.trees: dict[tuple[int, int], dict] = {}
        self.closed: set[int] = set()

    def explain(self) -> dict[int, list[dict]]:
        for company, segments in self.segments.grouped("company_id").items():
            self._explain_questions(company, segments)
        return {
            partner.id: [self._explain(segment, partner) for segment in self.segments]
            for partner in self.partners
        }

    def _read_memberships(self) -> dict:
        """(segment id, partner id) -> since when, for open memberships."""
        rows = self.env["sunumarche.segment.membership"].search_fetch(
            [("partner_id", "in", self.partners.ids), ("date_left", "=", False)],
            ["segment_id", "partner_id", "date_entered"],
        )
        return {
            (row.segment_id.id, row.partner_id.id): row.date_entered for row in rows
        }

    def _read_lists(self) -> set:
        """(segment id, partner id) of customers chosen by hand."""
        lists = self.segments.filtered(lambda one: one.kind == "list")
        if not lists:
            return set()
        self.env["sunumarche.segment"].flush_model(["partner_ids"])
        return set(
            self.env.execute_query(
                SQL(
                    """
                    SELECT segment_id, partner_id
                      FROM sunumarche_segment_partner_rel
                     WHERE segment_id = ANY(%s) AND partner_id = ANY(%s)
                    """,
                    lists.ids,
                    self.partners.ids,
                )
            )
        )

    def _explain_questions(self, company, segments):
        """Fill ``trees`` for all questions of a company."""
        questions = segments.filtered(lambda one: one.kind == "question")
        language = self.env["sunumarche.question.language"].with_context(
            allowed_company_ids=company.ids
        )
        readable = {}
        for segment in questions:
            question = self._read(language, segment)
            if question:
                readable[segment] = question
            else:
                self.closed.add(segment.id)
        explained = language._explain(list(readable.values()), self.partners.ids)
        for partner_id, answers in explained.items():
            for segment, answer in zip(readable, answers, strict=True):
                self.trees[segment.id, partner_id] = answer

    @staticmethod
    def _read(language, segment):
        """The question of a segment, or None when the person may not ask it."""
        try:
            return language._read(segment.definition)
        except (ValidationError, AccessError):
            return None

    def _explain(self, segment, partner) -> dict:
        since = self.since.get((segment.id, partner.id))
        verdict, note, conditions = None, "", []
        if segment.id in self.closed:
            note = self.env._("Its conditions are about data that are not open to you.")
        else:
            conditions = [one for one in self._get_conditions(segment, partner) if one]
            verdict = all(one["verdict"] for one in conditions)
            if verdict != bool(since):
                note = self._get_note(segment)
        return {
            "id": segment.id,
            "name": segment.name,
            "axis": segment.axis_id.name or "",
            "is_member": bool(since),
            "since": format_date(self.env, since) if since else "",
            "verdict": verdict,
            "note": note,
            "conditions": conditions,
        }

    def _get_note(self, segment) -> str:
        """Why the conditions as seen now and the membership may differ."""
        if segment.refresh_error:
            return self.env._(
                "This segment is no longer kept up to date: %s", segment.refresh_error
            )
        if segment.user_id == self.env.user:
            return self.env._("The members are brought up to date within a minute.")
        return self.env._(
            "The segment counts what its owner, %(owner)s, may see, as of its last "
            "refresh.",
            owner=segment.user_id.name,
        )

    def _get_conditions(self, segment, partner) -> list[dict]:
        explain = getattr(self, f"_explain_{segment.kind}")
        return [
            *self._explain_limits(segment, partner),
            *explain(segment, partner),
            *self._explain_axis(segment, partner),
        ]

    def _explain_limits(self, segment, partner):
        if not partner.active:
            yield self._say(self.env._("is not archived"), False)
        if segment.date_from or segment.date_to:
            yield self._say(
                self._say_period(segment),
                segment._is_on(self.today),
                format_date(self.env, self.today),
            )
        if segment.agency_id:
            inside = partner.filtered_domain(
                Domain("agency_id", "child_of", segment.agency_id.ids)
            )
            yield self._say(
                self.env._(
                    "of the agency “%s” or one below it", segment.agency_id.name
                ),
                bool(inside),
                partner.agency_id.name or "",
            )

    def _say_period(self, segment):
        if segment.date_from and segment.date_to:
            return self.env._(
                "the segment is active from %(start)s to %(end)s",
                start=format_date(self.env, segment.date_from),
                end=format_date(self.env, segment.date_to),
            )
        if segment.date_from:
            return self.env._(
                "the segment is active since %s",
                format_date(self.env, segment.date_from),
            )
        return self.env._(
            "the segment is active until %s", format_date(self.env, segment.date_to)
        )

    def _explain_question(self, segment, partner):
        answer = self.trees.get((segment.id, partner.id))
        if not answer:
            yield self._say(self.env._("is open to you"), False)
            return
        if not answer["in_object"]:
            yield self._say(self.env._("is a customer who may be asked about"), False)
        if answer["tree"]:
            yield answer["tree"]

    def _explain_list(self, segment, partner):
        yield self._say(
            self.env._("was chosen by hand"), (segment.id, partner.id) in self.chosen
        )

    def _explain_class(self, segment, partner):
        current = partner.with_company(segment.company_id).customer_rfm_class_id
        yield self._say(
            segment._say_class(), current in segment.rfm_class_ids, current.name or ""
        )

    def _explain_combination(self, segment, partner):
        """The steps, in words; the verdict is the one of taking them in turn."""
        met, children = False, []
        for place, line in enumerate(segment.line_ids):
            inside = (line.component_id.id, partner.id) in self.since
            if line.operator == "union":
                met = met or inside
            elif line.operator == "intersection":
                met = inside and (met or not place)
            else:
                met = met and not inside
            children.append(self._explain_step(line, inside))
        yield {"match": "steps", "verdict": met, "children": children}

    def _explain_step(self, line, inside) -> dict:
        name = line.component_id.name
        sentence = {
            "union": self.env._("together with “%s”", name),
            "intersection": self.env._("only those also in “%s”", name),
            "difference": self.env._("without “%s”", name),
        }[line.operator]
        value = self.env._("is in it") if inside else self.env._("is not in it")
        return self._say(sentence, inside != (line.operator == "difference"), value)

    def _explain_rest(self, segment, partner):
        yield self._say(self.env._("is a customer"), partner.is_customer)

    def _explain_axis(self, segment, partner):
        """The segment that comes first on the axis and has the customer."""
        if not segment.axis_id:
            return
        ranked = segment.axis_id.segment_ids.filtered("active").sorted(
            lambda one: (one.kind == "rest", one.sequence, one.id)
        )
        for other in ranked:
            if other == segment:
                return
            if (other.id, partner.id) in self.since:
                yield self._say(
                    self.env._(
                        "is in “%(segment)s”, which comes first on the axis “%(axis)s”",
                        segment=other.name,
                        axis=segment.axis_id.name,
                    ),
                    False,
                )
                return

    @staticmethod
    def _say(sentence: str, verdict: bool, value: str = "") -> dict:
        return {"sentence": sentence, "verdict": verdict, "value": value}
