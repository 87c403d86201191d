"""Time the expected values: the fit of the model, the scores, all rows written."""

from __future__ import annotations

from typing import Any

from .clock import Clock, as_keys


def measure_values(env, clock: Clock) -> dict[str, Any]:
    """Fit the model on the ledger and score every customer; nothing is kept.

    ``clv_fit`` finds the parameters, ``clv_score`` computes all scores,
    ``clv_first_run`` is what the application does: fit, back-test, scores written.
    """
    from odoo.tools import SQL

    from odoo.addons.sunumarche_crm.engine.customer_value_fitting import fit_model
    from odoo.addons.sunumarche_crm.engine.customer_value_inputs import sql_sample
    from odoo.addons.sunumarche_crm.engine.customer_value_refresh import (
        FIT_CUSTOMERS,
        CustomerValueRefresh,
    )

    refresh = CustomerValueRefresh(env.company)
    customers, _repeat = refresh._count_customers()
    with clock.timed() as fitting:
        model = fit_model(
            env, sql_sample(refresh.inputs, customers, FIT_CUSTOMERS), refresh.day
        )
    if not model:
        raise RuntimeError("The model does not fit these purchases.")
    with clock.timed() as first_run:
        fit = refresh.fit()
        written = refresh.score(fit)
    with clock.timed() as scoring:
        env.execute_query(
            SQL("CREATE TEMP TABLE bench_scores AS %s", refresh.sql_scored(fit))
        )
    env.cr.rollback()
    if not written:
        raise RuntimeError("No expected value was written.")
    return {
        **as_keys("clv_fit", fitting),
        **as_keys("clv_score", scoring),
        **as_keys("clv_first_run", first_run),
        "clv_customers": customers,
    }
