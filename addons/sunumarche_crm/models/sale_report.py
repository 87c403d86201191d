from odoo import fields, models


class SaleReport(models.Model):
    _inherit = "sale.report"

    agency_id = fields.Many2one("sunumarche.agency", readonly=True)

    def _select_additional_fields(self):
        return {**super()._select_additional_fields(), "agency_id": "s.agency_id"}

    def _group_by_sale(self):
        return f"{super()._group_by_sale()}, s.agency_id"
