from odoo import api, fields, models

from ..engine.phone_number import read_phone
from ..engine.written_values import read_written


class MailingContact(models.Model):
    """A subscriber, who may be a customer already."""

    _name = "mailing.contact"
    _inherit = [
        "mailing.contact",
        "sunumarche.common.key.mixin",
        "sunumarche.customer.record",
    ]
    _customer_scope = None

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        help="The customer who is this subscriber, by address or number.",
    )

    phone_sanitized = fields.Char(index="btree_not_null")

    @api.model
    def _get_common_key_fields(self):
        return super()._get_common_key_fields() | {"phone": ["phone_sanitized"]}

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._keep_number(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._keep_number(vals))

    @api.model
    def _keep_number(self, vals):
        if not vals.get("mobile"):
            return vals
        country_id = read_written(self, vals, "country_id")
        country = self.env["res.country"].browse(country_id)
        if not country and len(self.country_id) == 1:
            country = self.country_id
        regions = self.env["res.partner"]._get_phone_regions(country)
        return {**vals, "mobile": read_phone(str(vals["mobile"]), regions).stored}

    def action_link_customer(self):
        """Link the subscriber to the customer who has its address or number."""
        return self._link_known_customer()

    def _erase_person(self, person):
        self.unlink()
