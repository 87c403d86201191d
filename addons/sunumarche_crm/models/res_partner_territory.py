from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Whose customer a contact is: salesperson, agency and territory.

    They belong to the account: the contacts of a company have those of the company.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "sunumarche.territory.mixin"]

    department_id = fields.Many2one(
        "sunumarche.department",
        domain="[('state_id', '=?', state_id)]",
        index="btree_not_null",
        ondelete="restrict",
    )
    # What the record rules ask: whose customer it is, or a colleague's or supplier's
    # card. Each branch of the rule has its index, so that a list needs no full scan.
    _salesperson_idx = models.Index("(user_id) WHERE user_id IS NOT NULL")
    _agency_salesperson_idx = models.Index(
        "(agency_id, user_id) WHERE agency_id IS NOT NULL"
    )
    _colleague_idx = models.Index("(id) WHERE partner_share IS NOT TRUE")
    _supplier_idx = models.Index("(id) WHERE supplier_rank > 0")

    @api.depends(
        "state_id",
        "department_id",
        "user_id",
        "territory_by_hand",
        "commercial_partner_id.state_id",
        "commercial_partner_id.department_id",
        "commercial_partner_id.user_id",
        "commercial_partner_id.territory_by_hand",
    )
    def _compute_territory(self):
        """Follow the account, of which territory and agency depend on the same.

        Not on the account's own territory: fields that depend on themselves are
        computed one contact at a time.
        """
        return super()._compute_territory()

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"territory_id", "agency_id"}:
            self._get_territory_followers()._plan_territory()
        return result

    def _get_territory_followers(self):
        """Return the contacts of these accounts, archived ones too."""
        domain = Domain("commercial_partner_id", "in", self.ids)
        # sudo: res.partner - the account decides for contacts the user may not read
        contacts = self.sudo().with_context(active_test=False)
        return contacts.search(domain & Domain("id", "not in", self.ids))

    def _get_territory_source(self):
        account = self.commercial_partner_id
        # sudo: res.partner - the account decides, also one the user may not read
        return account.sudo() if account != self else None

    def _compute_user_id(self):
        """A new customer is of who enters the card, unless the account says more."""
        result = super()._compute_user_id()
        scopes = self.env.user._get_customer_scopes()
        if scopes & {"portfolio", "agency"} and "all" not in scopes:
            for partner in self:
                if not (partner._origin or partner.parent_id or partner.user_id):
                    partner.user_id = self.env.user
        return result

    @api.onchange("department_id")
    def _onchange_department_id(self):
        if self.department_id:
            self.state_id = self.department_id.state_id

    @api.model
    def _address_fields(self):
        return [*super()._address_fields(), "department_id"]

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "user_id", "supplier_rank"]
