from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.person_texts import get_typed_texts
from ..engine.person_words import SAME_PERSON

# What of a card is the person's own beside its texts.
PERSONAL = (
    "birthdate",
    "profession_id",
    "preferred_channel",
    "preferred_moment",
    "image_1920",
    "category_id",
    "partner_latitude",
    "partner_longitude",
)


class ResPartner(models.Model):
    """A contact who may ask what is held on him, or to be erased."""

    _inherit = "res.partner"

    def action_person_file(self):
        """Open the form that puts together everything held on this person."""
        return self._open_person_form(
            "sunumarche.person.file", self.env._("Everything held on this person")
        )

    def action_person_erasure(self):
        """Open the form that says what an erasure removes and keeps."""
        return self._open_person_form(
            "sunumarche.person.erasure", self.env._("Erase this person")
        )

    def _open_person_form(self, model, name):
        self.ensure_one()
        self.env["sunumarche.person.file"]._check_allowed(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_contact_id": self.id},
            "name": name,
        }

    def _get_same_person(self):
        """Return the cards that are known to be of the same people; extend it."""
        same_person = self.env.ref(SAME_PERSON, raise_if_not_found=False)
        if not same_person:
            return self.browse()
        links = self.env["sunumarche.contact.link"]
        found = links.search(
            Domain("partner_id", "in", self.ids)
            & Domain("type_id", "=", same_person.id)
            & links._get_current_domain(fields.Date.context_today(self))
        )
        return found.other_partner_id

    @api.model
    def _get_personal_fields(self):
        """Return the fields that are emptied when a person is erased; extend it.

        Whatever text somebody may have typed about him, in whichever addon's field.
        """
        return (*PERSONAL, *get_typed_texts(self))
