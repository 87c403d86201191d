from datetime import date
from math import ceil, floor

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..engine.person_name import is_name_of, join_name, split_name

# Not the portal, where the people of a company see each other's cards.
CARD_READERS = "base.group_user"
# Older registers hold no person; who would be older than OLDEST is asked about.
FIRST_BIRTH, OLDEST = date(1800, 1, 1), 120
# Comparison of ages -> of birth dates, how an age such as 25.5 becomes a whole one,
# and by how many years it is raised.
BORN = {
    ">=": ("<=", ceil, 0),
    ">": ("<=", floor, 1),
    "<": (">", ceil, 0),
    "<=": (">", floor, 1),
}
NAME_PARTS = ("firstname", "lastname")
# What customers and prospects have in common, beside names and numbers.
CARD_FIELDS = ("birthdate", "profession_id", "preferred_channel", "preferred_moment")


class CardMixin(models.AbstractModel):
    """What one knows of a person, customer or prospect: the same card for both.

    The whole name stays where core keeps it (``_card_name``): the two parts follow it
    and it follows them. Companies have no parts.
    """

    _name = "sunumarche.card.mixin"
    _inherit = ["sunumarche.phone.mixin", "sunumarche.defaults.mixin"]
    _description = "Card of a Person"
    _card_name = "name"

    firstname = fields.Char(
        string="First Name", compute="_compute_name_parts", store=True, readonly=False
    )
    lastname = fields.Char(
        string="Last Name", compute="_compute_name_parts", store=True, readonly=False
    )
    birthdate = fields.Date(
        string="Birth Date", index="btree_not_null", groups=CARD_READERS
    )
    age = fields.Integer(
        compute="_compute_age",
        search="_search_age",
        aggregator=None,
        groups=CARD_READERS,
        help="In full years, today. Somebody born on 29 February is a year older on 1 "
        "March when there is no 29 February.",
    )
    profession_id = fields.Many2one(
        "sunumarche.profession",
        index="btree_not_null",
        ondelete="restrict",
        groups=CARD_READERS,
    )
    preferred_channel = fields.Selection(
        [
            ("phone", "Phone"),
            ("whatsapp", "WhatsApp"),
            ("sms", "SMS"),
            ("email", "E-mail"),
            ("post", "Post"),
            ("visit", "Visit"),
        ],
        groups=CARD_READERS,
        help="How this person would rather be contacted. It is a wish, not a consent.",
    )
    preferred_moment = fields.Selection(
        [
            ("morning", "In the morning"),
            ("noon", "At noon"),
            ("afternoon", "In the afternoon"),
            ("evening", "In the evening"),
            ("weekend", "At the weekend"),
        ],
        groups=CARD_READERS,
        help="When this person would rather be contacted.",
    )

    def _is_person(self):
        """Tell whether the card is a person's, so that the name has parts."""
        return True

    @api.depends(lambda self: [self._card_name])
    def _compute_name_parts(self):
        for record in self:
            name = record[record._card_name]
            first, last = record.firstname, record.lastname
            if not name or not record._is_person():
                first = last = False
            elif not is_name_of(name, first, last):
                first, last = split_name(name)
            record.firstname, record.lastname = first or False, last or False

    @api.depends("birthdate")
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for record in self:
            born = record.birthdate
            record.age = self._get_years(born, today) if born else False

    @staticmethod
    def _get_years(born, day):
        """Return the full years of somebody; born on 29 February: on 1 March."""
        had_birthday = (day.month, day.day) >= (born.month, born.day)
        return day.year - born.year - (not had_birthday)

    @api.model
    def _search_age(self, operator, value):
        """Turn full years into dates of birth, so that the index serves."""
        today = fields.Date.context_today(self)
        if operator == "in":
            return Domain.OR(self._get_age_domain(today, age) for age in value)
        if operator not in BORN:
            return NotImplemented
        comparison, to_whole, more = BORN[operator]
        day = self._get_birthday(today, to_whole(value) + more)
        return Domain("birthdate", comparison, day)

    @staticmethod
    def _get_birthday(today, years):
        """The birth date of who turns ``years`` today; at most the calendar's end."""
        if years >= today.year:
            return date.min
        if today.year - years > date.max.year:
            return date.max
        return today - relativedelta(years=years)

    def _get_age_domain(self, today, age):
        """Return who is ``age`` years old; without a birth date nobody has an age."""
        if age is False or age is None:
            return Domain("birthdate", "=", False)
        if age != int(age):
            return Domain.FALSE
        youngest, oldest = (
            self._get_birthday(today, int(years)) for years in (age, age + 1)
        )
        return Domain("birthdate", ">", oldest) & Domain("birthdate", "<=", youngest)

    @api.constrains("birthdate")
    def _check_birthdate(self):
        today = fields.Date.context_today(self)
        for record in self.filtered("birthdate"):
            if not FIRST_BIRTH <= record.birthdate <= today:
                raise ValidationError(
                    self.env._(
                        "Birth date of %(name)s: %(date)s is not between 1 January "
                        "1800 and today.",
                        name=record.display_name,
                        date=fields.Date.to_string(record.birthdate),
                    )
                )

    @api.onchange("birthdate")
    def _onchange_birthdate(self):
        """Ask about an age that hardly anybody reaches; old registers hold some."""
        today = fields.Date.context_today(self)
        if not self.birthdate or self._get_years(self.birthdate, today) < OLDEST:
            return None
        return {
            "warning": {
                "title": self.env._("Is this birth date right?"),
                "message": self.env._(
                    "This person would be %s years old.",
                    self._get_years(self.birthdate, today),
                ),
            }
        }

    @api.onchange("firstname", "lastname")
    def _onchange_name_parts(self):
        whole = join_name(self.firstname, self.lastname)
        if whole and not is_name_of(
            self[self._card_name], self.firstname, self.lastname
        ):
            self[self._card_name] = whole

    @api.onchange("second_phone")
    def _onchange_second_phone(self):
        self._tidy_phones()

    def _keep_names_copied(self, vals_list, default=None):
        """Return the values of copies, whose parts follow the name that they get."""
        given = set(NAME_PARTS) & set(default or {})
        return [
            vals if given else record._keep_copied_name(vals)
            for record, vals in zip(self, vals_list, strict=True)
        ]

    def _keep_copied_name(self, vals):
        """What core adds to the name, "(copy)", is of the last name."""
        was, name = self[self._card_name], vals.get(self._card_name)
        kept = {key: vals[key] for key in vals if key not in NAME_PARTS}
        if not name or name == was:
            return vals
        added = name.removeprefix(was or "")
        if added != name and self.lastname:
            kept |= {"firstname": self.firstname, "lastname": self.lastname + added}
        return kept

    @api.model
    def _keep_names_created(self, vals_list):
        """Return what is to be created, with the name and its parts in step."""
        return [self._keep_names(vals) for vals in vals_list]

    @api.model
    def _keep_names(self, vals):
        whole = join_name(vals.get("firstname"), vals.get("lastname"))
        name = vals.get(self._card_name)
        if whole:
            if is_name_of(name, vals.get("firstname"), vals.get("lastname")):
                return vals
            return {**vals, self._card_name: whole}
        if name and self._is_person_created(vals):
            first, last = split_name(name)
            return {**vals, "firstname": first or False, "lastname": last or False}
        return vals

    @api.model
    def _is_person_created(self, vals):
        """Tell whether ``vals`` are those of a person, as far as one knows yet."""
        return True

    def _keep_names_written(self, vals):
        """Yield ``(records, vals)``: a part that is written changes the whole name."""
        if self._card_name in vals or not vals.keys() & set(NAME_PARTS):
            yield self, vals
            return
        for record in self:
            parts = [vals.get(part, record[part]) for part in NAME_PARTS]
            whole = join_name(*parts)
            yield record, {**vals, self._card_name: whole} if whole else vals
