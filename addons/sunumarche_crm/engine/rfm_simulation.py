"""Which customers another RFM policy would put into another class."""

from dataclasses import dataclass

from odoo.tools import SQL

from .customer_refresh import CustomerRefresh
from .trial import trial


@dataclass(frozen=True)
class ClassMove:
    """Customers who would go from one RFM class to another.

    :ivar class_from: id; None for those without a class
    :ivar class_to: id; None for those who would have none
    :ivar turnover: their turnover of the last 12 months, in the policy's company
    """

    class_from: int | None
    class_to: int | None
    customers: int
    turnover: float


class RfmSimulation:
    """Tries other settings of a policy and says who would change class.

    How to use::

        moves = RfmSimulation(policy).run({"method": "cut", ...})

    How it works: the settings are written and all customers scored as
    ``CustomerRefresh`` does, up to the writing, inside a savepoint that is rolled
    back. Compared with the stored classes, that is what applying changes.
    """

    def __init__(self, policy):
        self.refresh = CustomerRefresh(policy.company_id)
        self.env = self.refresh.env

    def run(self, values: dict) -> list[ClassMove]:
        self.env["sunumarche.customer.indicator"].flush_model()
        with trial(self.env):
            self.refresh.policy.write(values)
            self.refresh.compute_figures()
            scored = self.refresh.sql_scored(self.refresh.measure_boundaries())
            return self._read_moves(scored)

    def _read_moves(self, scored: SQL) -> list[ClassMove]:
        rows = self.env.execute_query(
            SQL(
                """
                SELECT indicator.rfm_class_id,
                       scored.rfm_class_id,
                       count(*),
                       coalesce(sum(scored.net_amount_12m), 0)
                  FROM (%s) scored
             LEFT JOIN sunumarche_customer_indicator indicator
                    ON indicator.partner_id = scored.partner_id
                   AND indicator.company_id = %s
                 WHERE indicator.rfm_class_id IS DISTINCT FROM scored.rfm_class_id
              GROUP BY indicator.rfm_class_id, scored.rfm_class_id
              ORDER BY count(*) DESC, indicator.rfm_class_id, scored.rfm_class_id
                """,
                scored,
                self.refresh.company.id,
            )
        )
        return [ClassMove(*row) for row in rows]
