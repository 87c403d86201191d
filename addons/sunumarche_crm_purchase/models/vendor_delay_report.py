from odoo import fields, models


class VendorDelayReport(models.Model):
    """How punctual vendors are, which belongs to the company that ordered."""

    _inherit = "vendor.delay.report"

    # A column of core's view that it has no field for.
    purchase_line_id = fields.Many2one(
        "purchase.order.line", readonly=True, export_string_translation=False
    )
