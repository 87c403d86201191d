from odoo import api, fields, models


class MergeWizardLine(models.TransientModel):
    """One field in which the contacts differ, and whose value the card keeps."""

    _name = "sunumarche.merge.wizard.line"
    _description = "Field of Contacts to Merge"

    wizard_id = fields.Many2one(
        "sunumarche.merge.wizard", required=True, ondelete="cascade", index=True
    )
    partner_ids = fields.Many2many(related="wizard_id.partner_ids")
    field_name = fields.Char(
        required=True, readonly=True, export_string_translation=False
    )
    label = fields.Char(string="Field", readonly=True)
    source_id = fields.Many2one(
        "res.partner",
        string="Take From",
        required=True,
        domain="[('id', 'in', partner_ids)]",
    )
    value = fields.Char(string="Value Kept", compute="_compute_value")

    @api.depends("source_id", "field_name")
    @api.depends_context("lang")
    def _compute_value(self):
        for line in self:
            line.value = line.wizard_id._get_text(line.source_id, line.field_name)
