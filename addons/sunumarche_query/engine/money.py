"""Amounts in the currency of the company of the person who asks."""

from dataclasses import dataclass

from odoo.fields import Date
from odoo.tools import SQL
from odoo.tools.misc import format_amount

# The aggregates of `_read_group` that add and compare amounts of any currency.
CONVERTED = {
    "sum_converted": SQL("SUM"),
    "avg_converted": SQL("AVG"),
    "min_converted": SQL("MIN"),
    "max_converted": SQL("MAX"),
}


@dataclass(frozen=True)
class DocumentRate:
    """What a model knows of the rate of its amounts.

    :ivar day: path to the day whose rates hold
    :ivar rate: path to the stored rate of the document: how much of its currency the
        company's is worth; empty when documents keep none
    """

    day: str
    rate: str = ""


AGGREGATORS = {"sum": "sum", "average": "avg", "min": "min", "max": "max"}


def get_aggregate(model, name: str, function: str) -> str:
    """The aggregate of `_read_group`; amounts are in the current company's currency."""
    spec = f"{name}:{AGGREGATORS[function]}"
    if model._fields[name].type != "monetary" or Amount(model, name).is_home:
        return spec
    return f"{spec}_converted"


def get_currency_field(model, name: str) -> str:
    return model._fields[name].get_currency_field(model)


def say_amount(record, name: str, converted=None) -> str:
    """An amount of a record in words.

    :param converted: in the current company's currency, if it is in another one
    """
    home = record.env.company.currency_id
    currency = record[get_currency_field(record, name)] or home
    text = format_amount(record.env, record[name], currency)
    if currency == home or converted is None:
        return text
    return f"{format_amount(record.env, converted, home)} ({text})"


def sql_listed_rate(env, currency: SQL, day: SQL) -> SQL:
    """The rate of ``currency`` on ``day``, as ``res.currency._get_rates`` finds it.

    The last one before it, else the first one after it, else 1; the company's own
    before those of all companies.
    """
    rates = env["res.currency.rate"]
    names = ("rate", "currency_id", "company_id", "name")
    columns = {name: rates._field_to_sql("listed", name) for name in names}
    return SQL(
        """
        COALESCE((SELECT %(rate)s
                    FROM res_currency_rate listed
                   WHERE %(currency_id)s = %(currency)s
                     AND (%(company_id)s IS NULL OR %(company_id)s = %(root)s)
                ORDER BY %(name)s > %(day)s, %(company_id)s,
                         CASE WHEN %(name)s <= %(day)s THEN %(name)s END DESC,
                         %(name)s
                   LIMIT 1), 1)
        """,
        **columns,
        currency=currency,
        day=day,
        root=env.company.root_id.id,
    )


class Amount:
    """A monetary field as SQL, in the current company's currency.

    How to use::

        sql = Amount(model, "amount_total").to_sql(alias, query)

    How it works: an amount in that currency is taken as it is. Another one is divided
    by the rate that its document keeps, where there is one, else converted at the
    rates of the document's day as ``res.currency._convert`` does, and rounded. A field
    that is computed and not stored is in the current company's currency already.
    """

    def __init__(self, model, name: str):
        self.model = model
        self.env = model.env
        self.name = name
        self.home = self.env.company.currency_id
        self.currency_name = get_currency_field(model, name)

    @property
    def is_home(self) -> bool:
        """Whether all amounts are in the current company's currency as they stand."""
        field = self.model._fields[self.name]
        if not (field.store or field.related):
            return True
        if self._is_of_company():
            return not self._has_other_companies()
        return False

    def _is_of_company(self) -> bool:
        """Whether the currency is always the one of the record's company."""
        field = self.model._fields.get(self.currency_name)
        return (
            not field
            or field.related == "company_id.currency_id"
            or not field._description_groupable(self.env)
        )

    def _has_other_companies(self) -> bool:
        """Whether a record may belong to a company with another currency."""
        company = self.model._fields.get("company_id")
        return bool(
            self.env.companies.currency_id - self.home
            and company
            and company.store
            and company.comodel_name == "res.company"
        )

    def get_dependencies(self) -> list[str]:
        """The fields of the model that a converted amount depends on."""
        if self.is_home:
            return [self.name]
        known = self._get_document_rate()
        paths = [self.name, self.currency_name, known.day, known.rate]
        return [path for path in paths if path in self.model._fields]

    def _get_document_rate(self) -> DocumentRate:
        rates = self.env["sunumarche.question.language"]._get_document_rates()
        day = self.model._fields.get("date")
        is_day = day and day.store and day.type in ("date", "datetime")
        default = DocumentRate("date" if is_day else "create_date")
        return rates.get(self.model._name, default)

    def to_sql(self, alias: str, query) -> SQL:
        """The amount of the record at ``alias``; null when it has none."""
        amount = self.model._field_to_sql(alias, self.name, query)
        if self.is_home:
            return amount
        step = SQL("%s::numeric", str(self.home.rounding))
        return SQL(
            """
            (CASE WHEN COALESCE(%(currency)s, %(home)s) = %(home)s THEN %(amount)s
                  ELSE ROUND((%(amount)s / %(rate)s)::numeric / %(step)s) * %(step)s
              END)
            """,
            currency=self._sql_currency(alias, query),
            home=self.home.id,
            amount=amount,
            rate=self._sql_rate(alias, query),
            step=step,
        )

    def _sql_currency(self, alias: str, query) -> SQL:
        if self._is_of_company():
            return self._sql_path("company_id.currency_id", alias, query)
        return self.model._field_to_sql(alias, self.currency_name, query)

    def _sql_rate(self, alias: str, query) -> SQL:
        """How much of the amount's currency the current company's is worth."""
        known = self._get_document_rate()
        day = SQL(
            "COALESCE(%s::date, %s)",
            self._sql_path(known.day, alias, query),
            Date.context_today(self.model),
        )
        listed = SQL(
            "%s / %s",
            sql_listed_rate(self.env, self._sql_currency(alias, query), day),
            sql_listed_rate(self.env, SQL("%s", self.home.id), day),
        )
        if not known.rate or self._is_of_company():
            return SQL("(%s)", listed)
        kept = SQL("NULLIF(%s, 0)", self._sql_path(known.rate, alias, query))
        if self._has_other_companies():
            company = self._sql_path("company_id.currency_id", alias, query)
            kept = SQL("CASE WHEN %s = %s THEN %s END", company, self.home.id, kept)
        return SQL("COALESCE(%s, %s)", kept, listed)

    def _sql_path(self, path: str, alias: str, query) -> SQL:
        model = self.model
        *steps, name = path.split(".")
        for step in steps:
            model, alias = model._fields[step].join(model, alias, query)
        return model._field_to_sql(alias, name, query)
