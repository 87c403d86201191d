from odoo import api, fields, models

READERS = "sunumarche_crm.group_customer_figures"


class ResPartner(models.Model):
    """Which household a contact belongs to."""

    _inherit = "res.partner"

    household_member_ids = fields.One2many(
        "sunumarche.household.member",
        "partner_id",
        string="Memberships of Households",
        groups=READERS,
    )
    household_id = fields.Many2one(
        "sunumarche.household",
        compute="_compute_household_id",
        search="_search_household_id",
        groups=READERS,
        help="The household that the contact belongs to today.",
    )

    @api.depends(
        "household_member_ids.date_start",
        "household_member_ids.date_end",
        "household_member_ids.household_id",
    )
    def _compute_household_id(self):
        for partner in self:
            partner.household_id = partner._get_household()

    def _get_household(self, day=None):
        """Return the household of a day, if the user may read it."""
        member = self.household_member_ids.filtered(lambda one: one._holds(day))[:1]
        return member.household_id._filtered_access("read")

    @api.model
    def _search_household_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self._get_current_member_domain()
        wanted = [one for one in value if one]
        found = [
            ("household_member_ids", "any", [("household_id", "in", wanted), *today])
        ]
        if False in value:
            found = ["|", *found, ("household_member_ids", "not any", today)]
        return found

    @api.model
    def _get_current_member_domain(self):
        day = fields.Date.context_today(self)
        return list(self.env["sunumarche.contact.link"]._get_current_domain(day))

    def action_open_household(self):
        """Open the contact's household, or make one of which he is the head."""
        self.ensure_one()
        self.check_access("read")
        household = self.household_id
        if not household:
            household = self.env["sunumarche.household"]._make_for(self)
        return household._get_records_action(context={})
