from odoo import models


class ResPartnerBank(models.Model):
    """A person's accounts lose their number, unless a payment or entry names it.

    Core never deletes an account: it archives it.
    """

    _name = "res.partner.bank"
    _inherit = ["res.partner.bank", "sunumarche.customer.record"]
    _customer_scope = None

    def _erase_person(self, person):
        named = self.browse()
        for name in ("account.payment", "account.move"):
            documents = self.env[name].search([("partner_bank_id", "in", self.ids)])
            named |= documents.partner_bank_id
        for account in self - named:
            number = self.env._("Erased account %s", account.id)
            account.write({"acc_number": number, "acc_holder_name": False})
        self.active = False
