from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .home_common import HomeCase


@tagged("post_install", "-at_install")
class TestHomeTileRoles(HomeCase):
    """Each role counts exactly what it starts the day with."""

    def _plan(self, record, user, deadline):
        return record.activity_schedule(
            "mail.mail_activity_data_todo", date_deadline=deadline, user_id=user.id
        )

    def _lead(self, user=None, **values):
        return self.env["crm.lead"].create(
            {
                "name": "Lunettes",
                "type": "opportunity",
                "user_id": user.id if user else False,
                "company_id": self.company.id,
                **values,
            }
        )

    def _quotation(self, user=None, amount=1_000, **values):
        return self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "user_id": (user or self.salesperson).id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product_a.id,
                            "price_unit": amount,
                            "tax_ids": False,
                        }
                    )
                ],
                **values,
            }
        )

    def test_salesperson(self):
        for deadline in ("2025-06-01", "2025-06-30", "2025-07-01"):
            self._plan(self.customer, self.salesperson, deadline)
        self._plan(self.customer, self.users["head_of_agency"], "2025-06-01")
        self._lead(self.salesperson)
        self._plan(self._lead(self.salesperson), self.salesperson, "2025-07-07")
        self._lead(self.users["head_of_agency"])
        self._lead(self.salesperson).action_set_lost()
        self._quotation(state="sent", date_order="2025-06-20")
        self._quotation(state="sent", date_order="2025-06-29")
        self._quotation(state="draft", date_order="2025-06-01")
        self.customer.user_id = self.salesperson
        self._invoice(5_000, "2025-04-01")
        self._invoice(5_000, "2025-04-02", self._create_customer("Late by a day"))
        lately = self._create_customer("Lately", user_id=self.salesperson.id)
        self._invoice(5_000, "2025-04-02", lately)
        self._refresh()
        self._check(
            "salesperson",
            {
                "salesperson_activities": 2,
                "salesperson_unplanned": 1,
                "salesperson_quotations": 1,
                "salesperson_late": 0,
                "salesperson_silent": 1,
            },
        )

    def test_head_of_agency(self):
        self._lead(agency_id=self.agency.id)
        self._lead(type="lead", agency_id=self.agency.id)
        self._lead()
        # 30 June 2025 is a Monday.
        self._lead(
            self.salesperson, date_deadline="2025-06-30", expected_revenue=70_000
        )
        self._lead(self.salesperson, date_deadline="2025-07-05", expected_revenue=5_000)
        self._lead(self.salesperson, date_deadline="2025-07-07", expected_revenue=9)
        self._quotation(amount=3_000)
        self._quotation(amount=2_000, state="sent")
        self._quotation(amount=1_000).action_confirm()
        self.customer.user_id = self.salesperson
        today = self._create_customer("Due today", user_id=self.salesperson.id)
        self._invoice(4_000, "2025-06-29")
        self._invoice(8_000, "2025-06-30", today)
        self._invoice(8_000, "2025-06-29", self._create_customer("Elsewhere"))
        self._refresh()
        self._check(
            "head_of_agency",
            {
                "head_leads": 2,
                "head_quotations": (2, 5_000),
                "head_closing": (2, 75_000),
                "head_overdue": (1, 4_000),
            },
        )

    def test_marketer(self):
        mailings = self.env["mailing.mailing"]
        before = self._answers("marketer")
        model = self.env.ref("base.model_res_partner").id
        mailings.create(
            [
                {"subject": "a", "mailing_model_id": model, **values}
                for values in (
                    {"state": "draft"},
                    {"state": "in_queue"},
                    {"state": "done", "sent_date": "2025-06-25"},
                    {"state": "done", "sent_date": "2025-06-20"},
                )
            ]
        )
        self._invoice(1_000, "2025-06-01")
        self._invoice(1_000, "2025-05-31", self._create_customer("In May"))
        self._lead(campaign_id=self.env["utm.campaign"].create({"name": "Tabaski"}).id)
        self._lead()
        self._refresh()
        self._check(
            "marketer",
            {
                "marketer_waiting": before["marketer_waiting"]["count"] + 2,
                "marketer_sent": before["marketer_sent"]["count"] + 1,
                "marketer_new": 1,
                "marketer_leads": 1,
            },
        )

    def test_service_agent(self):
        agent = self.users["service_agent"]
        for deadline in ("2025-06-30", "2025-07-01", "2025-07-07", "2025-07-08"):
            self._plan(self.customer, agent, deadline)
        self._check("service_agent", {"service_activities": 1, "service_coming": 2})

    def test_accountant(self):
        self._invoice(4_000, "2025-06-29").is_move_sent = True
        part = self._invoice(3_000, "2025-05-30")
        self._pay(part, "2025-06-01", 1_000)
        self._pay(self._invoice(9_000, "2025-05-01"), "2025-06-01")
        self._invoice(8_000, "2025-06-30")
        self._invoice(2_000, "2025-06-30", post=False)
        self._credit(700, "2025-06-02")
        self._check(
            "accountant",
            {
                "accountant_overdue": (2, 6_000),
                "accountant_drafts": 1,
                "accountant_refunds": 1,
                "accountant_unsent": 1,
            },
        )

    def test_production_and_buyer(self):
        before = self._answers("buyer")["buyer_suppliers"]["count"]
        self._create_customer("Supplier", supplier_rank=1)
        for day in ("2025-06-29", "2025-06-30", "2025-07-06", "2025-07-07"):
            self._quotation(commitment_date=f"{day} 10:00:00").action_confirm()
        self._check(
            "production",
            {"production_late": 1, "production_today": 1, "production_week": 2},
        )
        self._check(
            "buyer",
            {"buyer_late": 1, "buyer_week": 2, "buyer_suppliers": before + 1},
        )

    def test_direction(self):
        self._invoice(4_000, "2025-06-01")
        self._credit(1_000, "2025-06-02")
        self._invoice(9_000, "2025-05-31", self._create_customer("In May"))
        self._invoice(9_000, "2024-05-31", self._create_customer("Last year"))
        self._quotation(amount=3_000)
        self._lead(expected_revenue=70_000)
        self._lead(expected_revenue=5_000).action_set_lost()
        self._refresh()
        self._check(
            "direction",
            {
                "direction_pipeline": (1, 70_000),
                "direction_invoiced": (2, 3_000),
                "direction_quotations": (1, 3_000),
                "direction_overdue": (3, 21_000),
                "direction_active": (2, 12_000),
            },
        )

    def test_administrator(self):
        before = self._answers("administrator")["administrator_logins"]["count"]
        self._invoice(4_000, "2025-06-01")
        owned = self._create_customer("Owned", user_id=self.salesperson.id)
        self._invoice(4_000, "2025-06-01", owned)
        self._refresh()
        self._empty_queue()
        self._invoice(4_000, "2025-06-02")
        new_test_user(self.env, "never_seen")
        answers = self._answers("administrator")
        self.assertEqual(answers["administrator_customers"]["count"], 1)
        self.assertEqual(answers["administrator_logins"]["count"], before + 1)
        # One mark for the posting, one when it is known whether it is a purchase.
        self.assertEqual(answers["administrator_queue"]["count"], 2)
        self._check_lists("administrator")

    def test_activities_stand_under_their_document(self):
        other = self._create_customer("Other", user_id=self.salesperson.id)
        self.customer.user_id = self.salesperson
        for partner, deadline in (
            (self.customer, "2025-06-28"),
            (other, "2025-06-29"),
            (self.customer, "2025-06-30"),
            (self.customer, "2025-07-01"),
        ):
            self._plan(partner, self.salesperson, deadline)
        secret = self._lead(self.users["head_of_agency"], name="Secret")
        self._plan(secret, self.users["production"], "2025-06-30")
        groups = self._tiles_of("salesperson").get_my_day()["activities"]
        self.assertEqual(
            [
                (group["document"], [line["days_late"] for line in group["activities"]])
                for group in groups
            ],
            [(self.customer.display_name, [2, 0]), (other.display_name, [1])],
        )
        [group] = self._tiles_of("production").get_my_day()["activities"]
        self.assertIs(group["document"], False)
        for _number in range(12):
            self._plan(other, self.salesperson, "2025-06-30")
        groups = self._tiles_of("salesperson").get_my_day()["activities"]
        self.assertEqual(sum(len(group["activities"]) for group in groups), 10)
