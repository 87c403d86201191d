from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..engine.customer_refresh import CustomerRefresh
from ..engine.customer_snapshots import CustomerSnapshots


class CustomerIndicator(models.Model):
    """Rebuilds the figures of whole companies, by night or on demand."""

    _inherit = "sunumarche.customer.indicator"

    @api.model
    def _cron_rebuild(self):
        """Rebuild every company, then the snapshots that no longer fit the ledger.

        By night everything is computed anew, because "the last 12 months", "overdue"
        and the boundaries between scores move with the date; only rows that differ
        are written. One company, and then one month, a transaction.
        """
        companies = self.env["res.company"].search([])  # pylint: disable=no-search-all
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            if self._rebuild_company(company) is None:
                return
            cron._commit_progress(1)
        for company in companies:
            for month in CustomerSnapshots.get_stale_months(company):
                cron._commit_progress(remaining=1)
                CustomerSnapshots.rebuild(company, month)
                if not cron._commit_progress(1):
                    return
            self.env["sunumarche.rfm.history"]._seed_from_snapshots(company)

    @api.model
    def _rebuild_company(self, company):
        """Rebuild one company and its running month.

        :return: what was written to the indicators; None when another worker is
            refreshing at this moment
        """
        if not CustomerRefresh.acquire_lock(self.env):
            return None
        refresh = CustomerRefresh(company)
        report = refresh.run()
        CustomerSnapshots(refresh).write_current()
        return report

    @api.model
    def action_rebuild(self):
        """Compute the figures of the user's companies anew, now."""
        if not self.env.user.has_group("sunumarche_crm.group_administrator"):
            raise AccessError(
                self.env._("Only a CRM administrator can compute all figures anew.")
            )
        for company in self.env.companies:
            if self._rebuild_company(company) is None:
                raise UserError(
                    self.env._(
                        "The figures are being refreshed. Try again in a minute."
                    )
                )
