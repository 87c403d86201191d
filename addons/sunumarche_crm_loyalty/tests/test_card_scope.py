from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

CRM = "sunumarche_crm.group_"


@tagged("post_install", "-at_install")
class TestCardScope(TransactionCase):
    """Salespeople reach cards through their customers and orders, and change none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = [Command.set(cls.env.company.ids)]
        cls.awa, cls.binta, cls.manager = (
            new_test_user(cls.env, f"card.{role}.{n}", CRM + role, company_ids=company)
            for n, role in enumerate(["salesperson", "salesperson", "administrator"])
        )
        cls.product = cls.env["product.product"].create(
            {
                "name": "Fitting",
                "type": "service",
                "taxes_id": False,
                "list_price": 9_000,
            }
        )
        cls.program = cls.env["loyalty.program"].create(
            {
                "name": "Gift cards",
                "program_type": "gift_card",
                "applies_on": "future",
                "trigger": "auto",
                "rule_ids": [Command.create({"reward_point_mode": "money"})],
                "reward_ids": [
                    Command.create(
                        {
                            "discount_mode": "per_point",
                            "discount": 1,
                            "discount_applicability": "order",
                        }
                    )
                ],
            }
        )
        cls.own_customer = cls._create_customer(cls.awa)
        cls.own = cls._create_card(cls.own_customer)
        cls.other = cls._create_card(cls._create_customer(cls.binta))
        cls.bearer = cls._create_card(cls.env["res.partner"])
        cls.cards = cls.own + cls.other + cls.bearer

    @classmethod
    def _create_customer(cls, salesperson):
        return cls.env["res.partner"].create(
            {"name": salesperson.login, "user_id": salesperson.id}
        )

    @classmethod
    def _create_card(cls, customer):
        return cls.env["loyalty.card"].create(
            {
                "program_id": cls.program.id,
                "partner_id": customer.id,
                "points": 4_000,
            }
        )

    def _seen(self, user):
        found = self.env["loyalty.card"].with_user(user)
        return found.search([("id", "in", self.cards.ids)])

    def _order(self):
        orders = self.env["sale.order"].with_user(self.awa)
        return orders.create(
            {
                "partner_id": self.own_customer.id,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )

    def _apply(self, order, code):
        wizards = self.env["sale.loyalty.coupon.wizard"].with_user(self.awa)
        wizards.create({"order_id": order.id, "coupon_code": code}).action_apply()

    def test_cards_of_customers_out_of_reach_are_hidden(self):
        self.assertEqual(self._seen(self.awa), self.own)
        self.assertEqual(self._seen(self.manager), self.cards)

    def test_only_managers_change_a_card(self):
        card = self.own.with_user(self.awa)
        with self.assertRaises(AccessError):
            card.points = 1_000_000
        with self.assertRaises(AccessError):
            card.code = "MINE"
        self.env.invalidate_all()
        self.assertEqual(self.own.points, 4_000)
        self.own.with_user(self.manager).points = 5_000
        self.assertEqual(self.own.points, 5_000)

    def test_the_history_of_a_card_is_as_hidden_as_the_card(self):
        history = self.env["loyalty.history"].create(
            [
                {"card_id": card.id, "description": "Gift", "issued": 7}
                for card in self.cards
            ]
        )
        found = self.env["loyalty.history"].with_user(self.awa)
        self.assertEqual(
            found.search([("id", "in", history.ids)]),
            history.filtered(lambda line: line.card_id == self.own),
        )

    def test_whoever_knows_a_code_uses_it_on_his_order(self):
        order = self._order()
        self._apply(order, self.bearer.code)
        self.env.invalidate_all()
        self.assertEqual(self._seen(self.awa), self.own + self.bearer)
        [rewards] = order._get_claimable_rewards().values()
        self.assertFalse(order._apply_program_reward(rewards, self.bearer))
        self.assertEqual(order.amount_total, 5_000)
        order.action_confirm()
        self.env.invalidate_all()
        self.assertEqual(self.bearer.points, 0)
        order._action_cancel()
        self.env.invalidate_all()
        self.assertEqual(self.bearer.points, 4_000)

    def test_a_code_that_is_none(self):
        with self.assertRaises(ValidationError):
            self._apply(self._order(), "0440-nothing")

    def test_no_code_on_another_s_order(self):
        order = self.env["sale.order"].create({"partner_id": self.other.partner_id.id})
        with self.assertRaises(AccessError):
            order.with_user(self.awa)._try_apply_code(self.bearer.code)
