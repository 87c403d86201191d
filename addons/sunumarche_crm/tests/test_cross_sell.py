import random
from collections import Counter
from datetime import timedelta
from itertools import permutations

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import float_round, mute_logger

from ..engine import cross_sell_refresh
from ..engine.cross_sell_refresh import CrossSellRefresh
from .common import TODAY, CustomerCase


class CrossSellCase(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = ("Frame", "Lenses", "Case", "Cleaner", "Cord", "Voucher")
        cls.products = cls.env["product.product"].create(
            [{"name": name, "list_price": 1000, "taxes_id": False} for name in names]
        )
        cls.frame, cls.lenses, cls.box, cls.cleaner, cls.cord, cls.voucher = (
            cls.products
        )

    @classmethod
    def _basket(cls, products, date="2025-06-01", partner=None, **values):
        """A posted invoice of these products."""
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or cls.customer).id,
                "invoice_date": date,
                "invoice_line_ids": [
                    Command.create(
                        {"product_id": product.id, "price_unit": 1000, "tax_ids": []}
                    )
                    for product in products
                ],
                **values,
            }
        )
        move.action_post()
        return move

    def _run(self, company=None):
        return CrossSellRefresh(company or self.company).run()

    def _pairs(self, company=None):
        return self.env["sunumarche.cross.sell"].search(
            [("company_id", "=", (company or self.company).id)]
        )

    def _sell_frames_with_lenses(self):
        """3 frames with lenses of 4, lenses in 3 of 6 baskets."""
        for partner in ("One", "Two", "Three"):
            self._basket(
                self.frame + self.lenses, partner=self._create_customer(partner)
            )
        self._basket(self.frame, partner=self._create_customer("Four"))
        for partner in ("Five", "Six"):
            self._basket(self.cord, partner=self._create_customer(partner))
        self._run()


@tagged("post_install", "-at_install")
class TestCrossSellPairs(CrossSellCase):
    def test_figures_of_a_pair(self):
        self._sell_frames_with_lenses()
        self.assertRecordValues(
            self._pairs().sorted("confidence"),
            [
                {
                    "product_id": self.frame.id,
                    "suggested_product_id": self.lenses.id,
                    "basket_count": 3,
                    "support": 0.5,
                    "confidence": 0.75,
                    "lift": 1.5,
                },
                {
                    "product_id": self.lenses.id,
                    "suggested_product_id": self.frame.id,
                    "basket_count": 3,
                    "support": 0.5,
                    "confidence": 1.0,
                    "lift": 1.5,
                },
            ],
        )

    def test_random_baskets_equal_python(self):
        drawn = random.Random(8)
        other = self.setup_other_company(name="Abidjan")["company"]
        baskets = []
        for _number in range(40):
            content = drawn.sample(list(self.products), drawn.randint(1, 5))
            date = Date.to_date(TODAY) - timedelta(days=drawn.randrange(900))
            move = self._basket(content + content[:1], date)
            fate = drawn.choice(("draft", "refund", "kept", "kept", "kept"))
            if fate == "draft":
                move.button_draft()
            elif fate == "refund":
                self._reverse_invoice(move, post=True)
            if fate != "draft" and date > Date.to_date("2023-06-30"):
                baskets.append({product.id for product in content})
        self.env["account.move"].with_company(other).create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2025-06-01",
                "invoice_line_ids": [
                    Command.create({"product_id": product.id, "tax_ids": []})
                    for product in self.products
                ],
            }
        ).action_post()
        self.company.cross_sell_min_baskets = 2
        self._run()
        self._run(other)
        found = {
            (pair.product_id.id, pair.suggested_product_id.id): (
                pair.basket_count,
                pair.support,
                pair.confidence,
                pair.lift,
            )
            for pair in self._pairs()
        }
        self.assertEqual(found, self._reckon(baskets, least=2))
        self.assertTrue(found)
        self.assertFalse(self._pairs(other))

    def _reckon(self, baskets, least):
        bought = Counter(product for basket in baskets for product in basket)
        together = Counter(
            pair for basket in baskets for pair in permutations(basket, 2)
        )
        total = len(baskets)
        return {
            (one, two): (
                count,
                float_round(count / total, 6),
                float_round(count / bought[one], 4),
                float_round(count * total / (bought[one] * bought[two]), 2),
            )
            for (one, two), count in together.items()
            if count >= least
            and float_round(count * total / (bought[one] * bought[two]), 2) > 1
        }

    def test_nothing_is_written_twice_and_pairs_go(self):
        self._sell_frames_with_lenses()
        self.assertFalse(self._run())
        move = self._basket(self.cleaner, partner=self._create_customer("Seven"))
        self.assertEqual(self._run().changed, 2)
        move.button_draft()
        self.company.cross_sell_min_baskets = 4
        self.assertEqual(self._run().removed, 2)

    def test_empty_base(self):
        self.assertFalse(self._run())
        self.assertFalse(self.customer.cross_sell_ids)

    def test_too_large_a_basket_tells_nothing(self):
        self.patch(cross_sell_refresh, "MOST_PRODUCTS", 2)
        for number in range(3):
            partner = self._create_customer(f"Shop {number}")
            self._basket(self.frame + self.lenses + self.cord, partner=partner)
        self._run()
        self.assertFalse(self._pairs())

    def test_products_that_are_not_sold_are_not_counted(self):
        self._sell_frames_with_lenses()
        self.lenses.sale_ok = False
        self._run()
        self.assertNotIn(self.lenses, self._pairs().suggested_product_id)
        self.frame.active = False
        self._run()
        self.assertFalse(self._pairs())

    def test_settings_are_positive(self):
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.company.cross_sell_months = 0
            self.env.flush_all()

    def test_cron(self):
        self._sell_frames_with_lenses()
        self._pairs().sudo().unlink()
        with self.enter_registry_test_mode():
            self.env.ref(
                "sunumarche_crm.ir_cron_cross_sell_refresh"
            ).method_direct_trigger()
        self.assertEqual(len(self._pairs()), 2)


@tagged("post_install", "-at_install")
class TestCrossSellSuggestions(CrossSellCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number in range(4):
            partner = cls._create_customer(f"Buyer {number}")
            cls._basket(cls.frame + cls.lenses, partner=partner)
        for number in range(3):
            partner = cls._create_customer(f"Other buyer {number}")
            cls._basket(cls.frame + cls.cleaner + cls.box, partner=partner)
        for number in range(5):
            partner = cls._create_customer(f"Passer-by {number}")
            cls._basket(cls.cord, partner=partner)
        CrossSellRefresh(cls.company).run()
        cls.seller = new_test_user(
            cls.env,
            "seller",
            groups="sunumarche_crm.group_salesperson",
            company_id=cls.company.id,
        )
        cls.customer.user_id = cls.seller

    def _order(self, user=None, products=None, partner=None):
        return (
            self.env["sale.order"]
            .with_user(user or self.seller)
            .create(
                {
                    "partner_id": (partner or self.customer).id,
                    "order_line": [
                        Command.create({"product_id": product.id})
                        for product in products or self.frame
                    ],
                }
            )
        )

    def test_next_products_of_a_customer(self):
        self.assertFalse(self.customer.cross_sell_ids)
        self._basket(self.frame)
        self.customer.invalidate_recordset()
        pairs = self.customer.with_user(self.seller).cross_sell_ids
        self.assertEqual(pairs.product_id, self.frame)
        self.assertEqual(pairs[0].suggested_product_id, self.lenses)
        self.assertEqual(
            pairs.suggested_product_id, self.lenses + self.cleaner + self.box
        )
        self.assertEqual(pairs.mapped("confidence"), [0.5714, 0.4286, 0.4286])

    def test_what_he_has_is_not_suggested(self):
        self._basket(self.frame + self.lenses, date="2024-01-10")
        self.assertEqual(
            self.customer.cross_sell_ids.suggested_product_id, self.cleaner + self.box
        )

    def test_what_he_bought_long_ago_or_returned_to_draft_does_not_count(self):
        self._basket(self.frame, date="2022-01-10")
        self._basket(self.frame).button_draft()
        self.assertFalse(self.customer.cross_sell_ids)

    def test_archived_products_are_not_suggested_any_more(self):
        self._basket(self.frame)
        self.lenses.active = False
        self.cleaner.sale_ok = False
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.cross_sell_ids.suggested_product_id, self.box)

    def test_service_agents_see_the_suggestions_though_not_the_invoices(self):
        self._basket(self.frame)
        agent = new_test_user(
            self.env,
            "agent",
            groups="sunumarche_crm.group_service_agent",
            company_id=self.company.id,
        )
        self.customer.invalidate_recordset()
        self.assertTrue(self.customer.with_user(agent).cross_sell_ids)

    def test_quotation_suggests_while_it_is_written(self):
        with Form(self.env["sale.order"].with_user(self.seller)) as form:
            form.partner_id = self.customer
            self.assertFalse(form.cross_sell_ids)
            with form.order_line.new() as line:
                line.product_id = self.frame
            suggested = self.env["sunumarche.cross.sell"].browse(
                form.cross_sell_ids.ids
            )
            self.assertEqual(suggested[0].suggested_product_id, self.lenses)

    def test_one_click_adds_a_line_and_removing_it_takes_it_back(self):
        order = self._order()
        pair = order.cross_sell_ids[0]
        pair.with_context(cross_sell_order_id=order.id).action_add_to_order()
        self.assertEqual(order.order_line.product_id, self.frame + self.lenses)
        self.assertEqual(order.order_line[-1].price_unit, 1000)
        self.assertNotIn(self.lenses, order.cross_sell_ids.suggested_product_id)
        pair.with_context(cross_sell_order_id=order.id).action_add_to_order()
        self.assertEqual(len(order.order_line), 2)
        order.order_line[-1].unlink()
        self.assertEqual(order.cross_sell_ids[0], pair)

    def test_nothing_is_added_to_an_order(self):
        order = self._order()
        pair = order.cross_sell_ids[0]
        order.action_confirm()
        self.assertFalse(order.cross_sell_ids)
        for order_id, message in ((order.id, "not a quotation"), (False, "Save")):
            with self.assertRaisesRegex(UserError, message):
                pair.with_context(cross_sell_order_id=order_id).action_add_to_order()
        self.assertEqual(order.order_line.product_id, self.frame)

    def test_nothing_is_added_to_what_one_may_not_change(self):
        stranger = self._create_customer("Of another", user_id=self.env.user.id)
        order = self._order(user=self.env.user, partner=stranger)
        pair = order.cross_sell_ids[0].with_user(self.seller)
        with self.assertRaises(AccessError):
            pair.with_context(cross_sell_order_id=order.id).action_add_to_order()
        self.assertEqual(len(order.order_line), 1)

    def test_a_product_withdrawn_meanwhile_is_not_added(self):
        order = self._order()
        pair = order.cross_sell_ids[0]
        self.lenses.sale_ok = False
        with self.assertRaisesRegex(UserError, "not sold any more"):
            pair.with_context(cross_sell_order_id=order.id).action_add_to_order()
