from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Which words of the consent ledger a user reaches beside his customers'."""

    _inherit = "res.users"

    def _get_own_words_domain(self):
        """What he recorded of an address that is no contact's: of a lead's."""
        return Domain("partner_id", "=", False) & Domain("user_id", "=", self.id)
