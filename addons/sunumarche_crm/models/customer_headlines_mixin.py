from odoo import api, fields, models

READERS = "sunumarche_crm.group_customer_figures"


class CustomerHeadlinesMixin(models.AbstractModel):
    """A document on which one reads the three things to know of its customer."""

    _name = "sunumarche.customer.headlines.mixin"
    _description = "Three Things to Know of a Customer"

    customer_headlines = fields.Json(
        string="To Know",
        compute="_compute_customer_headlines",
        groups=READERS,
        export_string_translation=False,
    )

    @api.depends(
        lambda self: ["partner_id"] if "partner_id" in self._fields else ["name"]
    )
    @api.depends_context("company", "uid", "lang")
    def _compute_customer_headlines(self):
        cards = self.env["sunumarche.customer.card"]
        for record in self:
            partner = record._get_headlines_partner()._origin._filtered_access("read")
            record.customer_headlines = partner and {
                "partner_id": partner.id,
                "headlines": cards._get_headlines(partner),
            }

    def _get_headlines_partner(self):
        """Return the contact whom the headlines are about."""
        self.ensure_one()
        return self.partner_id
