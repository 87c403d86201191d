from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

CRM = "sunumarche_crm.group_"


@tagged("post_install", "-at_install")
class TestStockScope(TransactionCase):
    """Deliveries are reached as their customers are; storekeepers change no order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.awa = cls._create_user("awa.stock", CRM + "salesperson")
        cls.storekeeper = cls._create_user(
            "keeper.stock", f"{CRM}production,stock.group_stock_user"
        )
        cls.product = cls.env["product.product"].create(
            {"name": "Frame", "is_storable": True}
        )
        cls.own = cls._order(cls.awa)
        cls.other = cls._order(cls._create_user("binta.stock", CRM + "salesperson"))
        cls.own.action_confirm()
        cls.other.action_confirm()

    @classmethod
    def _create_user(cls, login, groups):
        company = cls.env.company
        return new_test_user(
            cls.env, login, groups=groups, company_ids=[Command.set(company.ids)]
        )

    @classmethod
    def _order(cls, salesperson):
        customer = cls.env["res.partner"].create(
            {"name": salesperson.login, "user_id": salesperson.id}
        )
        return cls.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "order_line": [Command.create({"product_id": cls.product.id})],
            }
        )

    def _seen(self, user):
        pickings = self.own.picking_ids + self.other.picking_ids
        found = self.env["stock.picking"].with_user(user)
        return found.search([("id", "in", pickings.ids)])

    def test_salespeople_see_the_deliveries_of_their_customers(self):
        self.assertEqual(self._seen(self.awa), self.own.picking_ids)
        with self.assertRaises(AccessError):
            self.other.picking_ids.with_user(self.awa).read(["partner_id"])

    def test_storekeepers_see_and_validate_all_deliveries(self):
        pickings = self._seen(self.storekeeper)
        self.assertEqual(pickings, self.own.picking_ids + self.other.picking_ids)
        pickings.move_ids.write({"quantity": 1, "picked": True})
        pickings.button_validate()
        self.assertEqual(set(pickings.mapped("state")), {"done"})
        self.assertEqual(self.own.order_line.qty_delivered, 1)

    def test_whoever_reads_no_cost_reads_none_of_a_move(self):
        agent = self._create_user("agent.stock", CRM + "service_agent")
        moves = self.env["stock.move"].with_user(agent)
        move = moves.search([("id", "in", self.own.picking_ids.move_ids.ids)])
        self.assertTrue(move)
        for name in ("value", "price_unit", "standard_price", "remaining_value"):
            with self.subTest(name=name):
                self.assertNotIn(name, moves.fields_get())
                with self.assertRaises(AccessError):
                    move.read([name])
        with self.assertRaises(AccessError):
            moves._read_group([], ["partner_id"], ["value:sum"])
        with self.assertRaises(AccessError):
            moves.search([("value", ">", 1)])
        for name in ("avg_cost", "total_value", "standard_price"):
            self.assertNotIn(name, self.product.with_user(agent).fields_get())
        self.assertIn("value", moves.with_user(self.awa).fields_get())

    def test_storekeepers_open_no_quotation_and_change_no_order(self):
        quotation = self._order(self.awa)
        orders = self.env["sale.order"].with_user(self.storekeeper)
        self.assertEqual(
            orders.search([("id", "in", (quotation + self.own).ids)]), self.own
        )
        with self.assertRaises(AccessError):
            self.own.order_line.with_user(self.storekeeper).price_unit = 7
        self.env.invalidate_all()
        self.assertNotEqual(self.own.order_line.price_unit, 7)

    def test_service_agents_and_marketers_read_deliveries(self):
        for role in ("service_agent", "marketer", "direction"):
            with self.subTest(role=role):
                user = self._create_user(f"{role}.stock", CRM + role)
                self.assertEqual(len(self._seen(user)), 2)
                with self.assertRaises(AccessError):
                    self._seen(user).note = "X"

    def test_moves_are_as_hidden_as_the_delivery(self):
        production = self._create_user("production.stock", CRM + "production")
        internal = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 1,
                "location_id": self.env.ref("stock.stock_location_stock").id,
                "location_dest_id": self.env.ref("stock.stock_location_stock").id,
                "move_line_ids": [
                    Command.create({"product_id": self.product.id, "quantity": 1})
                ],
            }
        )
        orders = self.own + self.other
        orders.picking_ids.move_ids.write({"quantity": 1, "picked": True})
        for user, moves in (
            (self.awa, self.own.picking_ids.move_ids),
            (production, self.env["stock.move"]),
            (self.storekeeper, orders.picking_ids.move_ids),
        ):
            lines = (moves + internal).move_line_ids
            self.env.invalidate_all()
            found = self.env["stock.move.line"].with_user(user)
            with self.subTest(user=user.login):
                every = (orders.picking_ids.move_ids + internal).move_line_ids
                self.assertEqual(found.search([("id", "in", every.ids)]), lines)
