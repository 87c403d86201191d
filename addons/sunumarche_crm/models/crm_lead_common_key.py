from markupsafe import Markup

from odoo import api, models


class CrmLead(models.Model):
    """A prospect, who may be a customer already."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "sunumarche.common.key.mixin"]

    @api.model
    def _get_common_key_fields(self):
        phones = ["phone_sanitized", "second_phone"]
        return super()._get_common_key_fields() | {"phone": phones}

    def action_link_customer(self):
        """Link the lead to the customer who has its address or number."""
        return self._link_known_customer()

    def _link_customer(self, customer):
        """Link, after the customer's card got what it lacked.

        What the card says otherwise would be lost, as the lead takes over the
        customer's address and number: a note keeps it.
        """
        left = list(self._carry_card(customer)) if customer.has_access("write") else []
        told = [
            Markup("%s: %s") % (self._fields[name]._description_string(self.env), value)
            for name in left or ("phone", "email_from")
            if (value := self[name])
        ]
        result = super()._link_customer(customer)
        if told:
            text = self.env._("Before it was linked, this opportunity had:")
            self._message_log(
                body=Markup("%s<br/>%s") % (text, Markup("<br/>").join(told))
            )
        return result
