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

    @api.model
    def _refresh_each(self, refresh_class, process):
        """Call ``process(company)`` for every company, one a transaction, in a cron.

        :param refresh_class: whose lock each transaction takes; another worker that
            holds it ends the run
        """
        companies = self.search([])  # pylint: disable=no-search-all
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            if not refresh_class.acquire_lock(self.env):
                return
            process(company)
            if not cron._commit_progress(1):
                return

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        # sudo: sunumarche.rfm.policy - each company starts with the shipped policy,
        # whoever creates it
        policies = self.env["sunumarche.rfm.policy"].sudo()
        for company in companies:
            policies._get_policy(company)
        return companies
