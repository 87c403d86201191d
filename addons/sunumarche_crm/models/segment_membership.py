from odoo import api, fields, models

CAUSES = [
    ("data", "Customer's data or documents"),
    ("rule", "Rule of the segment changed"),
    ("hand", "Put or taken out by hand"),
    ("axis", "Order of the segments on the axis"),
    ("period", "Active period of the segment"),
    ("archived", "Segment archived or restored"),
]


class SegmentMembership(models.Model):
    """A time during which a customer belonged to a segment without interruption.

    ``date_entered`` is the moment of the refresh that found the customer in,
    ``date_left`` the one that found him out, empty while he is in; he was a member on
    a day when he was one at its end. Rows are added and closed by the refresh only,
    so that the members of any past day can be listed.
    """

    _name = "sunumarche.segment.membership"
    _inherit = ["sunumarche.scheduled.mixin", "sunumarche.customer.record"]
    _description = "Segment Membership"
    _order = "date_entered desc, id desc"
    _rec_name = "segment_id"
    _log_access = False
    _computed_by = "sunumarche_crm.ir_cron_segment_refresh_all"
    _customer_is_figure = True

    segment_id = fields.Many2one(
        "sunumarche.segment", required=True, readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    date_entered = fields.Datetime(string="Member since", required=True, readonly=True)
    date_left = fields.Datetime(string="Left", readonly=True)
    entered_cause = fields.Selection(
        CAUSES, string="Why Entered", required=True, readonly=True
    )
    left_cause = fields.Selection(CAUSES, string="Why Left", readonly=True)

    _current_uniq = models.UniqueIndex(
        "(segment_id, partner_id) WHERE date_left IS NULL",
        "A customer is in a segment once at a time.",
    )
    _partner_idx = models.Index("(partner_id, segment_id)")
    _left_idx = models.Index("(segment_id, date_left) WHERE date_left IS NOT NULL")

    def action_open_customer(self):
        """Open the customer's card."""
        self.ensure_one()
        return self.partner_id._get_records_action(context={})

    @api.model
    def _forget_merged(self, partner_ids, survivor_id):
        """The survivor stays in the segments that he was in."""
        return super()._forget_merged(set(partner_ids) - {survivor_id}, survivor_id)
