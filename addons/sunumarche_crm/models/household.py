from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from ..engine.customer_scope import CustomerScope
from ..engine.household_figures import HouseholdFigures

AMOUNT_READERS = "sunumarche_crm.group_customer_amounts"
SHARED = (
    "street",
    "street2",
    "zip",
    "city",
    "state_id",
    "country_id",
    "department_id",
    "phone",
)


class Household(models.Model):
    """People who live together: their head, and members from day to day.

    Its figures are those of its members, each for the time in which he was one, in
    the current company: what somebody bought before he came or after he left is not
    the household's. They are the sum of the members that the user may read.
    """

    _name = "sunumarche.household"
    _inherit = ["sunumarche.customer.record"]
    _description = "Household"
    _order = "name, id"
    _customer_fields = ("head_id",)
    _customer_scope = CustomerScope(("head_id",))

    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, precompute=True
    )
    active = fields.Boolean(default=True)
    head_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('is_company', '=', False)]",
        help="Whose address and number are the household's; gets the letters.",
    )
    member_ids = fields.One2many(
        "sunumarche.household.member", "household_id", string="Members"
    )
    member_count = fields.Integer(
        string="Members Today", compute="_compute_member_count"
    )
    contact_address = fields.Char(related="head_id.contact_address", string="Address")
    phone = fields.Char(related="head_id.phone")
    phone_shown = fields.Char(related="head_id.phone_shown")
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        export_string_translation=False,
    )
    net_amount = fields.Monetary(
        string="Turnover",
        compute="_compute_figures",
        groups=AMOUNT_READERS,
        help="What the members bought while they belonged to the household, credit "
        "notes deducted, untaxed.",
    )
    purchase_count = fields.Integer(string="Purchases", compute="_compute_figures")
    last_purchase_date = fields.Date(string="Last Purchase", compute="_compute_figures")
    rfm_class_id = fields.Many2one(
        "sunumarche.rfm.class",
        string="Class",
        compute="_compute_figures",
        help="The class that a customer would have who bought what the household did.",
    )
    comment = fields.Text(string="Notes")

    @api.depends("head_id")
    def _compute_name(self):
        for household in self:
            head = household.head_id
            if head and not household.name:
                name = head.lastname or head.name
                household.name = self.env._("%s household", name)

    @api.depends("member_ids.date_start", "member_ids.date_end")
    def _compute_member_count(self):
        for household in self:
            household.member_count = len(household._get_members())

    @api.depends_context("company")
    def _compute_currency_id(self):
        self.currency_id = self.env.company.currency_id

    @api.depends("member_ids.date_start", "member_ids.date_end")
    @api.depends_context("company", "uid")
    def _compute_figures(self):
        figures = HouseholdFigures(self.env).of_households(self)
        with_amounts = self._has_field_access(self._fields["net_amount"], "read")
        for household in self:
            figure = figures[household.id]
            household.purchase_count = figure.purchase_count
            household.last_purchase_date = figure.last_purchase_date
            household.rfm_class_id = figure.rfm_class_id
            if with_amounts:
                household.net_amount = figure.net_amount

    @api.model_create_multi
    def create(self, vals_list):
        """A head is a member, from the first moment."""
        return super().create([self._with_head(vals) for vals in vals_list])

    @api.model
    def _with_head(self, vals):
        commands = vals.get("member_ids") or []
        named = {
            command[2].get("partner_id")
            for command in commands
            if command[0] == Command.CREATE
        }
        if vals.get("head_id") in {None, False, *named}:
            return vals
        head = Command.create({"partner_id": vals["head_id"]})
        return {**vals, "member_ids": [head, *commands]}

    def write(self, vals):
        """A new head who was no member becomes one today."""
        result = super().write(vals)
        if "head_id" in vals:
            self.env["sunumarche.household.member"].create(
                [
                    {
                        "household_id": household.id,
                        "partner_id": household.head_id.id,
                        "date_start": fields.Date.context_today(self),
                    }
                    for household in self
                    if household.head_id not in household._get_members()
                ]
            )
            self.member_ids._sync_links()
        return result

    def unlink(self):
        """The members go first, and with them the links to the head."""
        self.member_ids.with_context(household_goes=True).unlink()
        return super().unlink()

    @api.constrains("head_id")
    def _check_head_id(self):
        for household in self:
            if household.head_id.is_company:
                raise ValidationError(
                    self.env._(
                        "%s is a company: the head of a household is a person.",
                        household.head_id.display_name,
                    )
                )

    def _get_members(self, day=None):
        """Return the contacts who are members on a day, today by default."""
        return self.member_ids.filtered(lambda member: member._holds(day)).partner_id

    def action_share_address(self):
        """Give the members of today the head's address and number."""
        self.ensure_one()
        self.check_access("write")
        others = self._get_members() - self.head_id
        if not others:
            raise UserError(
                self.env._("Nobody else is in this household: add its members first.")
            )
        values = {
            name: self.head_id[name].id
            if self.head_id._fields[name].type == "many2one"
            else self.head_id[name]
            for name in SHARED
        }
        others.write({name: value for name, value in values.items() if value})

    def action_open_members(self):
        """List the contacts of the household."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "views": [(False, "list"), (False, "form")],
            "domain": list(Domain("id", "in", self._get_members().ids)),
            "name": self.name,
        }

    @api.model
    def _make_for(self, partner):
        """Return a new household of one contact, its head."""
        return self.create({"head_id": partner.id})

    def _erase_person(self, person):
        """Whoever has been a member for longest becomes the head; alone, it goes."""
        for household in self.exists():
            left = household.member_ids.filtered(
                lambda member: (
                    member._holds() and member.partner_id not in person.partners
                )
            )
            if not left:
                household.unlink()
                continue
            head = min(
                left, key=lambda member: (member.date_start or date.min, member.id)
            )
            household.write(
                {"head_id": head.partner_id.id, "name": False, "comment": False}
            )
            household._compute_name()
