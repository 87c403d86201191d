from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..engine.cross_sell_refresh import CrossSellRefresh

# Suggestions shown at a time, chosen among so many pairs.
SHOWN = 5
CANDIDATES = 200


class CrossSell(models.Model):
    """Two products that a company's customers buy together more often than by chance.

    One row per company and ordered pair: who buys ``product_id`` also buys
    ``suggested_product_id``. Counted on the invoices of the period set on the company.
    Rows are written by the refresh only.
    """

    _name = "sunumarche.cross.sell"
    _inherit = ["sunumarche.scheduled.mixin"]
    _description = "Products Bought Together"
    _order = "confidence desc, lift desc, id"
    _rec_name = "suggested_product_id"
    _log_access = False
    _computed_by = "sunumarche_crm.ir_cron_cross_sell_refresh"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    product_id = fields.Many2one(
        "product.product",
        string="Who Buys",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    suggested_product_id = fields.Many2one(
        "product.product",
        string="Also Buys",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    basket_count = fields.Integer(
        string="Baskets",
        readonly=True,
        aggregator=None,
        help="Invoices that contain both products.",
    )
    support = fields.Float(
        string="Share of the Baskets",
        digits=(16, 6),
        readonly=True,
        aggregator=None,
        help="Baskets with both products, of all baskets.",
    )
    confidence = fields.Float(
        string="Also Buy It",
        digits=(16, 4),
        readonly=True,
        aggregator=None,
        help="Share of the baskets with the first product that contain the second one "
        "too.",
    )
    lift = fields.Float(
        string="Times More Often",
        digits=(16, 2),
        readonly=True,
        aggregator=None,
        help="How many times more often than in any basket the second product is found "
        "together with the first one. 1: no link.",
    )

    _pair_uniq = models.UniqueIndex(
        "(company_id, product_id, suggested_product_id)",
        "A company has one row a pair of products.",
    )

    @api.model
    def _suggest(self, products, company, limit=SHOWN):
        """Return the best pairs for who has ``products``, one a suggested product.

        The best is the one with the greatest confidence, then lift. Products that he
        has, archived ones, those not for sale and those the user may not read are
        left out.
        """
        if not products:
            return self.browse()
        sellable = Domain([("active", "=", True), ("sale_ok", "=", True)])
        pairs = self.search(
            [
                ("company_id", "=", company.id),
                ("product_id", "in", products.ids),
                ("suggested_product_id", "not in", products.ids),
                ("suggested_product_id", "any", sellable),
            ],
            limit=CANDIDATES,
        )
        best = {}
        for pair in pairs:
            best.setdefault(pair.suggested_product_id, pair)
        return self.concat(*list(best.values())[:limit])

    def action_add_to_order(self):
        """Add the suggested product to the quotation named in the context."""
        self.ensure_one()
        self.check_access("read")
        orders = self.env["sale.order"]
        orders.check_access("write")
        order = orders.browse(self.env.context.get("cross_sell_order_id")).exists()
        order.check_access("write")
        if not order:
            raise UserError(
                self.env._("Save the quotation first, then add the product.")
            )
        if order.state not in ("draft", "sent"):
            raise UserError(
                self.env._(
                    "%s is not a quotation any more: products are added to quotations "
                    "only.",
                    order.name,
                )
            )
        product = self.suggested_product_id
        if not product.active or not product.sale_ok:
            raise UserError(
                self.env._("%s is not sold any more.", product.display_name)
            )
        if product not in order.order_line.product_id:
            order.order_line = [Command.create({"product_id": product.id})]

    @api.model
    def _cron_refresh(self):
        """Count the pairs of every company anew, one company a transaction."""
        self.env["res.company"]._refresh_each(
            CrossSellRefresh, lambda company: CrossSellRefresh(company).run()
        )
