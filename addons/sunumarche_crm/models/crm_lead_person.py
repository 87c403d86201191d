from odoo import models

# What a lead says of the person.
PERSONAL = (
    "email_from",
    "email_cc",
    "phone",
    "second_phone",
    "contact_name",
    "firstname",
    "lastname",
    "partner_name",
    "birthdate",
    "profession_id",
    "preferred_channel",
    "preferred_moment",
    "function",
    "website",
    "description",
    "street",
    "street2",
    "zip",
    "city",
)


class CrmLead(models.Model):
    """What becomes of a lead when its person is erased."""

    _inherit = "crm.lead"

    def _erase_person(self, person):
        for lead in self:
            lead.write(
                {
                    **dict.fromkeys(PERSONAL, False),
                    "name": self.env._("Erased opportunity %s", lead.id),
                    "partner_id": lead.partner_id.id,
                    "active": lead.active and lead.won_status == "won",
                }
            )
            lead.message_ids.unlink()
