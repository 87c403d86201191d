import random
from datetime import timedelta

from odoo.fields import Date
from odoo.tools import SQL

from ..engine.customer_value_refresh import CustomerValueRefresh
from .common import TODAY, CustomerCase


class CustomerValueCase(CustomerCase):
    """Customers drawn with a fixed seed, in a company whose day is ``TODAY``."""

    @classmethod
    def _draw_customers(cls, number, seed=1, company=None, **parameters):
        """Create ``number`` customers who buy as MBG/NBD and Gamma-Gamma say.

        :param parameters: ``r, alpha, a, b, p, q, gamma`` and ``weeks``, the longest
            age of a customer
        """
        drawn = random.Random(seed)
        customers = cls.env["res.partner"].create(
            [{"name": f"Drawn {seed} {number}"} for number in range(number)]
        )
        rows = [
            (customer.id, *purchase)
            for customer in customers
            for purchase in cls._draw_purchases(drawn, **parameters)
        ]
        cls._insert_purchases(rows, company or cls.company)
        return customers

    @classmethod
    def _draw_purchases(cls, drawn, r, alpha, a, b, p, q, gamma, weeks, quiet=1):
        """Return pairs (date, amount), at most one a day.

        :param quiet: share of the purchases that are made outside the last quarter of
            the year, when all are
        """
        rate = drawn.gammavariate(r, 1 / alpha) / 7
        leaving = drawn.betavariate(a, b)
        scale = drawn.gammavariate(q, 1 / gamma)
        days = drawn.randrange(1, weeks * 7)
        bought, moment = {}, 0.0
        today = Date.to_date(TODAY)
        while moment <= days:
            day = today - timedelta(days=days - int(moment))
            if quiet == 1 or day.month > 9 or drawn.random() < quiet:
                bought[day] = round(drawn.gammavariate(p, 1 / scale))
            if drawn.random() < leaving:
                break
            moment += drawn.expovariate(rate)
        return list(bought.items())

    @classmethod
    def _insert_purchases(cls, rows, company):
        """Import purchases (customer, date, amount) without the ORM: they are many."""
        partners, dates, amounts = zip(*rows, strict=True)
        cls.env.flush_all()
        cls.env.execute_query(
            SQL(
                """
                INSERT INTO sunumarche_purchase_history (
                            company_id, source_id, external_customer, line_key,
                            partner_id, commercial_partner_id, date, kind, amount)
                     SELECT %s, %s, partner_id::text, date::text,
                            partner_id, partner_id, date,
                            CASE WHEN amount < 0 THEN 'refund' ELSE 'purchase' END,
                            amount
                       FROM unnest(%s::int[], %s::date[], %s::numeric[])
                            AS purchase (partner_id, date, amount)
                """,
                company.id,
                cls.source.id,
                list(partners),
                list(dates),
                list(amounts),
            )
        )
        cls.env["sunumarche.purchase.history"].invalidate_model()

    def _fit(self, company=None):
        """Refresh the figures, fit and score; return the fit."""
        self._refresh(company)
        fits = self.env["sunumarche.customer.value.fit"]
        fit, _report = fits._process_company(company or self.company)
        return fit

    def _score(self, fit, company=None):
        self._refresh(company)
        return CustomerValueRefresh(company or self.company).score(fit)

    def _value(self, partner=None, company=None):
        return self.env["sunumarche.customer.value"].search(
            [
                ("partner_id", "=", (partner or self.customer).id),
                ("company_id", "=", (company or self.company).id),
            ]
        )
