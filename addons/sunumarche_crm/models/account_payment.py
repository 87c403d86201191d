from odoo import models


class AccountPayment(models.Model):
    """Payments stay, as the entries that they are."""

    _name = "account.payment"
    _inherit = ["account.payment", "sunumarche.customer.record"]
    _customer_scope = None
    _customer_is_named = True

    def _get_kept_for_law(self, since):
        return self

    def _erase_person(self, person):
        """They say no more of the person than the card does."""
