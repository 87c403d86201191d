from odoo import models


class MailThreadPhone(models.AbstractModel):
    _inherit = "mail.thread.phone"

    def _compute_blacklisted(self):
        """Say it of the main number; core says it of the field that comes last."""
        result = super()._compute_blacklisted()
        main = next(iter(self._phone_get_number_fields()), False)
        for record in self:
            record.phone_blacklisted = (
                record.phone_sanitized_blacklisted
                and record._phone_format(fname=main) == record.phone_sanitized
            )
        return result
