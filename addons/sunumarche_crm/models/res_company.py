from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    purchase_history_cutover_date = fields.Date(
        string="Cut-over Date",
        help="First day of the invoices made in Odoo. Imported purchases count before "
        "it, invoices from it on, so that nothing counts twice. Empty: all of both.",
    )

    def write(self, vals):
        """A new cut-over date changes what counts for every customer."""
        result = super().write(vals)
        if "purchase_history_cutover_date" in vals:
            queue = self.env["sunumarche.customer.indicator.queue"]
            for company in self:
                queue._mark_company(company)
        return result

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        # sudo: sunumarche.rfm.policy - each company starts with the shipped policy,
        # whoever creates it
        policies = self.env["sunumarche.rfm.policy"].sudo()
        for company in companies:
            policies._get_policy(company)
        return companies
