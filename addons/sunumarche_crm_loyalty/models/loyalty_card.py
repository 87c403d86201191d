from odoo import fields, models


class LoyaltyCard(models.Model):
    _name = "loyalty.card"
    _inherit = ["loyalty.card", "sunumarche.customer.record"]

    applied_order_ids = fields.Many2many(
        "sale.order",
        "loyalty_card_sale_order_rel",
        "loyalty_card_id",
        "sale_order_id",
        string="Orders with the Code",
        readonly=True,
        copy=False,
        help="The orders on which somebody typed this card's code.",
    )

    def _erase_person(self, person):
        """Points stay with a card that no longer says who."""
