"""Who meets the rules of segments: one statement for a batch of them."""

from collections.abc import Collection

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL


def sql_current_members(
    segment_ids: Collection[int], focus: Collection[int] | None = None
) -> SQL:
    """The contacts in any of these segments now, of all or of those in focus.

    The focus has to be here too: PostgreSQL would read the whole segment for each
    contact once its members no longer fit into ``work_mem``.
    """
    return SQL(
        """
        (SELECT membership.partner_id
           FROM sunumarche_segment_membership membership
          WHERE membership.segment_id = ANY(%s)
            AND membership.date_left IS NULL
                %s)
        """,
        list(segment_ids),
        SQL()
        if focus is None
        else SQL("AND membership.partner_id = ANY(%s)", list(focus)),
    )


class SegmentMembers:
    """Compiles the rules of segments that have one owner and one company.

    How to use::

        members = SegmentMembers(segments, focus)
        sql = members.sql_masks(bits)    # one row a contact: partner_id, mask
        members.errors                   # segment id -> why it cannot be computed

    How it works: every rule becomes a condition on ``res_partner``, compiled as the
    owner in the segment's company; one select evaluates them all, a bit for each, so
    that tables that several rules read are read once.

    :param segments: of one owner and company
    :param focus: ids of contacts, when only these are asked about
    """

    def __init__(self, segments, focus: Collection[int] | None = None):
        self.segments = segments
        self.focus = None if focus is None else list(focus)
        company, owner = segments.company_id, segments.user_id
        self.env = (
            segments.with_user(owner)
            .with_context(allowed_company_ids=company.ids, active_test=True)
            .env
        )
        self.compiler = self.env["sunumarche.question.language"]._compiler(self.focus)
        self.errors: dict[int, str] = {}
        self.rules = self._get_rules()

    def _get_rules(self) -> dict[int, tuple[Domain, Domain]]:
        """Segment id -> (who may be meant, who meets the rule), where it is readable.

        Many rules share the first domain, as "customers".
        """
        rules = {one.id: self._try_rule(one) for one in self.segments}
        return {one: rule for one, rule in rules.items() if rule is not None}

    def _try_rule(self, segment) -> tuple[Domain, Domain] | None:
        """The rule of a segment; None when its owner may not read it."""
        try:
            if not segment.user_id.active:
                raise UserError(self.env._("Its owner has left."))
            if segment.company_id not in segment.user_id.company_ids:
                raise UserError(self.env._("Its owner does not work in its company."))
            everybody, domain = self._get_rule(segment)
        except (UserError, ValidationError, AccessError) as refusal:
            self.errors[segment.id] = str(refusal)
            return None
        if segment.agency_id:
            domain &= Domain("agency_id", "child_of", segment.agency_id.ids)
        return everybody, domain

    def sql_masks(self, bits: dict[int, int], earlier: dict[int, list[int]]) -> SQL:
        """One row for each contact that meets at least one rule.

        :param bits: segment id -> its bit
        :param earlier: segment id -> segments of its axis that were computed before
        """
        if not self.rules:
            return SQL("SELECT NULL::integer, 0::bigint WHERE false")
        partners = self.env["res.partner"]
        focus = Domain.TRUE
        if self.focus is not None:
            focus = Domain("id", "in", self.focus)
        query = partners._search(focus)
        groups: dict[Domain, list[SQL]] = {}
        for segment_id, (everybody, domain) in self.rules.items():
            if before := earlier.get(segment_id):
                domain &= Domain("id", "not in", self._sql_current(before))
            bit = SQL("%s::bigint", bits[segment_id])
            case = self._sql_case(domain, bit, partners, query)
            groups.setdefault(everybody, []).append(case)
        cases = [
            self._sql_case(
                everybody, SQL("(%s)", SQL(" | ").join(inside)), partners, query
            )
            for everybody, inside in groups.items()
        ]
        mask = SQL(" | ").join(cases) if cases else SQL("0::bigint")
        # OFFSET 0: the mask is computed once, not again where it is compared.
        return SQL(
            """
            SELECT partner_id, mask
              FROM (%s OFFSET 0) evaluated (partner_id, mask)
             WHERE mask <> 0
            """,
            query.select(SQL.identifier(partners._table, "id"), mask),
        )

    def _sql_case(self, domain: Domain, bits: SQL, partners, query) -> SQL:
        """``bits`` where the contact meets ``domain``, else 0."""
        if domain.is_true():
            return bits
        condition = self.compiler.sql_condition(
            domain, partners, partners._table, query
        )
        return SQL("CASE WHEN %s THEN %s ELSE 0 END", condition, bits)

    def _get_rule(self, segment) -> tuple[Domain, Domain]:
        if segment.kind == "question":
            return self._get_question_rule(segment)
        if segment.kind == "rest":
            return Domain("is_customer", "=", True), Domain.TRUE
        return Domain.TRUE, getattr(self, f"_get_{segment.kind}_domain")(segment)

    def _get_question_rule(self, segment):
        language = self.env["sunumarche.question.language"]
        question = language._read(segment.definition)
        target = self.compiler.catalogue.objects[question.object]
        domain = Domain.TRUE
        if question.where:
            domain = self.compiler.compile_node(question.where, target)
        return Domain(list(target.domain)), domain

    def _sql_current(self, segment_ids) -> SQL:
        return sql_current_members(segment_ids, self.focus)

    def _get_list_domain(self, segment):
        return Domain(
            "id",
            "in",
            SQL(
                """
                (SELECT chosen.partner_id
                   FROM sunumarche_segment_partner_rel chosen
                  WHERE chosen.segment_id = %s)
                """,
                segment.id,
            ),
        )

    def _get_class_domain(self, segment):
        return Domain("customer_rfm_class_id", "in", segment.rfm_class_ids.ids)

    def _get_combination_domain(self, segment):
        domain = Domain.FALSE
        for line in segment.line_ids:
            members = Domain("id", "in", self._sql_current(line.component_id.ids))
            if line.operator == "union":
                domain |= members
            elif line.operator == "intersection":
                domain = domain & members if line != segment.line_ids[0] else members
            elif line != segment.line_ids[0]:
                domain &= ~members
        return domain
