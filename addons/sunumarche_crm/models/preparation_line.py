from odoo import fields, models
from odoo.tools import SQL


class PreparationLine(models.Model):
    """What the workshop still has to prepare: one row per line of a confirmed order.

    Goods only, as long as less than the ordered quantity is delivered. There is neither
    a customer nor a price on it, for people who may read neither. Read-only.
    """

    _name = "sunumarche.preparation.line"
    _description = "Line to Prepare"
    _order = "promised_date, order_reference, id"
    _rec_name = "product_id"
    _auto = False

    order_reference = fields.Char(string="Order", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    quantity_ordered = fields.Float(
        string="Ordered", digits="Product Unit", readonly=True
    )
    quantity_delivered = fields.Float(
        string="Delivered", digits="Product Unit", readonly=True
    )
    quantity_to_prepare = fields.Float(
        string="To Prepare",
        digits="Product Unit",
        readonly=True,
        help="In the unit of the order's line.",
    )
    product_uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True)
    promised_date = fields.Date(
        readonly=True,
        help="The delivery date agreed on the order or, failing that, the day of the "
        "order plus the product's lead time.",
    )
    days_late = fields.Integer(
        readonly=True,
        aggregator="max",
        help="Days since the promised date; 0 when it is still to come.",
    )
    company_id = fields.Many2one("res.company", readonly=True)

    _depends = {
        "product.product": ["product_tmpl_id"],
        "product.template": ["type"],
        "sale.order": ["commitment_date", "date_order", "name", "state"],
        "sale.order.line": [
            "company_id",
            "customer_lead",
            "is_expense",
            "order_id",
            "product_id",
            "product_uom_id",
            "product_uom_qty",
            "qty_delivered",
        ],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT line.id,
                   sale.name AS order_reference,
                   line.product_id,
                   line.product_uom_qty AS quantity_ordered,
                   line.qty_delivered AS quantity_delivered,
                   line.product_uom_qty - line.qty_delivered AS quantity_to_prepare,
                   line.product_uom_id,
                   promise.day AS promised_date,
                   GREATEST(%(today)s - promise.day, 0) AS days_late,
                   line.company_id
              FROM sale_order_line line
              JOIN sale_order sale ON sale.id = line.order_id
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
        CROSS JOIN LATERAL (
                       SELECT (COALESCE(
                                   sale.commitment_date,
                                   sale.date_order
                                       + line.customer_lead * INTERVAL '1 day'
                               ) AT TIME ZONE 'UTC' AT TIME ZONE %(time_zone)s)::date
                   ) promise (day)
             WHERE sale.state = 'sale'
               AND template.type = 'consu'
               AND line.is_expense IS NOT TRUE
               AND line.product_uom_qty > line.qty_delivered
            """,
            today=fields.Date.context_today(self),
            time_zone=str(self.env.tz),
        )
