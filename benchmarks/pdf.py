"""Measure what printing costs: invoices, a long order, letters.

``./sunu bench pdf --json FILE`` makes a database with invoices, an order and contacts,
and prints them with WeasyPrint; one invoice also with the installed wkhtmltopdf, if
there is one. Seconds include Odoo's own rendering of the HTML. The first print of a
process, which reads fonts and style sheets, is a figure of its own.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from .kit import verdict
from .kit.places import (
    ConfiguredPlaces,
    Places,
    find_places,
    odoo_environment,
    run_apart,
)

BASE = "bench_pdf"
ADDONS = ("sunumarche_letter", "report_weasyprint")
INVOICES, INVOICE_LINES, ORDER_LINES = 100, 5, 1_000
INVOICE, ORDER = "account.account_invoices", "sale.action_report_saleorder"
LETTERS = "sunumarche_letter.letter_print_report"
MAX_SECONDS, MAX_MB = 20.0, 600.0
TEXT = "<p>Cher client, chère cliente {{name}},</p>" + 6 * (
    "<p>Du {{date}} jusqu'à la fin du mois, votre bon d'achat de {{amount}} "
    "({{amount|words}}) vaut dans toutes nos boutiques, à {{city}} et ailleurs.</p>"
)


class Printed(NamedTuple):
    """A print: elapsed seconds, seconds of this process, and the PDF."""

    seconds: float
    cpu: float
    pdf: bytes


def main(arguments: list[str] | None = None) -> int:
    options = parse(arguments)
    places = find_places()
    try:
        figures = measure(places, options.letters)
    finally:
        if not options.keep:
            places.drop(BASE)
    return verdict.conclude(figures, options.json, verdict.as_lines)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./sunu bench pdf", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--letters", type=int, default=1_000, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--keep", action="store_true", help="keep the database")
    return parser.parse_args(arguments)


def measure(places: Places, letters: int) -> dict[str, Any]:
    """All figures of one run, by the names of the JSON file."""
    places.create(BASE, ours=True)
    if isinstance(places, ConfiguredPlaces):
        run_apart(install, places)
    ids = run_apart(fill, places, letters)
    figures = run_apart(measure_documents, places, ids)
    figures |= run_apart(measure_letters, places, ids)
    figures |= run_apart(measure_wkhtmltopdf, places, ids)
    return {
        **figures,
        "invoices_100_met": figures["invoices_100_s"] <= MAX_SECONDS,
        "letters_met": figures["letters_1000_mb"] <= MAX_MB,
        "faults": find_faults(figures, letters),
    }


def install(places: Places) -> None:
    places.configure(BASE)
    from odoo.modules.registry import Registry

    Registry.new(BASE, update_module=True, install_modules=ADDONS)


def fill(places: Places, letters: int) -> dict[str, list[int]]:
    """Make what is printed; return its ids by kind."""
    with odoo_environment(places, BASE) as env:
        if not env.company.chart_template:
            env["account.chart.template"].try_loading("sn", env.company)
        env.company.country_id = env.ref("base.sn")
        partners = env["res.partner"].create(
            [
                {
                    "name": f"Client {n}",
                    "street": f"{n} rue 10",
                    "city": "Dakar",
                    "customer_rank": 1,
                }
                for n in range(max(letters, 1))
            ]
        )
        product = env["product.product"].create({"name": "Tissu", "list_price": 1500})
        invoices = env["account.move"].create(
            [_invoice(partners[0], product) for _ in range(INVOICES)]
        )
        invoices.action_post()
        order = env["sale.order"].create(
            {
                "partner_id": partners[0].id,
                "order_line": [
                    (0, 0, {"product_id": product.id, "name": f"Ligne {n:04d}"})
                    for n in range(ORDER_LINES)
                ],
            }
        )
        letter = env["sunumarche.letter.template"].create(
            {"name": "Bon d'achat", "subject": "Votre bon d'achat", "body": TEXT}
        )
        env.cr.commit()
        return {
            "partners": partners.ids,
            "invoices": invoices.ids,
            "order": order.ids,
            "letter": letter.ids,
        }


def _invoice(partner: Any, product: Any) -> dict[str, Any]:
    line = (0, 0, {"product_id": product.id, "quantity": 2})
    return {
        "move_type": "out_invoice",
        "partner_id": partner.id,
        "invoice_date": "2026-03-15",
        "invoice_line_ids": [line] * INVOICE_LINES,
    }


def measure_documents(places: Places, ids: dict[str, list[int]]) -> dict[str, Any]:
    with odoo_environment(places, BASE) as env:
        invoices = ids["invoices"]
        first = timed(render, env, INVOICE, invoices[:1])
        one = min(timed(render, env, INVOICE, invoices[:1]) for _ in range(5))
        many = timed(render, env, INVOICE, invoices)
        order = timed(render, env, ORDER, ids["order"])
        return {
            "first_print_s": first.seconds,
            **as_keys("invoice_1", one),
            **as_keys("invoices_100", many),
            **as_keys("order_1000", order),
            "order_lost_lines": count_lost_lines(order.pdf),
            "documents_mb": peak_megabytes(),
        }


def measure_letters(places: Places, ids: dict[str, list[int]]) -> dict[str, Any]:
    with odoo_environment(places, BASE) as env:
        wizard = env["sunumarche.letter.print"].create(
            {
                "template_id": ids["letter"][0],
                "partner_ids": [(6, 0, ids["partners"])],
                "amount": 5000,
            }
        )
        letters = timed(render, env, LETTERS, wizard.ids)
        return {
            **as_keys("letters_1000", letters),
            "letters_1000_mb": peak_megabytes(),
        }


def measure_wkhtmltopdf(places: Places, ids: dict[str, list[int]]) -> dict[str, Any]:
    """Print one invoice with the installed wkhtmltopdf; None where there is none."""
    with odoo_environment(places, BASE) as env:
        from odoo.addons.base.models.ir_actions_report import _wkhtml

        report = env.ref(INVOICE)
        report.pdf_engine = "wkhtmltopdf"
        found = _wkhtml()
        figures = {"wk_invoice_1_s": None, "wk_version": found.version or None}
        if found.state == "ok":
            invoice = ids["invoices"][:1]
            figures["wk_invoice_1_s"] = min(
                timed(render, env, INVOICE, invoice).seconds for _ in range(3)
            )
        return figures


def render(env: Any, report: str, record_ids: list[int]) -> bytes:
    reports = env["ir.actions.report"].with_context(report_pdf_no_attachment=True)
    return reports._render_qweb_pdf(report, record_ids)[0]


def timed(function: Callable[..., bytes], *arguments: Any) -> Printed:
    start, cpu = time.perf_counter(), time.process_time()
    pdf = function(*arguments)
    seconds = round(time.perf_counter() - start, 3)
    return Printed(seconds, round(time.process_time() - cpu, 3), pdf)


def as_keys(name: str, printed: Printed) -> dict[str, Any]:
    pages = count_pages(printed.pdf)
    return {
        f"{name}_s": printed.seconds,
        f"{name}_cpu_s": printed.cpu,
        f"{name}_pages": pages,
        f"{name}_pages_per_s": round(pages / printed.seconds, 1),
        f"{name}_kb": len(printed.pdf) // 1024,
    }


def count_pages(pdf: bytes) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(pdf))


def count_lost_lines(pdf: bytes) -> int:
    """Return how many lines of the long order are not in the text of its PDF."""
    import pypdfium2

    pages = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    return sum(f"Ligne {n:04d}" not in text for n in range(ORDER_LINES))


def peak_megabytes() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def find_faults(figures: dict[str, Any], letters: int) -> list[str]:
    """Return what makes the figures worthless: something is missing on paper."""
    faults = []
    if figures["order_lost_lines"]:
        faults.append("lines of the order are missing")
    if figures["invoices_100_pages"] < INVOICES:
        faults.append("invoices are missing")
    if figures["letters_1000_pages"] < letters:
        faults.append("letters are missing")
    return faults


if __name__ == "__main__":
    sys.exit(main())
