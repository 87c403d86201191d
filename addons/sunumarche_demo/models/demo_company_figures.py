from odoo import models

from odoo.addons.sunumarche_crm.engine.customer_refresh import CustomerRefresh
from odoo.addons.sunumarche_crm.engine.customer_snapshots import CustomerSnapshots


class DemoCompany(models.AbstractModel):
    _inherit = "sunumarche.demo.company"

    def _refresh_figures(self):
        """Indicators of today, the snapshot of each month, the classes' past."""
        company = self.env.company
        CustomerRefresh(company).run()
        for month in CustomerSnapshots.get_stale_months(company):
            CustomerSnapshots.rebuild(company, month)
        self.env["sunumarche.customer.indicator"]._rebuild_company(company)
        history = self.env["sunumarche.rfm.history"]
        if hasattr(history, "_seed_from_snapshots"):
            history._seed_from_snapshots(company)
