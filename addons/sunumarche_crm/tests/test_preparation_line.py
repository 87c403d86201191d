from odoo.exceptions import AccessError
from odoo.fields import Command, Date
from odoo.tests import tagged

from .home_common import HomeCase

LINES = "sunumarche.preparation.line"
READERS = {"production", "buyer", "direction", "administrator"}


@tagged("post_install", "-at_install")
class TestPreparationLine(HomeCase):
    """The workshop's list holds what is ordered and not yet delivered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.env["product.product"].create(
            {"name": "Eye test", "type": "service"}
        )
        cls.goods = cls.env["product.product"].create(
            [
                {"name": "Frame", "type": "consu"},
                {"name": "Lens", "type": "consu", "sale_ok": True},
            ]
        )
        cls.order = cls._order([(cls.goods[0], 3), (cls.goods[1], 6)])
        cls.order.action_confirm()

    @classmethod
    def _order(cls, lines, **values):
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": qty})
                    for product, qty in lines
                ],
                **values,
            }
        )

    def _lines(self, role="production", **context):
        lines = self.env[LINES].with_user(self.users[role])
        context = {"allowed_company_ids": self.company.ids, **context}
        return lines.with_context(**context).search([("company_id", "!=", False)])

    def _by_orm(self, orders):
        """The same rows, computed line by line."""
        today = Date.context_today(self.env.user)
        rows = set()
        for line in orders.order_line:
            missing = line.product_uom_qty - line.qty_delivered
            is_goods = line.product_id.type == "consu" and not line.is_expense
            if line.state != "sale" or not is_goods or missing <= 0:
                continue
            promised = (line.order_id.commitment_date or line._expected_date()).date()
            rows.add(
                (
                    line.id,
                    line.order_id.name,
                    line.product_id.id,
                    line.product_uom_qty,
                    line.qty_delivered,
                    missing,
                    line.product_uom_id.id,
                    promised,
                    max((today - promised).days, 0),
                )
            )
        return rows

    def test_the_same_rows_as_the_orm(self):
        quotation = self._order([(self.goods[0], 1)])
        cancelled = self._order([(self.goods[0], 1)])
        cancelled.action_confirm()
        cancelled._action_cancel()
        mixed = self._order(
            [(self.goods[0], 1), (self.service, 1), (self.goods[1], 2.5)],
            commitment_date="2025-06-25 10:00:00",
        )
        mixed.action_confirm()
        slow = self._order([(self.goods[1], 4)])
        slow.order_line.customer_lead = 12
        slow.action_confirm()
        self.order.order_line[0].qty_delivered = 3
        self.order.order_line[1].qty_delivered = 2
        rows = {
            (
                line.id,
                line.order_reference,
                line.product_id.id,
                line.quantity_ordered,
                line.quantity_delivered,
                line.quantity_to_prepare,
                line.product_uom_id.id,
                line.promised_date,
                line.days_late,
            )
            for line in self._lines()
        }
        orders = self.order + quotation + cancelled + mixed + slow
        self.assertEqual(rows, self._by_orm(orders))
        self.assertEqual(sorted(row[-1] for row in rows), [0, 0, 5, 5])

    def test_the_promised_day_is_that_of_the_reader_s_clock(self):
        order = self._order([(self.goods[0], 1)], commitment_date="2025-07-04 23:30:00")
        order.action_confirm()
        domain = [("order_reference", "=", order.name)]
        dakar = self._lines().filtered_domain(domain)
        self.assertEqual(dakar.promised_date, Date.to_date("2025-07-04"))
        self.env.invalidate_all()
        paris = self._lines(tz="Europe/Paris").filtered_domain(domain)
        self.assertEqual(paris.promised_date, Date.to_date("2025-07-05"))

    def test_only_the_roles_that_prepare_read_it(self):
        for role, user in self.users.items():
            with self.subTest(role=role):
                self.assertEqual(
                    self.env[LINES].with_user(user).has_access("read"), role in READERS
                )
        with self.assertRaises(AccessError):
            self._lines("salesperson")

    def test_nobody_writes_it(self):
        line = self._lines()[0]
        for operation in ("write", "create", "unlink"):
            self.assertFalse(line.has_access(operation))

    def test_there_is_neither_a_customer_nor_a_price(self):
        fields = self.env[LINES].fields_get()
        self.assertFalse([f for f in fields if fields[f]["type"] == "monetary"])
        relations = {field.get("relation") for field in fields.values()}
        self.assertEqual(
            relations - {None, "res.users"},
            {"product.product", "res.company", "uom.uom"},
        )

    def test_other_companies_are_not_shown(self):
        other = self.setup_other_company()["company"]
        order = self._order([(self.goods[0], 1)], company_id=other.id)
        order.action_confirm()
        self.assertNotIn(order.name, self._lines().mapped("order_reference"))

    def test_lines_are_grouped_by_their_promised_date(self):
        groups = self._lines()._read_group(
            [("company_id", "=", self.company.id)],
            ["promised_date:day"],
            ["quantity_to_prepare:sum"],
        )
        self.assertEqual(groups, [(Date.to_date("2025-06-30"), 9.0)])
