from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestMergeScreens(HttpCase):
    """From the list of duplicates to the merge, and back, in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.kept, cls.gone = cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "email": email,
                    "phone": "+221779998877",
                    "birthdate": "1988-08-08",
                    "city": "Dakar",
                }
                for name, email in (
                    ("Zeynab Mbacké", False),
                    ("Zeynabou Mbacke", "zeynab@example.com"),
                )
            ]
        )
        cls.env["sale.order"].create(
            [{"partner_id": cls.kept.id}] * 2 + [{"partner_id": cls.gone.id}]
        )
        cls.env["sunumarche.duplicate.group"]._find(learn=False)
        new_test_user(
            cls.env, "merger", "sunumarche_crm.group_administrator", lang="fr_FR"
        )

    def test_duplicates_are_merged_and_unmerged(self):
        self.start_tour("/odoo", "sunumarche_crm_merge_duplicates", login="merger")
        merge = self.env["sunumarche.merge"].search(
            [("survivor_id", "=", self.kept.id)]
        )
        self.assertEqual(merge.state, "undone")
        self.assertTrue(self.gone.active)
        self.assertEqual(self.gone.email, "zeynab@example.com")

    def test_every_screen_opens_in_french(self):
        user = self.env["res.users"].search([("login", "=", "merger")])
        for name in (
            "sunumarche_duplicate_group_action",
            "sunumarche_merge_action",
            "sunumarche_linkage_action",
            "sunumarche_name_variant_action",
        ):
            action = self.env.ref(f"sunumarche_crm_merge.{name}")
            model = self.env[action.res_model].with_user(user)
            with self.subTest(action=name):
                views = model.with_context(lang="fr_FR").get_views(action.views)
                self.assertTrue(views["views"])
                self.assertIn("<p", action.with_context(lang="fr_FR").help)
