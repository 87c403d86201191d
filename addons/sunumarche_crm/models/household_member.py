from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.household_figures import HouseholdFigures

AMOUNT_READERS = "sunumarche_crm.group_customer_amounts"


class HouseholdMember(models.Model):
    """A time during which somebody belonged to a household.

    From ``date_start`` to ``date_end``, both days included; an empty one is open. While
    he is not its head, a link to the head with the same dates goes with it, so that
    households are part of the graph of links.
    """

    _name = "sunumarche.household.member"
    _inherit = ["sunumarche.customer.record"]
    _description = "Household Member"
    _order = "date_end desc nulls first, date_start, id"
    _rec_name = "partner_id"

    household_id = fields.Many2one(
        "sunumarche.household", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('is_company', '=', False)]",
    )
    date_start = fields.Date(string="Since", help="Empty: since ever.")
    date_end = fields.Date(string="Last Day", help="Empty: still belongs to it.")
    is_head = fields.Boolean(string="Head", compute="_compute_is_head")
    link_id = fields.Many2one(
        "sunumarche.contact.link",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        export_string_translation=False,
    )
    currency_id = fields.Many2one(related="household_id.currency_id")
    net_amount = fields.Monetary(
        string="Turnover",
        compute="_compute_figures",
        groups=AMOUNT_READERS,
        help="What the member bought while he belonged to the household, credit notes "
        "deducted, untaxed.",
    )
    purchase_count = fields.Integer(string="Purchases", compute="_compute_figures")

    _dates = models.Constraint(
        "CHECK (date_end >= date_start)", "Nobody leaves before having come."
    )
    _one_at_a_time = models.Constraint(
        """EXCLUDE USING gist (
            int4range(partner_id, partner_id, '[]') WITH =,
            daterange(date_start, date_end, '[]') WITH &&
        ) DEFERRABLE""",
        "A person belongs to one household at a time: end the other membership first.",
    )

    @api.depends("household_id.head_id", "partner_id")
    def _compute_is_head(self):
        for member in self:
            member.is_head = member.partner_id == member.household_id.head_id

    @api.depends("partner_id", "date_start", "date_end")
    @api.depends_context("company", "uid")
    def _compute_figures(self):
        figures = HouseholdFigures(self.env).of_members(self)
        with_amounts = self._has_field_access(self._fields["net_amount"], "read")
        for member in self:
            figure = figures[member._origin.id]
            member.purchase_count = figure.purchase_count
            if with_amounts:
                member.net_amount = figure.net_amount

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._sync_links()
        return members

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"partner_id", "household_id", "date_start", "date_end"}:
            self._sync_links()
        return result

    def unlink(self):
        self.link_id.unlink()
        return super().unlink()

    @api.constrains("partner_id")
    def _check_partner_id(self):
        for member in self:
            if member.partner_id.is_company:
                raise ValidationError(
                    self.env._(
                        "%s is a company: the members of a household are people.",
                        member.partner_id.display_name,
                    )
                )

    @api.constrains("date_start", "date_end", "partner_id")
    def _check_head_stays(self):
        for household in self.household_id:
            if household.head_id not in household._get_members():
                raise ValidationError(self._describe_missing_head(household))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_head(self):
        if self.env.context.get("household_goes"):
            return
        for household in self.household_id:
            kept = household.member_ids - self
            today = kept.filtered(lambda member: member._holds()).partner_id
            if household.head_id not in today:
                raise ValidationError(self._describe_missing_head(household))

    def _describe_missing_head(self, household):
        return self.env._(
            "%(head)s is the head of %(household)s and has to belong to it: choose "
            "another head first.",
            head=household.head_id.display_name,
            household=household.name,
        )

    def _holds(self, day=None):
        """Whether the membership holds on a day, today by default."""
        day = day or fields.Date.context_today(self)
        begun = not self.date_start or self.date_start <= day
        return begun and (not self.date_end or self.date_end >= day)

    def _sync_links(self):
        """Bring the links between members and their heads up to date."""
        links = self.env["sunumarche.contact.link"]
        link_type = self.env.ref("sunumarche_crm.link_type_household")
        for member in self:
            if member.partner_id == member.household_id.head_id:
                member.link_id.unlink()
                continue
            values = {
                "partner_id": member.partner_id.id,
                "type_id": link_type.id,
                "other_partner_id": member.household_id.head_id.id,
                "date_start": member.date_start,
                "date_end": member.date_end,
            }
            if member.link_id:
                member.link_id.write(values)
            else:
                member.link_id = links.create(values)

    def _erase_person(self, person):
        """Households that he was the head of have another one, or none are left."""
        self.env["sunumarche.household"].search(
            [("head_id", "in", person.partners.ids)]
        )._erase_person(person)
        self.exists().unlink()
