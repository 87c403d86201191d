from odoo import fields, models

from ..engine.customer_scope import CustomerScope


class SaleReport(models.Model):
    _name = "sale.report"
    _inherit = ["sale.report", "sunumarche.customer.record"]
    _customer_scope = CustomerScope(("partner_id",), "user_id", "agency_id")
    _customer_is_figure = True
    _customer_is_shown = False

    agency_id = fields.Many2one("sunumarche.agency", readonly=True)

    def _select_additional_fields(self):
        return {**super()._select_additional_fields(), "agency_id": "s.agency_id"}

    def _group_by_sale(self):
        return f"{super()._group_by_sale()}, s.agency_id"
