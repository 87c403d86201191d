from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .home_common import ROLES, HomeCase


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
        tile = self._tile()
        tile.group_ids += self.env.ref("sunumarche_crm.group_production")
        orders = self._tile(
            model="sale.order",
            domain="[]",
            action_id=self.env.ref("sale.action_orders").id,
        )
        orders.group_ids = self.env.ref("sunumarche_crm.group_production")
        shown = self._tiles_of("production").get_my_day()["tiles"]
        self.assertIn(tile.id, [answer["id"] for answer in shown])
        self.assertNotIn(orders.id, [answer["id"] for answer in shown])
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sunumarche_home_tile SET model = 'gone.away' WHERE id = %s",
            [tile.id],
        )
        tile.invalidate_recordset()
        with self.assertLogs("odoo.addons.sunumarche_crm.models.home_tile", "WARNING"):
            shown = self._tiles_of("salesperson").get_my_day()["tiles"]
        self.assertNotIn(tile.id, [answer["id"] for answer in shown])
        self.assertEqual(len(shown), 5)

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
            [
                {"name": str(number), "ref": "tile", "user_id": self.salesperson.id}
                for number in range(1_000)
            ]
        )
        answer = tile.with_user(self.salesperson)._get_answer()
        self.assertEqual((answer["count"], answer["more"]), (1_000, False))
        self._create_customer("more", ref="tile", user_id=self.salesperson.id)
        answer = tile.with_user(self.salesperson)._get_answer()
        self.assertEqual((answer["count"], answer["more"]), (1_000, True))

    def test_what_nobody_computed_is_not_nothing(self):
        job = self.env.ref("sunumarche_crm.ir_cron_rhythm_refresh")
        tile = self._tile(empty_message="All is well", job_id=job.id)
        late = self.env.ref("sunumarche_crm.home_tile_salesperson_late")
        self.assertEqual(late.job_id, job)

        def say():
            return tile.with_user(self.users["salesperson"])._get_answer()[
                "empty_message"
            ]

        job.lastcall = False
        self.assertEqual(say(), "Not computed yet: will be during the night")
        job.lastcall = "2025-06-29 02:00:00"
        self.assertEqual(say(), "All is well")
        tile.job_id = False
        self.assertEqual(say(), "All is well")

    def test_the_tone_is_neutral_when_nothing_is_left(self):
        tile = self._tile(tone="danger").with_user(self.salesperson)
        self.assertEqual(tile._get_answer()["tone"], "neutral")
        self._create_customer("One", ref="tile", user_id=self.salesperson.id)
        self.assertEqual(tile._get_answer()["tone"], "danger")

    def test_the_day_opens_first_for_every_role(self):
        root = self.env.ref("sunumarche_crm.my_day_menu_root")
        for role, user in self.users.items():
            menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
            with self.subTest(role=role):
                self.assertEqual(menus["root"]["children"][0], root.id)
