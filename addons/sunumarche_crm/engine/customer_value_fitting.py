"""From the inputs of customers to the parameters of the model."""

from collections import Counter
from datetime import date

from odoo.tools import SQL

from .customer_value_bgnbd import History, MbgNbd
from .customer_value_gamma import GammaGamma
from .customer_value_inputs import sql_histories

LEAST_REPEAT_CUSTOMERS = 30
# Parameters a hundred times those at the start are as unlikely as one customer.
DOUBT = 0.1


def fit_model(env, inputs: SQL, day: date) -> dict | None:
    """Return the parameters, as fields of a fit; None when no model makes sense."""
    customers = env.execute_query(sql_histories(inputs, day))
    weights = Counter(
        History(repeats, recency / 7, age / 7)
        for repeats, recency, age, _spent in customers
    )
    spending = [
        (repeats + 1, spent / (repeats + 1))
        for repeats, _recency, _age, spent in customers
        if spent
    ]
    if len(spending) < LEAST_REPEAT_CUSTOMERS:
        return None
    purchases, log_likelihood = MbgNbd.fit(weights, DOUBT)
    money = GammaGamma.fit(spending)
    if money.p + money.q <= 1:
        return None
    return {
        "fitted_customer_count": len(customers),
        "log_likelihood": log_likelihood,
        "purchase_r": purchases.r,
        "purchase_alpha": purchases.alpha,
        "purchase_a": purchases.a,
        "purchase_b": purchases.b,
        "spending_p": money.p,
        "spending_q": money.q,
        "spending_gamma": money.gamma,
    }


def build_models(values) -> tuple[MbgNbd, GammaGamma]:
    """The two models with the parameters of a fit, or of ``fit_model``."""
    return (
        MbgNbd(
            values["purchase_r"],
            values["purchase_alpha"],
            values["purchase_a"],
            values["purchase_b"],
        ),
        GammaGamma(
            values["spending_p"], values["spending_q"], values["spending_gamma"]
        ),
    )
