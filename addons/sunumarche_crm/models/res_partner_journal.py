from odoo import models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "sunumarche.journal.mixin"]

    def _get_journal_fields(self):
        names = ("property_payment_term_id", "property_product_pricelist")
        return super()._get_journal_fields() | dict.fromkeys(names, "payment_term")

    def _filter_journalled(self):
        """Not the contacts of a company: their terms follow the company's."""
        return self.filtered(lambda partner: partner.commercial_partner_id == partner)
