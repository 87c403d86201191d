from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell administrators, as their page is loaded, what does not run well."""
        info = super().session_info()
        if self.env.user._is_system():
            info["operations_problems"] = [
                {"text": problem.text, "address": problem.address}
                for problem in self.env["sunumarche.watch"]._get_problems()
            ]
        return info
