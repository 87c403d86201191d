from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from ..engine.rhythm_refresh import RhythmRefresh
from .customer_value_common import CustomerValueCase


@tagged("post_install", "-at_install")
class TestCustomerValuePartner(CustomerValueCase):
    """What the contact shows of the expected value and of the rhythm."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.weekly, cls.silent, cls.never = map(
            cls._create_customer, ("Weekly", "Silent", "Never")
        )
        for day in ("2025-06-08", "2025-06-15", "2025-06-22", "2025-06-29"):
            cls._invoice(10_000, day, cls.weekly)
        for day in ("2025-03-01", "2025-03-08", "2025-03-15", "2025-03-22"):
            cls._invoice(20_000, day, cls.silent)
        cls.seller = new_test_user(
            cls.env,
            "seller",
            groups="sunumarche_crm.group_salesperson",
            company_id=cls.company.id,
        )
        cls.everybody = cls.weekly + cls.silent + cls.never
        cls.everybody.user_id = cls.seller

    def setUp(self):
        super().setUp()
        self._fit()
        RhythmRefresh(self.company).run()
        self.env.invalidate_all()

    def _search(self, *condition):
        found = self.env["res.partner"].with_user(self.seller).search([condition])
        return found & self.everybody

    def test_contact_shows_the_figures_of_the_company(self):
        silent = self.silent.with_user(self.seller)
        self.assertTrue(silent.customer_is_late)
        self.assertEqual(silent.customer_expected_value, 40_000)
        self.assertFalse(self.weekly.customer_is_late)
        self.assertFalse(self.never.customer_is_late)
        other = self.setup_other_company(name="Abidjan")["company"]
        self.env.user.company_ids += other
        elsewhere = self.silent.with_company(other)
        self.assertFalse(elsewhere.customer_is_late)
        self.assertEqual(elsewhere.customer_expected_value, 0)

    def test_search(self):
        silent, never, weekly = self.silent, self.never, self.weekly
        for condition, expected in (
            (("customer_is_late", "=", True), silent),
            (("customer_is_late", "=", False), never + weekly),
            (("customer_is_late", "!=", True), never + weekly),
            (("customer_expected_value", ">", 30_000), silent),
            (("customer_expected_value", "=", 0), never),
            (("customer_expected_value", "<", 30_000), never + weekly),
            (("customer_expected_value", ">=", 0), silent + never + weekly),
        ):
            with self.subTest(condition=condition):
                self.assertEqual(self._search(*condition), expected)

    def test_words_of_the_rhythm(self):
        rhythm = self.silent.customer_rhythm_ids
        self.assertEqual(
            rhythm.rhythm_text,
            "Usually buys every 7 days; silent for 100 days. Late since 03/31/2025.",
        )
        self.assertEqual(
            self.weekly.customer_rhythm_ids.rhythm_text,
            "Usually buys every 7 days; last purchase 1 days ago. Late from 07/08/2025 "
            "on.",
        )

    def test_a_purchase_ends_the_silence_before_the_night(self):
        self._empty_queue()
        self._invoice(5_000, "2025-06-30", self.silent)
        self.env.flush_all()
        self.env["sunumarche.customer.indicator.queue"]._process_batch()
        self.env.invalidate_all()
        self.assertFalse(self.silent.customer_is_late)
        rhythm = self.silent.customer_rhythm_ids
        followed = rhythm.silent_from
        with freeze_time("2025-07-20"):
            rhythm.invalidate_recordset()
            self.assertTrue(rhythm.is_late)
        RhythmRefresh(self.company).run()
        self.assertGreaterEqual(rhythm.silent_from, followed)

    def test_card_and_lists_open_for_salespeople_and_service_agents(self):
        agent = new_test_user(
            self.env,
            "agent",
            groups="sunumarche_crm.group_service_agent",
            company_id=self.company.id,
        )
        for user in (self.seller, agent):
            form = Form(self.silent.with_user(user))
            self.assertTrue(form.customer_value_ids)
            self.assertTrue(form.customer_rhythm_ids)
        with self.assertRaises(AccessError):
            self.silent.with_user(agent).customer_expected_value  # noqa: B018
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(agent).search(
                [("customer_expected_value", ">", 0)]
            )

    def test_tile_counts_my_late_customers(self):
        self.never.user_id = self.env.user
        tile = self.env.ref("sunumarche_crm.home_tile_salesperson_late")
        answer = tile.with_user(self.seller)._get_answer()
        self.assertEqual(answer["count"], 1)
        self.assertEqual(
            self.env["res.partner"]
            .with_user(self.seller)
            .search(tile.with_user(self.seller).action_open()["domain"]),
            self.silent,
        )

    def test_rows_open_the_customer(self):
        for row in (self.silent.customer_rhythm_ids, self.silent.customer_value_ids):
            action = row.action_open_customer()
            self.assertEqual(action["res_id"], self.silent.id)
        action = self.silent.customer_value_ids.action_open_fit()
        self.assertEqual(action["res_model"], "sunumarche.customer.value.fit")
