from odoo import models


class ResPartner(models.Model):
    """A contact, whose household gets one letter."""

    _inherit = "res.partner"

    def _get_letter_household(self):
        """The members of a household have it in common; others are their own."""
        # sudo: sunumarche.household - which contacts live together, to print less;
        # nothing of the household is shown
        household = self.sudo().household_id
        return (
            ("household", household.id)
            if household
            else super()._get_letter_household()
        )

    def _split_letter_recipients(self):
        """The head of a household comes first, so that the letter is his."""
        # sudo: sunumarche.household - as above
        heads = self.filtered(
            lambda partner: partner.sudo().household_id.head_id == partner
        )
        recipients, refused = super(ResPartner, heads | self)._split_letter_recipients()
        return self & recipients, refused
