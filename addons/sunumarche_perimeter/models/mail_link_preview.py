from odoo import models


class MailLinkPreview(models.Model):
    _inherit = "mail.link.preview"

    def _is_link_preview_enabled(self):
        """Fetch the pages that messages name only if somebody allowed it.

        Core does it until a parameter forbids it: a customer's mail could make the
        server open any address.
        """
        # sudo: whoever reads the message, the administrator's settings decide
        parameters = self.env["ir.config_parameter"].sudo()
        allowed = parameters.get_param("mail.link_preview_throttle")
        return bool(allowed) and super()._is_link_preview_enabled()
