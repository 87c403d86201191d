from odoo import api, fields, models
from odoo.tools import config

from ..engine.callers import CALLERS


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    is_caller_wanted = fields.Boolean(
        "May call out",
        readonly=True,
        help="Somebody asked for this module by name, although it talks to a service on"
        " the internet. Without that it does not install itself.",
    )

    @api.model
    def _get_callers(self):
        """Return the names of the modules that never come by themselves."""
        return list(CALLERS)

    def button_install(self):
        """What calls out comes when it is asked for, not along with something else."""
        named = self | self.upstream_dependencies()
        callers = named.filtered(lambda module: module.name in self._get_callers())
        callers.is_caller_wanted = True
        result = super().button_install()
        self._get_unwanted_callers(["to install"])._leave_out()
        return result

    def _leave_out(self):
        """Do not install these after all, nor what installs itself on top of them."""
        waiting = (self | self.downstream_dependencies()).filtered(
            lambda module: module.state == "to install"
        )
        waiting.write({"state": "uninstalled"})

    @api.model
    def _get_unwanted_callers(self, states):
        return self.search(
            [
                ("name", "in", self._get_callers()),
                ("name", "not in", list(config["init"] or ())),
                ("is_caller_wanted", "=", False),
                ("state", "in", states),
            ]
        )

    @api.model
    def _remove_callers(self):
        """Take away what came by itself: Odoo does it at the end of its loading."""
        present = self._get_unwanted_callers(["installed", "to upgrade"])
        if present:
            present.button_uninstall()
