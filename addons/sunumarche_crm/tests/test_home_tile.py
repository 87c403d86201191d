from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import CustomerCase

ROLES = (
    "production",
    "buyer",
    "accountant",
    "service_agent",
    "salesperson",
    "head_of_agency",
    "marketer",
    "direction",
    "administrator",
)


class HomeCase(CustomerCase):
    """A user for each role, in the test's company only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(
                cls.env,
                f"home_{role}",
                name=f"Aminata {role}",
                groups=f"sunumarche_crm.group_{role}",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
                tz="Africa/Dakar",
            )
            for role in ROLES
        }
        cls.salesperson = cls.users["salesperson"]

    @classmethod
    def _tiles_of(cls, role):
        return (
            cls.env["sunumarche.home.tile"]
            .with_user(cls.users[role])
            .with_context(allowed_company_ids=cls.company.ids)
        )

    def _answers(self, role):
        """The tiles that ``role`` sees: {end of the XML id: answer}."""
        self.env.flush_all()
        answers = self._tiles_of(role).get_my_day()["tiles"]
        tiles = self.env["sunumarche.home.tile"].browse(tile["id"] for tile in answers)
        xml_ids = tiles._get_external_ids()
        return {
            xml_ids[tile["id"]][0].partition("home_tile_")[2]: tile for tile in answers
        }

    def _check(self, role, expected):
        """Check each tile: a count, or (count, amount)."""
        shown = {
            name: (tile["count"], tile["amount"])
            if tile["amount"] is not False
            else tile["count"]
            for name, tile in self._answers(role).items()
        }
        self.assertEqual(shown, expected)
        self._check_lists(role)

    def _check_lists(self, role):
        """Each tile opens as many records as it counts, in a list."""
        for name, answer in self._answers(role).items():
            tile = self._tiles_of(role).browse(answer["id"])
            action = tile.action_open()
            with self.subTest(tile=name):
                records = tile.env[action["res_model"]].search(action["domain"])
                self.assertEqual(len(records), answer["count"])
                self.assertEqual(action["views"][0][1], "list")
                self.assertFalse(
                    [k for k in action["context"] if k.startswith("search_default")]
                )


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
                "salesperson_silent": 1,
            },
        )

    def test_head_of_agency(self):
        self._lead()
        self._lead(type="lead")
        # 30 June 2025 is a Monday.
        self._lead(
            self.salesperson, date_deadline="2025-06-30", expected_revenue=70_000
        )
        self._lead(self.salesperson, date_deadline="2025-07-05", expected_revenue=5_000)
        self._lead(self.salesperson, date_deadline="2025-07-07", expected_revenue=9)
        self._quotation(amount=3_000)
        self._quotation(amount=2_000, state="sent")
        self._quotation(amount=1_000).action_confirm()
        self._invoice(4_000, "2025-06-29")
        self._invoice(8_000, "2025-06-30", self._create_customer("Due today"))
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
        self._refresh()
        self._check(
            "marketer",
            {
                "marketer_waiting": before["marketer_waiting"]["count"] + 2,
                "marketer_sent": before["marketer_sent"]["count"] + 1,
                "marketer_new": 1,
            },
        )

    def test_service_agent(self):
        agent = self.users["service_agent"]
        for deadline in ("2025-06-30", "2025-07-01", "2025-07-07", "2025-07-08"):
            self._plan(self.customer, agent, deadline)
        self._credit(500, "2025-05-31")
        self._credit(500, "2025-05-30")
        self._check(
            "service_agent",
            {"service_activities": 1, "service_coming": 2, "service_refunds": 1},
        )

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
        self._refresh()
        self._check(
            "direction",
            {
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
        self.assertEqual(answers["administrator_queue"]["count"], 1)
        self._check_lists("administrator")

    def test_activities_stand_under_their_document(self):
        other = self._create_customer("Other")
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


@tagged("post_install", "-at_install")
class TestHomeTile(HomeCase):
    """A tile is answered as the person who asks, and only if it is theirs."""

    def _tile(self, **values):
        return self.env["sunumarche.home.tile"].create(
            {
                "name": "Mine",
                "group_ids": self.env.ref("sunumarche_crm.group_salesperson").ids,
                "model": "res.partner",
                "domain": "[('ref', '=', 'tile')]",
                "action_id": self.env.ref("contacts.action_contacts").id,
                **values,
            }
        )

    def test_greeting_has_the_first_name_and_the_whole_date(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        day = self._tiles_of("salesperson").with_context(lang="fr_FR").get_my_day()
        self.assertIn("Aminata", day["greeting"])
        self.assertNotIn("salesperson", day["greeting"])
        self.assertEqual(day["date"], "lundi 30 juin 2025")
        self.assertEqual(day["currency_id"], self.xof.id)

    def test_tiles_of_another_role_are_neither_seen_nor_answered(self):
        tile = self.env.ref("sunumarche_crm.home_tile_accountant_overdue")
        mine = self._tiles_of("salesperson")
        self.assertNotIn(tile, mine.search([("active", "in", [True, False])]))
        with self.assertRaises(AccessError):
            mine.browse(tile.id).action_open()
        with self.assertRaises(AccessError):
            mine.browse(tile.id).read(["domain"])

    def test_a_larger_role_does_not_show_the_tiles_of_those_it_includes(self):
        self.assertFalse(
            [n for n in self._answers("head_of_agency") if not n.startswith("head_")]
        )
        self.users["head_of_agency"].group_ids += self.env.ref(
            "sunumarche_crm.group_accountant"
        )
        names = self._answers("head_of_agency")
        self.assertIn("accountant_overdue", names)
        self.assertNotIn("salesperson_silent", names)

    def test_somebody_without_a_role_sees_no_tile(self):
        user = new_test_user(self.env, "plain", groups="base.group_user")
        day = self.env["sunumarche.home.tile"].with_user(user).get_my_day()
        self.assertEqual(day["tiles"], [])

    def test_nobody_but_administrators_changes_tiles(self):
        tile = self._tile()
        for role in set(ROLES) - {"administrator"}:
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._tiles_of(role).browse(tile.id).name = "Other"
        self._tiles_of("administrator").browse(tile.id).name = "Other"
        self.assertEqual(tile.name, "Other")

    def test_hostile_domains_are_refused(self):
        for domain in (
            "[('id', '=', user.id)]",
            "env['res.users'].search([])",
            "[('id', '=', ().__class__.__base__)]",
            "[('id', 'any!', [])]",
            "[('id', 'in', range(10**9))]",
            "[('no_such_field', '=', 1)]",
            "[('id', '=', 9**9**9)]",
            "[('create_date', '>', 'the day before')]",
            "'text'",
            "[(",
            "(" * 500 + ")" * 500,
            " ",
        ):
            with (
                self.subTest(domain=domain[:40]),
                self.assertRaisesRegex(ValidationError, "Mine|required"),
            ):
                self._tile(domain=domain)

    def test_questions_that_have_no_answer_are_refused(self):
        leads = self.env.ref("crm.crm_lead_opportunities").id
        for values in (
            {"model": "no.such.model"},
            {"model": "mail.thread"},
            {"model": "sunumarche.purchase.import"},
            {"action_id": leads},
            {"measure": "name"},
            {"measure": "no_such_field"},
            {"group_ids": False},
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(ValidationError, "Mine"),
            ):
                self._tile(**values)

    def test_an_unreadable_or_vanished_model_is_left_out(self):
        self.assertNotIn("direction_pipeline", self._answers("direction"))
        tile = self._tile()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sunumarche_home_tile SET model = 'gone.away' WHERE id = %s",
            [tile.id],
        )
        tile.invalidate_recordset()
        with self.assertLogs("odoo.addons.sunumarche_crm.models.home_tile", "WARNING"):
            shown = self._tiles_of("salesperson").get_my_day()["tiles"]
        self.assertNotIn(tile.id, [answer["id"] for answer in shown])
        self.assertEqual(len(shown), 4)

    def test_other_companies_are_not_counted(self):
        other = self.setup_other_company()["company"]
        other.currency_id = self.xof
        self._invoice(4_000, "2025-06-29")
        self._invoice(1_000, "2025-06-29", company_id=other.id)
        overdue = self._answers("accountant")["accountant_overdue"]
        self.assertEqual((overdue["count"], overdue["amount"]), (1, 4_000))

    def test_a_count_stops_at_a_thousand(self):
        tile = self._tile(tone="danger")
        self.env["res.partner"].create(
            [{"name": str(number), "ref": "tile"} for number in range(1_000)]
        )
        answer = tile.with_user(self.salesperson)._get_answer()
        self.assertEqual((answer["count"], answer["more"]), (1_000, False))
        self.env["res.partner"].create({"name": "more", "ref": "tile"})
        answer = tile.with_user(self.salesperson)._get_answer()
        self.assertEqual((answer["count"], answer["more"]), (1_000, True))

    def test_the_tone_is_neutral_when_nothing_is_left(self):
        tile = self._tile(tone="danger").with_user(self.salesperson)
        self.assertEqual(tile._get_answer()["tone"], "neutral")
        self._create_customer("One", ref="tile")
        self.assertEqual(tile._get_answer()["tone"], "danger")

    def test_the_day_opens_first_for_every_role(self):
        root = self.env.ref("sunumarche_crm.my_day_menu_root")
        for role, user in self.users.items():
            menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
            with self.subTest(role=role):
                self.assertEqual(menus["root"]["children"][0], root.id)
