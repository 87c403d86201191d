from odoo import api, models


class LetterPrint(models.TransientModel):
    _inherit = "sunumarche.letter.print"

    @api.depends("template_id.consent_purpose")
    def _compute_recipients(self):
        return super()._compute_recipients()

    def _get_contacts(self):
        purpose = self.template_id.consent_purpose or "prospecting"
        return super()._get_contacts().with_context(letter_purpose=purpose)
