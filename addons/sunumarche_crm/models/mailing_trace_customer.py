from odoo import api, fields, models


class MailingTrace(models.Model):
    """A message of a mailing, with the customer whom it went to."""

    _name = "mailing.trace"
    _inherit = ["mailing.trace", "sunumarche.customer.record"]
    _customer_scope = None

    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        compute="_compute_partner_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
        help="The contact whom the message was written to, whichever record it was "
        "sent from: the contact, a lead or a subscriber.",
    )
    customer_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Customer Account",
        store=True,
        precompute=True,
        index="btree_not_null",
    )

    @api.depends("model", "res_id")
    def _compute_partner_id(self):
        for model, traces in self.grouped("model").items():
            partners = self._get_trace_partners(model, traces.mapped("res_id"))
            for trace in traces:
                trace.partner_id = partners.get(trace.res_id)

    @api.model
    def _get_trace_partners(self, model, ids):
        """Record id -> the first contact of each record that still exists."""
        if model not in self.env:
            return {}
        records = self.env[model].browse(ids).exists()
        found = records._mail_get_partners()
        return {record_id: partners[:1] for record_id, partners in found.items()}

    @api.model
    def _find_of(self, person):
        keys = sorted(set().union(*person.keys.values()))
        return self.search([("address_key", "in", keys)])

    def _erase_person(self, person):
        """Messages stay counted, without an address."""
        names = ("email", "sms_number", "address_key", "message_id")
        self.write(dict.fromkeys(names, False))
