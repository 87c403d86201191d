from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.consent_words import EVERY_PURPOSE

NUMBER_CHANNELS = ("sms", "phone", "whatsapp")


class ConsentWizard(models.TransientModel):
    """What a person said to a salesperson, to be recorded with its proof."""

    _name = "sunumarche.consent.wizard"
    _description = "Record a Consent or a Withdrawal"

    contact_id = fields.Many2one("res.partner", required=True)
    decision = fields.Selection(
        [("granted", "The person agrees"), ("withdrawn", "The person refuses")],
        string="Word",
        required=True,
        default="withdrawn",
    )
    is_everything = fields.Boolean(
        string="Everything, Everywhere",
        help="The person wants no message at all any more: all channels, all purposes, "
        "all addresses of the card.",
    )
    channel = fields.Selection(
        lambda self: self.env["sunumarche.consent"]._selection_channel(),
        default="email",
    )
    purpose = fields.Selection(
        lambda self: self.env["sunumarche.consent"]._selection_purpose(),
        default="prospecting",
    )
    address = fields.Char(
        compute="_compute_address",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="The e-mail address or the number that the person speaks of.",
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    source = fields.Selection(
        [
            ("spoken", "Said by telephone or in the shop"),
            ("form", "Form"),
            ("letter", "Letter"),
            ("message", "E-mail or message received"),
        ],
        string="How It Was Said",
        required=True,
        default="spoken",
    )
    proof = fields.Text(
        required=True,
        help="The person's words, where and to whom; the number of the form.",
    )
    document = fields.Binary(help="The signed form, the letter.")
    document_name = fields.Char()

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        wizards._check_contact()
        return wizards

    def write(self, vals):
        result = super().write(vals)
        self._check_contact()
        return result

    def _check_contact(self):
        """Nobody names a contact whom he may not read: he would be shown who it is."""
        # sudo: res.partner - back to the rights of who asks, a field may be superuser's
        self.contact_id.sudo(self.env.su).check_access("read")

    @api.depends("contact_id", "channel")
    def _compute_address(self):
        for wizard in self:
            # sudo: res.partner - back to the rights of who asks, as above
            partner = wizard.contact_id.sudo(self.env.su)._filtered_access("read")
            if wizard.channel == "email":
                wizard.address = partner.email
            elif wizard.channel in NUMBER_CHANNELS:
                wizard.address = partner.phone_sanitized or partner.phone
            else:
                wizard.address = False

    def action_record(self):
        """Write the ledger; one row for each address and purpose concerned."""
        self.ensure_one()
        self.contact_id.check_access("read")
        values = [
            {**self._prepare_common_values(), **target}
            for target in self._get_targets()
        ]
        if not values:
            raise UserError(
                self.env._("%s has no address to speak of.", self.contact_id.name)
            )
        self.env["sunumarche.consent"].create(values)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _prepare_common_values(self):
        return {
            "partner_id": self.contact_id.id,
            "decision": self.decision,
            "date": self.date,
            "source": self.source,
            "proof": self.proof,
            "document": self.document,
            "document_name": self.document_name,
        }

    def _get_targets(self):
        """Return the channel, address and purpose of each row."""
        if not (self.is_everything and self.decision == "withdrawn"):
            return [
                {
                    "channel": self.channel,
                    "address": self.address,
                    "purpose": self.purpose,
                }
            ]
        return [
            {
                "channel": channel,
                "address": shown if channel == "email" else key,
                "purpose": EVERY_PURPOSE,
            }
            for channel, key, shown in self.contact_id._get_consent_addresses()
        ]
