from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.person_erasure import PersonErasure


class PersonErasureWizard(models.TransientModel):
    """A person's request to be erased: what goes, what must stay, and the erasure."""

    _name = "sunumarche.person.erasure"
    _description = "Erase a Person"

    contact_id = fields.Many2one("res.partner", required=True, readonly=True)
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    request = fields.Text(
        required=True,
        help="Who asked, when and how, and how you know that it is this person.",
    )
    confirmation = fields.Char(string="Type the Contact's Name to Confirm")

    @api.depends("contact_id")
    def _compute_preview(self):
        for wizard in self:
            self.env["sunumarche.person.file"]._check_allowed(wizard.contact_id)
            erasure = PersonErasure(wizard.contact_id)
            wizard.preview = self.env["ir.qweb"]._render(
                "sunumarche_crm.person_erasure_preview",
                {
                    "names": erasure.partners.mapped("display_name"),
                    "found": self._count(erasure.found),
                    "kept": self._count(erasure.kept),
                    "is_named": bool(erasure.named),
                },
            )

    @api.model
    def _count(self, found):
        return [
            (self.env["ir.model"]._get(name).name, len(records))
            for name, records in found.items()
        ]

    def action_erase(self):
        """Erase, once the name is typed; it cannot be undone, and is journalled."""
        self.ensure_one()
        partner = self.contact_id
        self.env["sunumarche.person.file"]._check_allowed(partner)
        self._check_erasable(partner)
        typed = (self.confirmation or "").strip()
        if typed.casefold() != partner.name.strip().casefold():
            raise UserError(
                self.env._("Type the name as it stands on the card: %s", partner.name)
            )
        erasure = PersonErasure(partner)
        details = {
            "request": self.request,
            "erased": [
                f"{name}: {count}" for name, count in self._count(erasure.found)
            ],
            "kept": [f"{name}: {count}" for name, count in self._count(erasure.kept)],
        }
        company = partner.company_id
        erasure.run()
        self._journal(partner, company, details)
        self.unlink()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _check_erasable(self, partner):
        if partner.is_company:
            raise UserError(
                self.env._("A company is no person: erase the person at the company.")
            )
        # sudo: res.users - whether the contact is a colleague
        users = partner.sudo().with_context(active_test=False).user_ids
        if any(user._is_internal() for user in users):
            raise UserError(
                self.env._(
                    "%s is a user of the system and cannot be erased.", partner.name
                )
            )

    def _journal(self, partner, company, details):
        """Keep that a person was erased, not who it was."""
        self.env["sunumarche.journal"]._record(
            "personal_data",
            [
                {
                    "model": "res.partner",
                    "res_id": partner.id,
                    "record_name": self.env._("Contact %s", partner.id),
                    "summary": self.env._("A person was erased"),
                    "after": details,
                    "company_id": company.id,
                }
            ],
        )
