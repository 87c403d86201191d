from odoo import fields, models

READERS = "sunumarche_crm.group_customer_figures"


class ResPartner(models.Model):
    _inherit = "res.partner"

    customer_file_ids = fields.One2many(
        "sunumarche.customer.document",
        "partner_id",
        string="Documents of the File",
        groups=READERS,
    )
    account_partner_ids = fields.One2many(
        "sunumarche.contact.link",
        "partner_id",
        string="Partners of the Account",
        domain=[("type_id.is_account_partner", "=", True)],
        groups=READERS,
    )
