from odoo import api, fields, models

from ..engine.phone_number import show_phone


class ContactPoint(models.Model):
    """A further number or address of a contact, beside those on his card.

    A card has room for two numbers and two addresses; whoever has more, as after a
    merge, is known by the others too.
    """

    _name = "sunumarche.contact.point"
    _inherit = ["sunumarche.customer.record"]
    _description = "Other Number or Address"
    _order = "kind, id"
    _rec_name = "value"

    partner_id = fields.Many2one(
        "res.partner", string="Contact", required=True, index=True, ondelete="cascade"
    )
    value = fields.Char(string="Number or Address", required=True)
    kind = fields.Selection(
        [("email", "E-mail"), ("phone", "Phone")], compute="_compute_kind", store=True
    )
    key = fields.Char(
        compute="_compute_key",
        store=True,
        index="btree_not_null",
        export_string_translation=False,
    )

    _value_uniq = models.Constraint(
        "UNIQUE (partner_id, value)", "This contact has this number or address already."
    )

    @api.depends("value")
    def _compute_kind(self):
        for point in self:
            point.kind = "email" if "@" in (point.value or "") else "phone"

    @api.depends("value", "partner_id.country_id")
    def _compute_key(self):
        keys = self.env["sunumarche.common.key"]
        for point in self:
            if point.kind == "email":
                point.key = keys._get_email_key(point.value)
            else:
                country = point.partner_id.country_id
                point.key = keys._get_phone_key(point.value, country)

    @api.depends("value", "key")
    @api.depends_context("company")
    def _compute_display_name(self):
        home = self.env["res.partner"]._get_home_country()
        for point in self:
            is_number = point.kind == "phone" and point.key
            point.display_name = (
                show_phone(point.key, home) if is_number else point.value
            )

    def _erase_person(self, person):
        self.unlink()
