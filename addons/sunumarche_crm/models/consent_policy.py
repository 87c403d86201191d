from odoo import api, fields, models, tools

KINDS = ("customer", "subscriber", "prospect")
# Without a rule nobody is written to who did not ask for it.
STRICTEST = "prior"


class ConsentPolicy(models.Model):
    """The rule for messages of one purpose, on one channel, to one kind of person.

    A "no" counts whatever the rule. What is shipped follows the law of Senegal as its
    text reads to us; a lawyer adapts it here.
    """

    _name = "sunumarche.consent.policy"
    _inherit = ["sunumarche.journal.mixin"]
    _description = "Consent Rule"
    _order = "purpose, channel, kind, id"
    _rec_name = "channel"
    _journal_life = True

    channel = fields.Selection(
        lambda self: self.env["sunumarche.consent"]._selection_channel(), required=True
    )
    purpose = fields.Selection(
        lambda self: self.env["sunumarche.consent"]._get_mailing_purposes(),
        required=True,
    )
    kind = fields.Selection(
        [
            ("customer", "Customer"),
            ("subscriber", "Subscriber"),
            ("prospect", "Prospect"),
        ],
        string="Person",
        required=True,
        help="Customer: has bought. Subscriber: is on a mailing list and has not left "
        "it. Prospect: anybody else.",
    )
    rule = fields.Selection(
        [
            ("prior", "Only with prior consent"),
            ("opposed", "Allowed unless opposed"),
        ],
        required=True,
        default=STRICTEST,
    )
    basis = fields.Text(
        string="Legal Basis", translate=True, help="The article of law, in words."
    )

    _case_uniq = models.Constraint(
        "UNIQUE (channel, purpose, kind)",
        "There is a rule for this channel, purpose and kind of person already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.depends("channel", "purpose", "kind")
    def _compute_display_name(self):
        for policy in self:
            policy.display_name = " · ".join(
                dict(policy._fields[name]._description_selection(self.env)).get(
                    policy[name], ""
                )
                for name in ("channel", "purpose", "kind")
            )

    def _get_journal_fields(self):
        names = ("channel", "purpose", "kind", "rule")
        return super()._get_journal_fields() | dict.fromkeys(names, "consent")

    @api.model
    @tools.ormcache("channel", "purpose")
    def _get_rules(self, channel, purpose):
        """Return ``{kind of person: rule}``."""
        # sudo: sunumarche.consent.policy - whoever sends is bound by the rules
        policies = self.sudo().search_fetch(
            [("channel", "=", channel), ("purpose", "=", purpose)], ["kind", "rule"]
        )
        found = {policy.kind: policy.rule for policy in policies}
        return {kind: found.get(kind, STRICTEST) for kind in KINDS}
