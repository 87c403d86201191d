from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_amount, format_date

from ..engine.placeholders import fill, unknown_in


class LetterTemplate(models.Model):
    """A letter to be written to many contacts: its subject and text."""

    _name = "sunumarche.letter.template"
    _description = "Letter"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(string="Letter", required=True)
    active = fields.Boolean(default=True)
    subject = fields.Char(
        translate=True, help="Printed in bold above the text. May hold placeholders."
    )
    body = fields.Html(
        string="Text",
        translate=True,
        required=True,
        sanitize_attributes=True,
        help="{{name}}, {{city}}, {{country}}, {{date}}, {{company}}, {{amount}} and "
        "{{amount|words}} are replaced in each letter. The text is printed in the "
        "contact's language where it is translated.",
    )
    signature = fields.Html(
        translate=True, help="Printed below the text, for instance a name and a role."
    )
    company_id = fields.Many2one(
        "res.company", help="Empty: all companies may print this letter."
    )

    @api.constrains("subject", "body", "signature")
    def _check_placeholders(self):
        known = self._get_letter_values(self.env["res.partner"], {})
        for letter in self:
            text = " ".join(
                filter(None, (letter.subject, letter.body, letter.signature))
            )
            unknown = unknown_in(text, known)
            if unknown:
                raise ValidationError(
                    self.env._(
                        "The letter %(letter)s holds placeholders that mean nothing: "
                        "%(placeholders)s. Correct or remove them.",
                        letter=letter.name,
                        placeholders=", ".join(unknown),
                    )
                )

    @api.model
    def _get_letter_values(self, partner, options):
        """Return what the placeholders stand for: (name, form) to a function.

        To be extended by addons that know more about a contact.

        :param options: ``date``, ``amount`` and ``currency`` of this print
        """
        env, date = self.env, options.get("date") or fields.Date.context_today(self)
        amount = options.get("amount") or 0.0
        currency = options.get("currency") or env.company.currency_id
        currency = currency.with_env(env)
        return {
            ("name", ""): lambda: partner.name or "",
            ("city", ""): lambda: partner.city or "",
            ("country", ""): lambda: partner.country_id.name or "",
            ("company", ""): lambda: env.company.name,
            ("date", ""): lambda: format_date(env, date, date_format="long"),
            ("amount", ""): lambda: format_amount(env, amount, currency),
            ("amount", "words"): lambda: currency.amount_to_text(amount).lower(),
        }

    def _get_letter(self, partner, options):
        """Return the parts of the letter to a contact, in his language."""
        self.ensure_one()
        language = partner.lang or self.env.lang
        letter, partner = (
            self.with_context(lang=language),
            partner.with_context(lang=language),
        )
        values = letter._get_letter_values(partner, options)
        parts = {
            part: fill(letter[part] or "", values)
            for part in ("subject", "body", "signature")
        }
        lines = partner._display_address(without_company=True).splitlines()
        parts["address"] = [line for line in lines if line.strip()]
        parts["date"] = values["date", ""]()
        return parts
