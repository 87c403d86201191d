"""Values of an answer, and how they read in the user's language."""

from dataclasses import dataclass
from datetime import date, datetime

from odoo.tools.misc import formatLang


@dataclass(frozen=True)
class Cell:
    """A value and its text.

    :ivar value: number, text, boolean, date, naive local time, or None
    """

    value: object = None
    text: str = ""

    def to_json(self) -> dict:
        value = self.value
        return {
            "value": value.isoformat() if isinstance(value, date) else value,
            "text": self.text,
        }


@dataclass(frozen=True)
class Header:
    """A column: ``type`` is the Odoo field's type, ``path`` the way to it."""

    label: str
    type: str
    path: str = ""
    sortable: bool = False

    @property
    def is_number(self) -> bool:
        return self.type in ("integer", "float", "monetary")

    def to_json(self) -> dict:
        return {
            "label": self.label,
            "type": self.type,
            "path": self.path,
            "sortable": self.sortable,
            "isNumber": self.is_number,
        }


class CellWriter:
    """Makes cells in the user's language, time zone and currencies."""

    def __init__(self, env):
        self.env = env
        lang = env["res.lang"]._get_data(code=env.lang or "en_US")
        self.date_format = lang.date_format
        hours = lang.time_format.replace(":%S", "")
        self.time_format = f"{lang.date_format} {hours}"
        self.yes, self.no = env._("yes"), env._("no")

    def make_cell(self, value, field_type: str, currency=None) -> Cell:
        """The cell of a plain value.

        :param value: a datetime is already local
        :param currency: of a monetary value; the company's by default
        """
        if value is None or (value is False and field_type != "boolean"):
            return Cell()
        if field_type == "boolean":
            return Cell(bool(value), self.yes if value else self.no)
        if field_type == "monetary":
            currency = currency or self.env.company.currency_id
            amount = currency.round(value)
            return Cell(amount, formatLang(self.env, amount, currency_obj=currency))
        if field_type in ("integer", "float"):
            return Cell(value, self._say_number(value))
        if isinstance(value, datetime):
            return Cell(value, value.strftime(self.time_format))
        if isinstance(value, date):
            return Cell(value, value.strftime(self.date_format))
        return Cell(str(value), str(value))

    def _say_number(self, value) -> str:
        """With two decimals at most, and none where they are zero."""
        value = round(value, 2)
        return formatLang(self.env, value, digits=0 if value == int(value) else 2)
