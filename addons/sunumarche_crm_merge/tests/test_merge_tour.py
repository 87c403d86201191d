from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestMergeTour(HttpCase):
    """In the browser: who is kept and what is kept of each are chosen by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one, cls.other = cls.env["res.partner"].create(
            [
                {"name": "Zeynab Mbacké", "city": "Dakar", "phone": "+221779998877"},
                {"name": "Zeynabou Mbacké", "city": "Thiès", "phone": "+221781112233"},
            ]
        )
        cls.order = cls.env["sale.order"].create({"partner_id": cls.one.id})
        new_test_user(
            cls.env,
            "merger",
            "sunumarche_crm.group_service_agent,sunumarche_crm_merge.group_merge,"
            "base.group_partner_manager",
        )

    def test_contacts_are_compared_and_what_stays_is_chosen(self):
        self.start_tour("/odoo", "sunumarche_crm_merge_choice", login="merger")
        self.assertEqual(self.one.merged_into_id, self.other)
        self.assertFalse(self.one.active)
        self.assertRecordValues(
            self.other,
            [
                {
                    "name": "Zeynabou Mbacké",
                    "city": "Dakar",
                    "phone_sanitized": "+221781112233",
                    "second_phone": "+221779998877",
                }
            ],
        )
        self.assertEqual(self.order.partner_id, self.other)
