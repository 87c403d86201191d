from odoo import api, fields, models
from odoo.fields import Domain

from .card_mixin import CARD_FIELDS, NAME_PARTS

# What a prospect told, and a customer's card may still lack: lead's field -> card's.
TOLD = {
    "email_from": "email",
    "second_phone": "second_phone",
    "street": "street",
    "street2": "street2",
    "city": "city",
    "zip": "zip",
    "state_id": "state_id",
    "department_id": "department_id",
    "country_id": "country_id",
    "function": "function",
} | {name: name for name in CARD_FIELDS}


def card_of_customer(field_class, *args, **attributes):
    """A field of the card: the customer's once there is one, the prospect's before."""
    return field_class(
        *args,
        compute="_compute_card_of_customer",
        store=True,
        readonly=False,
        **attributes,
    )


class CrmLead(models.Model):
    """The card of a prospect: the customer's own, once the lead has a customer."""

    _name = "crm.lead"
    _inherit = [
        "crm.lead",
        "sunumarche.card.mixin",
        "sunumarche.card.completeness.mixin",
    ]
    _card_name = "contact_name"

    birthdate = card_of_customer(fields.Date)
    profession_id = card_of_customer(fields.Many2one)
    preferred_channel = card_of_customer(fields.Selection)
    preferred_moment = card_of_customer(fields.Selection)
    second_phone = card_of_customer(fields.Char)

    @api.depends("contact_name", "partner_id.firstname", "partner_id.lastname")
    def _compute_name_parts(self):
        """The customer's card says which part is which."""
        for lead in self.filtered("contact_name"):
            # sudo: res.partner - the customer decides, also one the user may not read
            customer = lead.partner_id.sudo()
            if customer.lastname and lead.contact_name == customer.name:
                lead.firstname, lead.lastname = customer.firstname, customer.lastname
        return super()._compute_name_parts()

    @api.depends(
        "partner_id.second_phone", *(f"partner_id.{name}" for name in CARD_FIELDS)
    )
    def _compute_card_of_customer(self):
        for lead in self:
            # sudo: res.partner - the customer decides, also one the user may not read
            customer = lead.partner_id.sudo()
            for name in (*CARD_FIELDS, "second_phone"):
                lead[name] = customer[name] or lead[name]

    def copy_data(self, default=None):
        return self._keep_names_copied(super().copy_data(default), default)

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = self._keep_phones_created(vals_list)
        return super().create(self._keep_names_created(vals_list))

    def write(self, vals):
        result = True
        for leads, kept in self._keep_names_written(vals):
            for some, values in leads._keep_phones_written(kept):
                result = super(CrmLead, some).write(values) and result
        return result

    def _search_phone_mobile_search(self, operator, value):
        search = super()._search_phone_mobile_search
        numbers = self._get_searched_numbers(operator, value)
        return Domain.OR(search(operator, number) for number in numbers)

    def _compute_phone_sanitized(self):
        self._sanitize_phones()

    @api.onchange("phone", "country_id", "company_id")
    def _onchange_phone_validation(self):
        self._tidy_phones()

    @api.model
    def _get_card_items(self):
        items = super()._get_card_items()
        return items | {"email_normalized": "email_from"}

    def _prepare_customer_values(self, partner_name, is_company=False, parent_id=False):
        """Carry the card over to the customer that the lead becomes."""
        values = super()._prepare_customer_values(
            partner_name, is_company=is_company, parent_id=parent_id
        )
        values |= {
            "second_phone": self.second_phone,
            "department_id": self.department_id.id,
            "preferred_channel": self.preferred_channel,
            "preferred_moment": self.preferred_moment,
        }
        if not is_company:
            values |= {
                "birthdate": self.birthdate,
                "profession_id": self.profession_id.id,
            }
            if partner_name == self.contact_name:
                values |= {part: self[part] for part in NAME_PARTS}
        return values

    def _carry_card(self, customer):
        """Fill what the customer's card lacks with what the prospect told.

        A number that is not on the card becomes its second one. Return the field
        names that could not be carried over because the card says otherwise.
        """
        self.ensure_one()
        told = {
            theirs: self[own]
            for own, theirs in TOLD.items()
            if self[own] and not customer[theirs]
        }
        left = []
        if self.phone and self.phone not in (customer.phone, customer.second_phone):
            free = next(
                (
                    name
                    for name in ("phone", "second_phone")
                    if not customer[name] and name not in told
                ),
                None,
            )
            if free:
                told[free] = self.phone
            else:
                left.append("phone")
        if self.email_normalized not in (False, customer.email_normalized):
            left += ["email_from"] if customer.email else []
        if told:
            customer.write(customer._convert_to_write(told))
        return left
