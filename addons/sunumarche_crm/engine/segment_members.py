"""Who meets the rules of segments: one statement for a batch of them."""

from collections.abc import Collection

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL


def sql_current_members(segment_ids: Collection[int]) -> SQL:
    """The contacts in any of these segments now."""
    return SQL(
        """
        (SELECT membership.partner_id
           FROM sunumarche_segment_membership membership
          WHERE membership.segment_id = ANY(%s) AND membership.date_left IS NULL)
        """,
        list(segment_ids),
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

    def get_domains(self) -> dict[int, Domain]:
        """Segment id -> the domain of those who meet its rule, where it can be read."""
        domains = {one.id: self._try_domain(one) for one in self.segments}
        return {one: domain for one, domain in domains.items() if domain is not None}

    def _try_domain(self, segment) -> Domain | None:
        """The domain of a segment; None when its owner may not read its rule."""
        try:
            if not segment.user_id.active:
                raise UserError(self.env._("Its owner has left."))
            return self._get_domain(segment)
        except (UserError, ValidationError, AccessError) as refusal:
            self.errors[segment.id] = str(refusal)
            return None

    def sql_masks(self, bits: dict[int, int], earlier: dict[int, list[int]]) -> SQL:
        """One row for each contact that meets at least one rule.

        :param bits: segment id -> its bit
        :param earlier: segment id -> segments of its axis that were computed before
        """
        partners = self.env["res.partner"]
        everybody = Domain.TRUE
        if self.focus is not None:
            everybody = Domain("id", "in", self.focus)
        query = partners._search(everybody)
        cases = []
        for segment_id, domain in self.get_domains().items():
            if before := earlier.get(segment_id):
                domain &= Domain("id", "not in", sql_current_members(before))
            condition = self.compiler.sql_condition(
                domain, partners, partners._table, query
            )
            cases.append(
                SQL(
                    "CASE WHEN %s THEN %s::bigint ELSE 0 END",
                    condition,
                    bits[segment_id],
                )
            )
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

    def _get_domain(self, segment) -> Domain:
        domain = getattr(self, f"_get_{segment.kind}_domain")(segment)
        if segment.agency_id:
            domain &= Domain("agency_id", "child_of", segment.agency_id.ids)
        return domain

    def _get_question_domain(self, segment):
        language = self.env["sunumarche.question.language"]
        question = language._read(segment.definition)
        target = self.compiler.catalogue.objects[question.object]
        return self.compiler.compile_object(target, question.where)

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
            members = Domain("id", "in", sql_current_members(line.component_id.ids))
            if line.operator == "union":
                domain |= members
            elif line.operator == "intersection":
                domain = domain & members if line != segment.line_ids[0] else members
            elif line != segment.line_ids[0]:
                domain &= ~members
        return domain

    def _get_rest_domain(self, segment):
        return Domain("is_customer", "=", True)
