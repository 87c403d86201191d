from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell administrators, as their page is loaded, what does not run well."""
        info = super().session_info()
        if self.env.user._is_system():
            info["operations_problem"] = self.env[
                "sunumarche.backup.run"
            ]._get_problem()
        return info
