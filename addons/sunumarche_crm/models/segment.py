from odoo import SUPERUSER_ID, api, fields, models, tools
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ..engine.segment_graph import GraphNode, SegmentGraph
from ..engine.segment_refresh import SegmentRefresh
from ..engine.segment_watch import SegmentWatch
from ..engine.written_values import read_written
from .segment_membership import CAUSES

RULE_FIELDS = {
    "kind",
    "definition",
    "rfm_class_ids",
    "line_ids",
    "agency_id",
    "user_id",
}
AXIS_FIELDS = {"axis_id", "sequence", "is_rest"}
PERIOD_FIELDS = {"date_from", "date_to"}
EMPTY_DEFINITION = {"version": 1, "object": "customer", "where": None}


class Segment(models.Model):
    """Customers who have something in common: by a question, a list, a class...

    Who belongs to it is kept in ``sunumarche.segment.membership`` and brought up to
    date by ``engine/segment_refresh.py``, with the rights of the owner: whoever
    changes the rule of a segment becomes its owner, unless he administers the CRM.
    Figures that a rule speaks of are those of the segment's company.
    """

    _name = "sunumarche.segment"
    _description = "Segment"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        copy=False,
        help="A short name that never changes, for those who write rules or exchange "
        "data.",
    )
    active = fields.Boolean(default=True)
    color = fields.Integer()
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
        ondelete="cascade",
        help="Purchases and figures are those of this company.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        required=True,
        default=lambda self: self._default_user_id(),
        ondelete="restrict",
        domain=[("share", "=", False)],
        help="The segment holds only customers that its owner may see.",
    )
    description = fields.Text(
        translate=True, help="What these customers are to be offered, and by whom."
    )
    kind = fields.Selection(
        [
            ("question", "Conditions"),
            ("list", "Customers chosen by hand"),
            ("class", "Classes"),
            ("combination", "Other segments combined"),
            ("rest", "Everybody else of the axis"),
        ],
        string="Made of",
        required=True,
        default="question",
    )
    definition = fields.Json(
        string="Conditions", copy=True, default=lambda self: EMPTY_DEFINITION
    )
    partner_ids = fields.Many2many(
        "res.partner",
        "sunumarche_segment_partner_rel",
        "segment_id",
        "partner_id",
        string="Customers",
    )
    rfm_class_ids = fields.Many2many("sunumarche.rfm.class", string="Classes")
    line_ids = fields.One2many(
        "sunumarche.segment.line", "segment_id", string="Combination", copy=True
    )
    agency_id = fields.Many2one(
        "sunumarche.agency",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Only customers of this agency and of those below it.",
    )
    date_from = fields.Date(
        string="Active from", help="Before this day the segment has no members."
    )
    date_to = fields.Date(
        string="Active until",
        help="After this day the segment has no members; those of the past stay "
        "listed.",
    )
    axis_id = fields.Many2one(
        "sunumarche.segment.axis",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="A customer is in one segment of an axis only: the first that fits.",
    )
    sequence = fields.Integer(
        string="Priority", default=10, help="The lowest comes first on the axis."
    )
    member_count = fields.Integer(string="Members", readonly=True, copy=False)
    last_refresh = fields.Datetime(readonly=True, copy=False)
    refresh_error = fields.Char(
        string="Why It Is Not Up to Date", readonly=True, copy=False
    )
    waiting_cause = fields.Selection(CAUSES, copy=False, readonly=True)
    is_running = fields.Boolean(
        readonly=True, copy=False, help="Whether it was active at its last refresh."
    )
    membership_ids = fields.One2many("sunumarche.segment.membership", "segment_id")

    _code_uniq = models.UniqueIndex(
        "(company_id, code) WHERE code IS NOT NULL",
        "Another segment of the company has this code.",
    )
    _period_check = models.Constraint(
        "CHECK (date_to >= date_from)", "A segment cannot end before it begins."
    )

    @api.model
    def _default_user_id(self):
        """Who creates it; the administrator for what the system creates."""
        user = self.env.user
        return user if user.active else self.env.ref("base.user_admin")

    def _get_language(self):
        """The language of questions, in the company of the segment."""
        self.ensure_one()
        language = self.env["sunumarche.question.language"]
        return language.with_context(allowed_company_ids=self.company_id.ids)

    @api.constrains("kind", "definition", "user_id", "company_id")
    def _check_definition(self):
        for segment in self.filtered(lambda one: one.kind == "question"):
            if not isinstance(segment.definition, dict):
                raise ValidationError(
                    self.env._(
                        "%(segment)s: its conditions are missing.", segment=segment.name
                    )
                )
            language = segment._get_language().with_user(segment.user_id)
            if language._get_target(segment.definition).model != "res.partner":
                raise ValidationError(
                    self.env._(
                        "%(segment)s: a segment holds customers or contacts.",
                        segment=segment.name,
                    )
                )

    @api.constrains("kind", "axis_id", "line_ids", "rfm_class_ids")
    def _check_kind(self):
        for segment in self:
            missing = {
                "class": not segment.rfm_class_ids,
                "combination": not segment.line_ids,
                "rest": not segment.axis_id,
            }
            if missing.get(segment.kind):
                raise ValidationError(
                    self.env._(
                        "%(segment)s: say which classes, segments or axis it is made "
                        "of.",
                        segment=segment.name,
                    )
                )

    @api.constrains("line_ids", "company_id")
    def _check_line_company(self):
        for segment in self:
            if segment.line_ids.component_id.company_id - segment.company_id:
                raise ValidationError(
                    self.env._(
                        "%(segment)s: combine segments of its own company.",
                        segment=segment.name,
                    )
                )

    @api.constrains("kind", "definition", "line_ids", "axis_id", "sequence")
    def _check_cycle(self):
        for company in self.company_id:
            graph = self._get_graph(company)
            if chain := graph.find_cycle():
                raise ValidationError(
                    self.env._(
                        "These segments need each other in a circle: %(chain)s",
                        chain=graph.name_chain(
                            chain, lambda one: self.browse(one).name
                        ),
                    )
                )

    def _check_owner(self, vals):
        """Nobody makes a segment count what he may not see himself."""
        uid = self.env.uid
        if self.env.su or read_written(self, vals, "user_id", uid) == uid:
            return
        if not self._administers():
            raise AccessError(
                self.env._("Only a CRM administrator gives segments to somebody else.")
            )

    def _administers(self):
        return self.env.user.has_group("sunumarche_crm.group_administrator")

    @api.model
    def _get_graph(self, company):
        """How the segments of a company need each other."""
        # sudo: sunumarche.segment - the order of all segments, whoever refreshes one
        segments = self.sudo().with_context(active_test=False)
        segments = segments.search([("company_id", "=", company.id)])
        codes = {one.code: one.id for one in segments if one.code}
        return SegmentGraph(one._prepare_graph_node(codes) for one in segments)

    def _prepare_graph_node(self, codes):
        self.ensure_one()
        needs = set()
        if self.kind == "combination":
            needs.update(self.line_ids.component_id.ids)
        if self.kind == "question":
            today = fields.Date.to_string(fields.Date.context_today(self))
            for mention, day in self._iter_mentions(self.definition):
                if not day or day >= today:
                    needs.add(codes.get(mention, mention))
        return GraphNode(
            id=self.id,
            needs=frozenset(needs),
            axis=self.axis_id.id if self.active else 0,
            rank=(self.kind == "rest", self.sequence, self.id),
        )

    @api.model
    def _iter_mentions(self, node):
        """The segments that a question mentions: id or code, and the day or None."""
        if isinstance(node, dict):
            if node.get("type") == "segment":
                yield node.get("segment"), node.get("at")
            node = list(node.values())
        if isinstance(node, list):
            for part in node:
                yield from self._iter_mentions(part)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_owner(vals)
        segments = super().create(
            [{**vals, "waiting_cause": "rule"} for vals in vals_list]
        )
        segments.axis_id.segment_ids._wait("axis")
        self._forget_watched()
        return segments

    def write(self, vals):
        changed = set(vals)
        self._check_owner(vals)
        trusted = self.env.su or self._administers()
        if changed & RULE_FIELDS and "user_id" not in vals and not trusted:
            vals = {**vals, "user_id": self.env.uid}
        axes = self.axis_id if changed & (AXIS_FIELDS | {"active"}) else None
        result = super().write(vals)
        if axes is not None:
            (axes | self.axis_id).segment_ids._wait("axis")
        self._wait_for_change(changed)
        return result

    def _wait_for_change(self, changed):
        for names, cause in (
            ({"active"}, "archived"),
            (PERIOD_FIELDS, "period"),
            ({"partner_ids"}, "hand"),
            (RULE_FIELDS, "rule"),
        ):
            if changed & names:
                self._wait(cause)
        if changed & (RULE_FIELDS | {"active", "code", "company_id"}):
            self._forget_watched()

    def _write_refresh(self, vals):
        """Write what the refresh knows, without asking for another one."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def _wait(self, cause):
        """Have the next refresh compute these segments anew.

        What already waits because its own rule changed goes on saying so.
        """
        if cause == "axis":
            segments = self.filtered(lambda one: not one.waiting_cause)
        else:
            segments = self.filtered(lambda one: one.waiting_cause != cause)
        segments._write_refresh({"waiting_cause": cause})

    def unlink(self):
        axes = self.axis_id
        result = super().unlink()
        axes.segment_ids._wait("axis")
        self._forget_watched()
        return result

    def _forget_watched(self):
        self.env.registry.clear_cache()

    @api.model
    @tools.ormcache()
    def _get_directory(self):
        """Id -> (code, company id) of all segments."""
        # sudo: sunumarche.segment - which segments exist; companies are checked by
        # whoever looks one up
        segments = self.sudo().with_context(active_test=False)
        return {
            one.id: (one.code, one.company_id.id)
            for one in segments.search([])  # pylint: disable=no-search-all
        }

    @api.model
    def _find(self, mention):
        """The id of the segment that a question mentions by id or code, or None."""
        companies = self.env.companies.ids
        for segment_id, (code, company_id) in self._get_directory().items():
            if mention in (segment_id, code) and company_id in companies:
                return segment_id
        return None

    @api.model
    @tools.ormcache()
    def _get_watched(self):
        """Model -> field -> ways to the contacts that a change of it touches."""
        everything = self.with_user(SUPERUSER_ID)
        segments = everything.search([])  # pylint: disable=no-search-all
        if not segments:
            return {}
        catalogue = everything.env["sunumarche.question.object"]._get_catalogue()
        return SegmentWatch(catalogue, everything.env).collect(segments)

    def _is_on(self, day=None):
        """Whether the segment has members on a day: active, in its period."""
        self.ensure_one()
        day = day or fields.Date.context_today(self)
        return (
            self.active
            and (not self.date_from or self.date_from <= day)
            and (not self.date_to or day <= self.date_to)
        )

    @api.model
    def _get_waiting(self):
        """The segments to compute anew: changed ones, and whose period moved."""
        # sudo: sunumarche.segment - the refresh sees to everybody's segments
        segments = self.sudo().with_context(active_test=False)
        today = fields.Date.context_today(self)
        on = (
            Domain("active", "=", True)
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", today))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
        )
        return segments.search(
            Domain("waiting_cause", "!=", False)
            | (Domain("is_running", "=", True) & ~on)
            | (
                Domain("is_running", "=", False)
                & on
                & Domain("refresh_error", "=", False)
            )
        )

    def _refresh(self):
        """Compute these segments and what needs them, now.

        :return: whether it was done; not when another worker is at it
        """
        if not SegmentRefresh.acquire_lock(self.env):
            return False
        SegmentRefresh(self.env).run(self)
        return True

    @api.model
    def _cron_refresh_all(self):
        """Compute all segments: days went by, and what no mark could tell changed."""
        if SegmentRefresh.acquire_lock(self.env):
            SegmentRefresh(self.env).run()
