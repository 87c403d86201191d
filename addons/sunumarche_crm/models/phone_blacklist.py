from odoo import api, models


class PhoneBlacklist(models.Model):
    """A number that gets no SMS: its person said no to everything by SMS."""

    _name = "phone.blacklist"
    _inherit = ["phone.blacklist", "sunumarche.block.list.mixin"]

    @api.model
    def _get_block_list_kind(self):
        return "sms", "number"
