from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    cross_sell_months = fields.Integer(
        string="Months of Baskets",
        default=24,
        required=True,
        help="What customers buy together is counted on the invoices of so many "
        "months, once a week.",
    )
    cross_sell_min_baskets = fields.Integer(
        string="Least Baskets",
        default=3,
        required=True,
        help="Two products are suggested together once so many invoices contain both.",
    )

    _cross_sell_positive = models.Constraint(
        "CHECK (cross_sell_months > 0 AND cross_sell_min_baskets > 0)",
        "Products bought together: the months and the baskets must be 1 or more.",
    )
