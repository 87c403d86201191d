from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestPurchaseCompanies(TransactionCase):
    """A buyer sees the purchases of his own company, and none of another one's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other"})
        cls.buyer = new_test_user(
            cls.env,
            "buyer.purchase",
            "sunumarche_crm.group_buyer,purchase.group_purchase_user",
            company_id=cls.env.company.id,
            company_ids=[Command.set(cls.env.company.ids)],
        )
        cls.product = cls.env["product.product"].create(
            {"name": "Frame", "is_storable": True}
        )
        cls.vendor = cls.env["res.partner"].create(
            {"name": "Vendor", "supplier_rank": 1}
        )
        cls.own_line = cls._order(cls.env.company)
        cls.other_line = cls._order(cls.other)

    @classmethod
    def _order(cls, company):
        orders = cls.env["purchase.order"].with_company(company)
        order = orders.create(
            {
                "partner_id": cls.vendor.id,
                "company_id": company.id,
                "order_line": [
                    Command.create({"product_id": cls.product.id, "product_qty": 2})
                ],
            }
        )
        order.button_confirm()
        order.picking_ids.move_ids.quantity = 2
        order.picking_ids.button_validate()
        return order.order_line

    def _find(self, model, user, companies=None):
        """Return the order lines that the rows which the user sees are of."""
        lines = self.own_line | self.other_line
        field = "pol_id" if model == "purchase.bill.line.match" else "purchase_line_id"
        context = {"allowed_company_ids": (companies or self.env.company).ids}
        rows = self.env[model].with_user(user).with_context(**context)
        groups = rows._read_group([(field, "in", lines.ids)], [field])
        return lines.browse(line.id for [line] in groups)

    def test_lines_to_match_and_delays_are_of_ones_own_company(self):
        self.env.flush_all()
        both = self.env.company | self.other
        for model in ("purchase.bill.line.match", "vendor.delay.report"):
            with self.subTest(model=model):
                self.assertEqual(self._find(model, self.buyer), self.own_line)
                self.buyer.company_ids = both
                seen = self._find(model, self.buyer, both)
                self.assertEqual(seen, self.own_line | self.other_line)
                self.buyer.company_ids = self.env.company
