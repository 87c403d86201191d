from odoo.tests import tagged
from odoo.tools import SQL

from ..hooks import pre_init_hook
from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestHooks(CustomerCase):
    """Installing on a company that has invoiced for years."""

    def test_settlement_dates_are_filled_as_the_orm_computes_them(self):
        paid = self._invoice(9_000, "2025-02-02")
        self._pay(paid, "2025-02-12", amount=4_000)
        self._pay(paid, "2025-02-20", amount=5_000)
        part = self._invoice(8_000, "2025-02-03")
        self._pay(part, "2025-02-13", amount=1_000)
        returned = self._invoice(7_000, "2025-02-04")
        self._reverse_invoice(returned, post=True)
        mixed = self._invoice(6_000, "2025-02-05")
        self._pay(mixed, "2025-03-01", amount=5_000)
        credit = self._credit(1_000, "2025-03-15")
        lines = (mixed | credit).line_ids
        lines.filtered(lambda line: line.display_type == "payment_term").reconcile()
        invoices = paid | part | returned | mixed
        computed = invoices.mapped("customer_settlement_date")
        self.assertEqual(
            [str(day or "") for day in computed], ["2025-02-20", "", "", "2025-03-01"]
        )

        self.env.flush_all()
        self.env.execute_query(
            SQL("UPDATE account_move SET customer_settlement_date = NULL")
        )
        pre_init_hook(self.env)
        self.env["account.move"].invalidate_model(["customer_settlement_date"])
        self.assertEqual(invoices.mapped("customer_settlement_date"), computed)
