from odoo import api, models


class IrModelData(models.Model):
    _inherit = "ir.model.data"

    @api.model
    def _process_end(self, modules):
        """Look again at the end of an installation from the command line.

        There only ``base`` is loaded while Odoo chooses what installs itself, so that
        ``button_install`` is core's.
        """
        result = super()._process_end(modules)
        module = self.env["ir.module.module"]
        if set(modules) & set(module._get_callers()):
            module._remove_callers()
        return result
