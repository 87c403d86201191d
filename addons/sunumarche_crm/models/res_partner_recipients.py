from odoo import api, models
from odoo.exceptions import AccessError


class ResPartnerRecipients(models.Model):
    _inherit = "res.partner"

    @api.model
    def _refuse_strangers(self, partner_ids, known_ids=()):
        """Refuse to write to, or to invite, contacts whom the user may not see.

        One who does not exist is refused in the same words: the answer tells nothing.

        :param known_ids: who is reached already by what the user may see
        """
        if self.env.su or not partner_ids:
            return
        asked = set(self.browse(partner_ids).ids) - set(known_ids)
        everybody = self.with_context(active_test=False)
        if asked and everybody.search_count([("id", "in", list(asked))]) < len(asked):
            raise AccessError(
                self.env._("Some of these contacts are not yours to see.")
            )
