from odoo import api, fields, models

from ..engine.customer_scope import CustomerScope

CHANGING_GROUPS = "sales_team.group_sale_salesman,account.group_account_invoice"


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = [
        "sale.order",
        "sunumarche.territory.mixin",
        "sunumarche.journal.mixin",
        "sunumarche.amounts.mixin",
        "sunumarche.customer.record",
    ]
    _customer_scope = CustomerScope(("partner_id",), "user_id", "agency_id")
    _customer_is_named = True

    customer_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Customer Account",
        store=True,
        index="btree_not_null",
        help="The person or company whose customer figures the order belongs to, "
        "whichever contact placed it.",
    )
    # How many invoices an order has is no secret to who may read the order, whether or
    # not the invoices are his to open.
    invoice_count = fields.Integer(compute_sudo=True)
    invoice_ids = fields.Many2many(compute_sudo=True)

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Who only reads orders is offered no button that changes one."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            for button in arch.xpath("//header//button[not(@groups)]"):
                if button.get("name") != "action_preview_sale_order":
                    button.set("groups", CHANGING_GROUPS)
        return arch, view

    @api.depends("partner_id", "territory_by_hand")
    def _compute_territory(self):
        """An order stays with the agency that took it, wherever the customer moves."""
        return super()._compute_territory()

    def _get_territory_source(self):
        # sudo: res.partner - the customer decides, also one the user may not read
        return self.partner_id.sudo()

    def _get_journal_fields(self):
        return super()._get_journal_fields() | {"payment_term_id": "payment_term"}

    def _get_kept_for_law(self, since):
        return self.filtered(lambda order: order.state == "sale")

    def _erase_person(self, person):
        """What was offered and sold stays with a card that no longer says who."""
