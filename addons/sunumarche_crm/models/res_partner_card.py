from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ResPartner(models.Model):
    """The card of a customer."""

    _name = "res.partner"
    _inherit = [
        "res.partner",
        "sunumarche.card.mixin",
        "sunumarche.card.completeness.mixin",
    ]

    phone_sanitized = fields.Char(index="btree_not_null")

    def _is_person(self):
        return not self.is_company

    @api.depends("name", "is_company")
    def _compute_name_parts(self):
        return super()._compute_name_parts()

    @api.model
    def _is_person_created(self, vals):
        default = self.env.context.get("default_is_company")
        return not vals.get("is_company", default) and (
            vals.get("company_type") != "company"
        )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = self._keep_phones_created(vals_list)
        return super().create(self._keep_names_created(vals_list))

    def write(self, vals):
        if "country_id" in vals and self.ref_company_ids:
            # The country of a company says how numbers are read.
            self.env.registry.clear_cache()
        result = True
        for partners, kept in self._keep_names_written(vals):
            for some, values in partners._keep_phones_written(kept):
                result = super(ResPartner, some).write(values) and result
        return result

    def _search_phone_mobile_search(self, operator, value):
        search = super()._search_phone_mobile_search
        numbers = self._get_searched_numbers(operator, value)
        return Domain.OR(search(operator, number) for number in numbers)

    def copy_data(self, default=None):
        return self._keep_names_copied(super().copy_data(default), default)

    def _compute_phone_sanitized(self):
        self._sanitize_phones()

    @api.onchange("phone", "country_id", "company_id")
    def _onchange_phone_validation(self):
        self._tidy_phones()

    @api.model
    def _get_company_card_items(self):
        names = (
            "name",
            "phone_sanitized",
            "email_normalized",
            "street",
            "city",
            "state_id",
            "vat",
            "industry_id",
            "preferred_channel",
            "preferred_moment",
        )
        shown = {"phone_sanitized": "phone", "email_normalized": "email"}
        return {name: shown.get(name, name) for name in names}

    def _get_own_card_items(self):
        if self.is_company:
            return self._get_company_card_items()
        return super()._get_own_card_items()

    @api.depends("is_company")
    def _compute_card_completeness(self):
        return super()._compute_card_completeness()

    def _sql_card_completeness(self, alias, query):
        return SQL(
            "CASE WHEN %s THEN %s ELSE %s END",
            self._field_to_sql(alias, "is_company", query),
            self._sql_completeness(self._get_company_card_items(), alias, query),
            super()._sql_card_completeness(alias, query),
        )
