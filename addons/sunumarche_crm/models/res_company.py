from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    purchase_history_cutover_date = fields.Date(
        string="Cut-over Date",
        help="First day of the invoices made in Odoo. Imported purchases count before "
        "it, invoices from it on, so that nothing counts twice. Empty: all of both.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        # sudo: sunumarche.rfm.policy - each company starts with the shipped policy,
        # whoever creates it
        policies = self.env["sunumarche.rfm.policy"].sudo()
        for company in companies:
            policies._get_policy(company)
        return companies
