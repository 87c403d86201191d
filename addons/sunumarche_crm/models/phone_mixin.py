import re

from odoo import api, fields, models, tools

from ..engine.phone_number import get_phone_example, read_phone, show_phone
from ..engine.written_values import read_written

HOME_COUNTRY = "SN"
# What is dialled before a number inside many countries, with at least three digits.
TRUNK_ZERO = re.compile(r"0[1-9](\W*\d){2}")


class PhoneMixin(models.AbstractModel):
    """A person with telephone numbers: kept as E.164, shown as people write them.

    Whatever is typed, imported or sent over the API is kept: as E.164 (+221771234567)
    when it is a number, as it is when not. ``phone_problem`` then says why.
    """

    _name = "sunumarche.phone.mixin"
    _description = "Telephone Numbers"

    second_phone = fields.Char(
        string="Second Number",
        index="btree_not_null",
        help="Another number of the same person: office, second SIM card, WhatsApp.",
    )
    phone_shown = fields.Char(
        string="Phone as Written", compute="_compute_phones_shown"
    )
    second_phone_shown = fields.Char(
        string="Second Number as Written", compute="_compute_phones_shown"
    )
    phone_problem = fields.Char(
        string="What Is Wrong with the Numbers", compute="_compute_phone_problem"
    )

    @api.depends("phone", "second_phone")
    @api.depends_context("company")
    def _compute_phones_shown(self):
        home = self._get_home_country()
        for record in self:
            for name in ("phone", "second_phone"):
                record[f"{name}_shown"] = show_phone(record[name] or "", home) or False

    @api.depends("phone", "second_phone", "country_id")
    @api.depends_context("company", "lang")
    def _compute_phone_problem(self):
        for record in self:
            regions = record._get_phone_regions(record.country_id)
            problems = [
                self._get_phone_sentence(read_phone(record[name], regions))
                for name in ("phone", "second_phone")
                if record[name]
            ]
            record.phone_problem = " ".join(filter(None, problems)) or False

    @api.model
    def _get_home_country(self):
        """Return the ISO code of the country whose numbers are shown nationally."""
        return self._get_country_code(self.env.company.id) or HOME_COUNTRY

    @api.model
    @tools.ormcache("company_id")
    def _get_country_code(self, company_id):
        """Return the country of a company: every number that is read needs it."""
        # sudo: res.company - its country is no secret
        company = self.env["res.company"].sudo().browse(company_id)
        return company.country_id.code

    @api.model
    def _get_phone_regions(self, country):
        """Return the ISO codes of the countries that a number may be of, likely first.

        Someone who lives abroad may have a number of the company's country.
        """
        home = self._get_home_country()
        code = country.code or home
        return (code,) if code == home else (code, home)

    @api.model
    def _get_phone_names(self):
        """Return the fields in which people type numbers."""
        return [
            name
            for name in dict.fromkeys([*self._phone_get_number_fields(), "phone"])
            if name in self._fields and self._fields[name].store
        ]

    @api.model
    def _phone_get_number_fields(self):
        return [*super()._phone_get_number_fields(), "second_phone"]

    @api.model
    def _get_searched_numbers(self, operator, value):
        """Return what to search for: +33612345678 holds 06 12 34 56 78 but its zero."""
        typed = value.strip() if isinstance(value, str) else ""
        if operator in ("like", "ilike") and TRUNK_ZERO.match(typed):
            return [value, typed[1:]]
        return [value]

    @api.model
    def _keep_phones(self, vals, country):
        """Return ``vals`` with its numbers in the form in which they are kept."""
        typed = {name: vals[name] for name in self._get_phone_names() if vals.get(name)}
        if not typed:
            return vals
        regions = self._get_phone_regions(country)
        kept = {
            name: read_phone(str(text), regions).stored for name, text in typed.items()
        }
        return {**vals, **kept}

    @api.model
    def _keep_phones_created(self, vals_list):
        """Return what is to be created, its numbers in the form that is kept."""
        return [
            self._keep_phones(vals, self._get_phone_country(vals)) for vals in vals_list
        ]

    @api.model
    def _get_phone_country(self, vals):
        """Return the country that decides how to read the numbers in ``vals``."""
        return self.env["res.country"].browse(read_written(self, vals, "country_id"))

    def _keep_phones_written(self, vals):
        """Yield ``(records, vals)``: a number is read by the country of its record."""
        if not any(vals.get(name) for name in self._get_phone_names()):
            yield self, vals
        elif vals.get("country_id"):
            yield self, self._keep_phones(vals, self._get_phone_country(vals))
        else:
            for country, records in self.grouped("country_id").items():
                yield records, self._keep_phones(vals, country)

    def _sanitize_phones(self):
        """Compute ``phone_sanitized``: the first number that is right, in E.164."""
        for record in self:
            regions = record._get_phone_regions(record.country_id)
            numbers = (
                read_phone(record[name], regions).e164
                for name in record._get_phone_names()
                if record[name]
            )
            record.phone_sanitized = next(filter(None, numbers), False)

    def _tidy_phones(self):
        """Put the numbers typed on a form into the form that is kept."""
        for record in self:
            typed = {name: record[name] for name in record._get_phone_names()}
            kept = record._keep_phones(typed, record.country_id)
            for name, number in kept.items():
                if number != typed[name]:
                    record[name] = number

    @api.model
    def _get_phone_sentence(self, number):
        """Say in plain words what is wrong with a number; nothing if it is right."""
        if number.e164 or not number.problem:
            return ""
        typed = number.typed
        country = self.env["res.country"].search([("code", "=", number.region)]).name
        example = get_phone_example(number.region)
        env = self.env
        sentences = {
            "country": env._("“%s”: no country has this code after the +.", typed),
            "not_a_number": env._("“%s” is not a telephone number.", typed),
            "several": env._(
                "“%s” holds several numbers: put the other one in Second Number.", typed
            ),
            "too_long": env._("“%s” has too many digits.", typed),
            "too_short": env._("“%s” has too few digits.", typed),
            "length": env._("“%s” has a wrong number of digits.", typed),
            "prefix": env._(
                "“%(number)s”: no number of this country begins so (%(country)s).",
                number=typed,
                country=country or number.region,
            ),
        }
        if not example or not country or number.problem in ("country", "several"):
            return sentences[number.problem]
        return env._(
            "%(problem)s For instance, in %(country)s: %(example)s.",
            problem=sentences[number.problem],
            country=country,
            example=example,
        )
