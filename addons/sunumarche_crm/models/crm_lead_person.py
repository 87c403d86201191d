from odoo import models

from ..engine.person_texts import get_typed_texts

# What a lead says of the person beside its texts.
PERSONAL = ("birthdate", "profession_id", "preferred_channel", "preferred_moment")


class CrmLead(models.Model):
    """What becomes of a lead when its person is erased."""

    _inherit = "crm.lead"

    def _erase_person(self, person):
        emptied = dict.fromkeys((*PERSONAL, *get_typed_texts(self)), False)
        for lead in self:
            lead.write(
                {
                    **emptied,
                    "name": self.env._("Erased opportunity %s", lead.id),
                    "partner_id": lead.partner_id.id,
                    "active": lead.active and lead.won_status == "won",
                }
            )
            lead.message_ids.unlink()
