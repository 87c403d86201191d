"""Fits the model of a company's customers, tests it and writes their values."""

from datetime import date

from odoo.fields import Date
from odoo.tools import SQL

from .customer_figures import FiguresScope
from .customer_value_backtest import BackTest, get_retention
from .customer_value_fitting import (
    LEAST_REPEAT_CUSTOMERS,
    build_models,
    fit_model,
)
from .customer_value_inputs import get_monday, sql_current, sql_sample
from .customer_value_quarters import Quarters
from .customer_value_scores import GROUPS, SCORE_COLUMNS, ModelScores, SimpleFormula
from .refresh_lock import LockedRefresh, RefreshLock
from .table_difference import TableDifference, WriteReport

MONTHS_AHEAD = 12
UNWIDENED = (1.0,) * len(GROUPS)
# Enough customers for parameters known to a percent; all count up to this number.
FIT_CUSTOMERS = 30_000


class CustomerValueRefresh(LockedRefresh):
    """Expected values of one company's customers.

    How to use::

        if CustomerValueRefresh.acquire_lock(env):
            refresh = CustomerValueRefresh(company)
            fit = refresh.fit()           # once a week
            report = refresh.score(fit)   # every night

    How it works: the inputs are the indicators, one row a customer. ``fit`` groups
    them into distinct histories in one statement, finds the most likely parameters in
    Python and keeps them, with a back-test, as a ``sunumarche.customer.value.fit``.
    ``score`` computes in SQL what differs from the stored values and writes that.
    Everything happens in the caller's transaction.

    :param as_of: today by default; values are reckoned on the Monday before
    """

    lock = RefreshLock.VALUES

    def __init__(self, company, as_of: date | None = None):
        # sudo: res.company, sunumarche.customer.value.fit - values are computed for
        # everybody, whoever asked for it
        self.company = company.sudo()
        self.env = self.company.env
        self.as_of = as_of or Date.context_today(company)
        self.day = get_monday(self.as_of)
        self.inputs = sql_current(self.company.id)

    def fit(self):
        """Fit, test and keep; return the ``sunumarche.customer.value.fit``."""
        self._flush()
        customers, repeat_customers = self._count_customers()
        sample = sql_sample(self.inputs, customers, FIT_CUSTOMERS)
        values = {
            "company_id": self.company.id,
            "date": self.as_of,
            "customer_count": customers,
            "repeat_customer_count": repeat_customers,
            "method": "simple",
        }
        widening = UNWIDENED
        if repeat_customers >= LEAST_REPEAT_CUSTOMERS:
            model = fit_model(self.env, sample, self.day)
            if model:
                quarters = Quarters(self, customers)
                widening = quarters.widening
                values |= {"method": "model", **model, **quarters.get_coverage()}
        values["retention_rate"] = get_retention(self, customers)
        values |= BackTest(self, customers, widening).run()
        return self.env["sunumarche.customer.value.fit"].create(values)

    def score(self, fit) -> WriteReport:
        """Write the values of the customers that differ from the stored ones."""
        self._flush()
        self.env["sunumarche.customer.value"].flush_model()
        self.env.execute_query(SQL("SET LOCAL work_mem = '256MB'"))
        difference = TableDifference(
            self.env["sunumarche.customer.value"],
            {"company_id": self.company.id},
            (*SCORE_COLUMNS, "fit_id"),
        )
        difference.collect(
            SQL(
                "SELECT scored.*, %s AS fit_id FROM (%s) scored",
                fit.id,
                self.sql_scored(fit),
            )
        )
        report = difference.apply()
        self.env["sunumarche.customer.value"].invalidate_model()
        return report

    def sql_scored(self, fit) -> SQL:
        """The scores of all customers of the company by ``fit``."""
        decimals = self.company.currency_id.decimal_places
        if fit.method == "simple":
            formula = SimpleFormula(fit.retention_rate, MONTHS_AHEAD, decimals)
            return formula.sql_scored(self.inputs, self.day)
        scores = ModelScores(
            self.env,
            *build_models(fit),
            months=MONTHS_AHEAD,
            decimals=decimals,
            widening=fit._get_widening(),
        )
        scores.prepare(self.inputs, self.day)
        return scores.sql_scored(self.inputs, self.day)

    def scope(self, partner_ids=None) -> FiguresScope:
        """The documents that count, as they do in the indicators."""
        return FiguresScope(
            company_id=self.company.id,
            as_of=self.as_of,
            cutover=self.company.purchase_history_cutover_date or None,
            decimals=self.company.currency_id.decimal_places,
            partner_ids=partner_ids,
            heirs=self.env["res.partner"]._get_figure_heirs(),
        )

    def _flush(self):
        for model in (
            "account.move",
            "sunumarche.customer.indicator",
            "sunumarche.purchase.history",
        ):
            self.env[model].flush_model()

    def _count_customers(self):
        [counts] = self.env.execute_query(
            SQL(
                "SELECT count(*), count(*) FILTER (WHERE repeats > 0) FROM (%s) input",
                self.inputs,
            )
        )
        return counts
