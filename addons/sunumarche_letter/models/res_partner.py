from odoo import models


class ResPartner(models.Model):
    """A contact, who may get letters."""

    _inherit = "res.partner"

    def _get_letter_refusal(self):
        """Return why this contact gets no letter, in words, or nothing.

        To be extended: who withdrew his consent to post is refused as well.
        """
        self.ensure_one()
        if not (self.street or self.street2) or not (self.city or self.zip):
            return self.env._("no complete postal address")
        return ""

    def _get_letter_household(self):
        """Return what contacts of one household have in common.

        To be extended by who knows households; here each contact is his own.
        """
        self.ensure_one()
        return self.id

    def _split_letter_recipients(self):
        """Return who gets a letter, one of each household, and who is refused.

        :return: contacts, and pairs (contact, reason)
        """
        recipients, refused, households = self.browse(), [], set()
        for partner in self:
            reason = partner._get_letter_refusal()
            if reason:
                refused.append((partner, reason))
                continue
            household = partner._get_letter_household()
            if household not in households:
                households.add(household)
                recipients += partner
        return recipients, refused
