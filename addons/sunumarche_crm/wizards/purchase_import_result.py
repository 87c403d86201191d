from decimal import Decimal
from functools import partial

from odoo.tools.misc import format_date, formatLang

SHOWN_REFUSALS = 100


def render_result(wizard, step, report, texts):
    """A preview or a report as HTML, in the user's language."""
    env = wizard.env
    return env["ir.qweb"]._render(
        "sunumarche_crm.purchase_import_result",
        {
            "step": step,
            "report": report,
            "wizard": wizard,
            "texts": texts,
            "sample": sorted(report.sample, key=lambda line: line.number),
            "shown_refusals": report.refused_lines[:SHOWN_REFUSALS],
            "format_date": partial(format_date, env),
            "format_number": partial(formatLang, env, digits=0),
            "format_quantity": partial(_format_exactly, env),
            "format_amount": partial(_format_amount, wizard),
        },
    )


def _format_exactly(env, figure: Decimal | None, places: int = 0) -> str:
    """A figure with all its decimals, and at least ``places`` of them."""
    if figure is None:
        return ""
    decimals = -figure.normalize().as_tuple().exponent
    # A float only to be shown: the figures themselves stay decimal.
    return formatLang(env, float(figure), digits=max(decimals, places))


def _format_amount(wizard, amount: Decimal, currency=None) -> str:
    currency = currency or wizard.currency_id
    number = _format_exactly(wizard.env, amount, currency.decimal_places)
    return f"{number}\N{NO-BREAK SPACE}{currency.name}"
