from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

CONTACTS_SHOWN = 200


class LetterPrint(models.TransientModel):
    """One print of a letter: for whom, and what differs from print to print."""

    _name = "sunumarche.letter.print"
    _description = "Print of a letter"

    template_id = fields.Many2one(
        "sunumarche.letter.template", string="Letter", required=True
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="Contacts",
        required=True,
        default=lambda self: self._default_partner_ids(),
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    amount = fields.Monetary(
        help="Replaces {{amount}} in the letters, in figures, and {{amount|words}}, in "
        "words: the value of a voucher, for instance."
    )
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id
    )
    recipient_count = fields.Integer(string="Letters", compute="_compute_recipients")
    refused_count = fields.Integer(
        string="Contacts without a letter", compute="_compute_recipients"
    )
    refusals = fields.Html(
        compute="_compute_recipients", help="The contacts who get no letter, and why."
    )

    @api.model
    def _default_partner_ids(self):
        if self.env.context.get("active_model") != "res.partner":
            return []
        return self.env.context.get("active_ids", [])

    @api.depends("partner_ids")
    def _compute_recipients(self):
        for wizard in self:
            recipients, refused = wizard._get_contacts()._split_letter_recipients()
            wizard.recipient_count = len(recipients)
            wizard.refused_count = len(refused)
            wizard.refusals = wizard._list_refusals(refused)

    def _get_contacts(self):
        """Return the contacts asked for; to be extended with what decides on them."""
        return self.partner_ids

    def _list_refusals(self, refused):
        if not refused:
            return False
        lines = Markup().join(
            Markup("<li>%s: %s</li>") % (partner.display_name, reason)
            for partner, reason in refused[:CONTACTS_SHOWN]
        )
        return Markup("<ul>%s</ul>") % lines

    def action_print(self):
        """Print the letters, one a page or more, in one PDF."""
        self.ensure_one()
        if not self.recipient_count:
            raise UserError(
                self.env._("None of these contacts can get a letter: see the reasons.")
            )
        report = self.env.ref("sunumarche_letter.letter_print_report")
        return report.report_action(self, config=False)

    def _get_letters(self):
        """Yield the letters of this print: the contact and the parts of his letter."""
        self.ensure_one()
        options = {
            "date": self.date,
            "amount": self.amount,
            "currency": self.currency_id,
        }
        recipients, _refused = self._get_contacts()._split_letter_recipients()
        for partner in recipients:
            yield partner, self.template_id._get_letter(partner, options)
