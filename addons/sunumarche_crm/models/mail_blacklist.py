from odoo import api, models


class MailBlacklist(models.Model):
    """An address that gets no mailing: its person said no to everything by e-mail."""

    _name = "mail.blacklist"
    _inherit = ["mail.blacklist", "sunumarche.block.list.mixin"]

    @api.model
    def _get_block_list_kind(self):
        return "email", "email"
