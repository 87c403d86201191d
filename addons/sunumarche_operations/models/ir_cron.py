from odoo import models

from .watch_alert import Problem


class IrCron(models.Model):
    _inherit = "ir.cron"

    def _notify_admin(self, message):
        """Mail it too: core says in a channel that it gave a scheduled action up."""
        result = super()._notify_admin(message)
        watch = self.env["sunumarche.watch"]
        address = "/odoo/action-base.ir_cron_act"
        for user in watch._get_administrators():
            watch._mail(user, Problem("cron", message, address, ""))
        return result
