from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.customer_account import HAS_BOUGHT
from ..engine.segment_explainer import SegmentExplainer

FIGURE_READERS = "sunumarche_crm.group_customer_figures"


class ResPartner(models.Model):
    """Which segments a contact belongs to, and whether it is a customer."""

    _inherit = "res.partner"

    is_customer = fields.Boolean(
        string="Customer",
        compute="_compute_is_customer",
        search="_search_is_customer",
        help="A person or company of its own that bought something, in Odoo or before, "
        "or that somebody chose as a customer.",
    )
    customer_order_ids = fields.One2many(
        "sale.order", "customer_id", string="Orders of the Customer"
    )
    customer_lead_ids = fields.One2many(
        "crm.lead", "customer_id", string="Opportunities of the Customer"
    )
    customer_document_ids = fields.One2many(
        "account.move",
        "commercial_partner_id",
        string="Invoices and Credit Notes",
        domain=[
            ("state", "=", "posted"),
            ("move_type", "in", ("out_invoice", "out_refund")),
        ],
    )
    customer_invoice_ids = fields.One2many(
        "account.move",
        "commercial_partner_id",
        string="Posted Invoices",
        domain=[("state", "=", "posted"), ("move_type", "=", "out_invoice")],
    )
    customer_credit_note_ids = fields.One2many(
        "account.move",
        "commercial_partner_id",
        string="Posted Credit Notes",
        domain=[("state", "=", "posted"), ("move_type", "=", "out_refund")],
    )
    customer_mailing_trace_ids = fields.One2many(
        "mailing.trace", "customer_id", string="Mailings Received"
    )
    customer_purchase_history_ids = fields.One2many(
        "sunumarche.purchase.history",
        "commercial_partner_id",
        string="Imported Purchases",
        domain=[("kind", "=", "purchase")],
    )
    segment_membership_ids = fields.One2many(
        "sunumarche.segment.membership",
        "partner_id",
        string="Segment History",
        groups=FIGURE_READERS,
    )
    segment_ids = fields.Many2many(
        "sunumarche.segment",
        string="Segments",
        compute="_compute_segment_ids",
        search="_search_segment_ids",
        groups=FIGURE_READERS,
        help="The segments that the customer belongs to now.",
    )

    @api.depends("customer_rank", "parent_id", "is_company")
    def _compute_is_customer(self):
        customers = self.with_context(active_test=False).search(
            [("id", "in", self.ids), ("is_customer", "=", True)]
        )
        for partner in self:
            partner.is_customer = partner._origin in customers

    @api.model
    def _search_is_customer(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        alone = Domain("parent_id", "=", False) | Domain("is_company", "=", True)
        return alone & HAS_BOUGHT

    @api.depends("segment_membership_ids.date_left")
    def _compute_segment_ids(self):
        memberships = self.env["sunumarche.segment.membership"].search_fetch(
            [("partner_id", "in", self.ids), ("date_left", "=", False)],
            ["partner_id", "segment_id"],
        )
        by_partner = memberships.grouped("partner_id")
        for partner in self:
            found = by_partner.get(partner._origin, memberships.browse())
            partner.segment_ids = found.segment_id

    def _get_current_segments(self):
        """Contact id -> segments of its customer, in the current company.

        For prices and programmes, which are called as superuser: what a customer is
        entitled to does not depend on who sells to him.
        """
        memberships = self.env["sunumarche.segment.membership"].search_fetch(
            [
                ("partner_id", "in", self.commercial_partner_id.ids),
                ("company_id", "=", self.env.company.id),
                ("date_left", "=", False),
            ],
            ["partner_id", "segment_id"],
        )
        by_partner = memberships.grouped("partner_id")
        nobody = memberships.browse()
        return {
            partner.id: by_partner.get(partner.commercial_partner_id, nobody).segment_id
            for partner in self
        }

    @api.model
    def _search_segment_ids(self, operator, value):
        """Reach the segments through the open memberships."""
        if operator.startswith("not"):
            return NotImplemented
        now = Domain("date_left", "=", False)
        if operator == "in":
            ids = [one for one in value if one]
            found = Domain(
                "segment_membership_ids", "any", now & Domain("segment_id", "in", ids)
            )
            if False in value:
                found |= Domain("segment_membership_ids", "not any", now)
            return found
        return Domain(
            "segment_membership_ids", "any", now & Domain("segment_id", operator, value)
        )

    def action_explain_segments(self):
        """Why the customer belongs to each segment, or does not.

        :return: one explanation a segment, see ``SegmentExplainer``
        """
        self.ensure_one()
        self.check_access("read")
        self.env["sunumarche.segment"].check_access("read")
        customer = self.commercial_partner_id
        return SegmentExplainer(self.env, customer.ids).explain()[customer.id]
