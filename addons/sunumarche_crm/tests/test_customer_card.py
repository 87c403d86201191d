from odoo.exceptions import AccessError
from odoo.fields import Command, Date
from odoo.tests import Form, new_test_user, tagged

from ..engine.customer_card_day import CustomerCardDay
from ..engine.customer_snapshots import CustomerSnapshots
from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestCustomerCard(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson, cls.service = (
            new_test_user(
                cls.env,
                f"card_{role}",
                groups=f"sunumarche_crm.group_{role}",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for role in ("salesperson", "service_agent")
        )
        cls.customer.write(
            {
                "user_id": cls.salesperson.id,
                "phone": "+221771234567",
                "city": "Dakar",
                "birthdate": "1990-01-01",
            }
        )
        cls.friend = cls._create_customer("Binta Sow", user_id=cls.salesperson.id)

    def _as(self, user, partner=None):
        return (
            (self.customer if partner is None else partner)
            .with_user(user)
            .with_context(allowed_company_ids=self.company.ids)
        )

    def _card(self, day=False, user=None):
        self.env.flush_all()
        return self._as(user or self.salesperson).ask_customer_card(day)

    def _headlines(self, card):
        return {one["name"]: one["value"] for one in card["headlines"]}

    def _lines(self, card, name):
        for section in card["sections"]:
            if section["name"] == name:
                return {line["label"]: line["value"] for line in section["lines"]}
        return {}

    def test_an_empty_card_says_so(self):
        card = self._card()
        headlines = self._headlines(card)
        self.assertEqual(headlines["class"], "No purchase yet")
        self.assertEqual(headlines["debt"], "Owes nothing")
        self.assertEqual(headlines["last_contact"], "Never")
        self.assertEqual(self._lines(card, "identity")["Age"], "35 years")
        self.assertFalse(self._lines(card, "figures"))
        self.assertEqual(card["timeline"]["lines"], [])

    def test_the_three_things_to_know(self):
        self._invoice(50_000, "2025-06-01")
        self._refresh()
        self.customer.message_post(body="Bonjour", message_type="comment")
        headlines = self._headlines(self._card())
        self.assertEqual(headlines["class"], self._indicator().rfm_class_id.name)
        self.assertIn("50", headlines["debt"])
        self.assertTrue(headlines["last_contact"].startswith("Message"))
        hidden = self._headlines(self._card(user=self.service))
        self.assertNotIn("debt", hidden)
        self.assertEqual(hidden["class"], headlines["class"])

    def test_no_amount_is_shown_to_who_reads_none(self):
        self._invoice(51_234, "2025-06-01")
        self._refresh()
        self.assertIn("51", self._lines(self._card(), "figures")["Turnover"])
        card = self._card(user=self.service)
        self.assertTrue(self._lines(card, "figures"))
        self.assertNotIn("234", str(card))

    def test_links_household_and_file(self):
        self.env["sunumarche.contact.link"].create(
            {
                "partner_id": self.customer.id,
                "type_id": self.env.ref("sunumarche_crm.link_type_sponsor").id,
                "other_partner_id": self.friend.id,
                "date_start": "2025-02-01",
            }
        )
        self.env["sunumarche.household"].create(
            {
                "head_id": self.customer.id,
                "name": "Rue Blanchot",
                "member_ids": [Command.create({"partner_id": self.friend.id})],
            }
        )
        self.env["sunumarche.customer.document"].create(
            {
                "name": "Contrat cadre",
                "type_id": self.env.ref("sunumarche_crm.document_type_contract").id,
                "partner_id": self.customer.id,
                "date_expiry": "2025-01-01",
            }
        )
        card = self._card()
        self.assertEqual(self._lines(card, "links")["is the sponsor of"], "Binta Sow")
        self.assertEqual(self._lines(card, "household")["Household"], "Rue Blanchot")
        self.assertIn("Contrat cadre", self._lines(card, "account")["Contract"])
        past = self._card("2025-01-31")
        self.assertNotIn("is the sponsor of", self._lines(past, "links"))

    def test_business_under_way(self):
        self.env["crm.lead"].create(
            {
                "name": "Dix montures",
                "partner_id": self.customer.id,
                "type": "opportunity",
                "expected_revenue": 5000,
            }
        )
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        card = self._card()
        [opportunity] = self._lines(card, "opportunities").values()
        self.assertIn("Dix montures", opportunity)
        [shown] = self._lines(card, "orders").values()
        self.assertIn(order.name, shown)
        self.assertTrue(card["may_quote"])

    def test_the_card_of_a_past_day_is_what_the_snapshots_hold(self):
        for day, amount in (
            ("2025-01-10", 10_000),
            ("2025-02-10", 20_000),
            ("2025-03-10", 40_000),
        ):
            self._invoice(amount, day)
        self._credit(5_000, "2025-02-20")
        self._refresh()
        for month in CustomerSnapshots.get_stale_months(self.company):
            CustomerSnapshots.rebuild(self.company, month)
        snapshots = self.env["sunumarche.customer.snapshot"].search(
            [("partner_id", "=", self.customer.id), ("month", "<", "2025-06-01")]
        )
        self.assertGreaterEqual(len(snapshots), 3)
        for snapshot in snapshots:
            end = Date.end_of(snapshot.month, "month")
            on = CustomerCardDay(self._as(self.salesperson), end)
            self.assertEqual(on.bought["net_amount"], snapshot.total_net_amount)
            self.assertEqual(on.bought["purchase_count"], snapshot.total_purchase_count)

    def test_the_class_and_segments_of_a_past_day(self):
        classes = self.env["sunumarche.rfm.history"].sudo()
        names = (("new", "2025-01-01", "2025-03-01"), ("loyal", "2025-03-01", False))
        for name, start, end in names:
            classes.create(
                {
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "rfm_class_id": self.env.ref(f"sunumarche_crm.rfm_class_{name}").id,
                    "date_from": start,
                    "date_to": end,
                }
            )
        segment = self.env["sunumarche.segment"].create(
            {"name": "Fidèles", "kind": "list", "company_id": self.company.id}
        )
        self.env["sunumarche.segment.membership"].sudo().create(
            {
                "segment_id": segment.id,
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "date_entered": "2025-02-01 10:00:00",
                "date_left": "2025-02-20 10:00:00",
                "entered_cause": "hand",
                "left_cause": "hand",
            }
        )
        cases = (
            ("2024-12-31", "No purchase yet", ""),
            ("2025-02-01", "New", "Fidèles"),
            ("2025-02-19", "New", "Fidèles"),
            ("2025-02-20", "New", ""),
            ("2025-03-01", "Loyal", ""),
            (False, "Loyal", ""),
        )
        for day, name, segments in cases:
            card = self._card(day)
            self.assertEqual(self._headlines(card)["class"], name, day)
            shown = self._lines(card, "segments").get("Member of", "")
            self.assertEqual(shown, segments, day)

    def test_the_balance_of_a_past_day(self):
        move = self._invoice(30_000, "2025-02-10")
        self._pay(move, "2025-03-10", amount=10_000)
        for day, balance in (
            ("2025-02-09", 0),
            ("2025-02-10", 30_000),
            ("2025-03-09", 30_000),
            ("2025-03-10", 20_000),
        ):
            on = CustomerCardDay(self._as(self.salesperson), day)
            self.assertEqual(on.balance, balance, day)
        self.assertIn("20", self._headlines(self._card("2025-03-31"))["debt"])

    def test_the_timeline_of_a_past_day_ends_with_it(self):
        self._invoice(30_000, "2025-02-10")
        self._invoice(30_000, "2025-03-10")
        card = self._card("2025-02-28")
        self.assertTrue(card["is_past"])
        self.assertEqual([li["kind"] for li in card["timeline"]["lines"]], ["invoice"])
        tomorrow = self._card("2030-01-01")
        self.assertFalse(tomorrow["is_past"])

    def test_finding_by_a_part(self):
        partners = self._as(self.salesperson, self.env["res.partner"])
        for text in ("77 123", "771234567", "+221 77 12", "1234567", "N'Dia", "ssatou"):
            found = [one["id"] for one in partners.ask_customers(text)]
            self.assertIn(self.customer.id, found, text)
        self.assertEqual(partners.ask_customers("77"), [])
        self.assertEqual(partners.ask_customers("no such name"), [])
        with self.assertQueryCount(0):
            self.assertEqual(partners.ask_customers("a" * 10**6), [])

    def test_the_banner_of_orders_and_leads(self):
        for model in ("sale.order", "crm.lead"):
            form = Form(self._as(self.salesperson, self.env[model]))
            self.assertFalse(form.customer_headlines)
            form.partner_id = self.customer
            headlines = form.customer_headlines
            self.assertEqual(headlines["partner_id"], self.customer.id)
            self.assertEqual(
                [one["name"] for one in headlines["headlines"]],
                ["class", "debt", "last_contact"],
            )

    def test_another_s_customer_has_no_card(self):
        self.customer.user_id = self.env.user
        with self.assertRaises(AccessError):
            self._card()
        production = new_test_user(
            self.env, "card_production", groups="sunumarche_crm.group_production"
        )
        with self.assertRaises(AccessError):
            self._card(user=production)

    def test_the_card_of_a_company_shows_its_people(self):
        shop = self._create_customer(
            "Boutique", is_company=True, user_id=self.salesperson.id
        )
        contact = self._create_customer("Cheikh", parent_id=shop.id)
        contact.contact_role_ids = self.env.ref("sunumarche_crm.contact_role_payer")
        card = self._as(self.salesperson, shop).ask_customer_card()
        self.assertEqual(self._lines(card, "account"), {"Payer": "Cheikh"})
