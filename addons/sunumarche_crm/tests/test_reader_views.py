from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

CRM = "sunumarche_crm.group_"


@tagged("post_install", "-at_install")
class TestReaderViews(TransactionCase):
    """What a person may not do is not offered, or refused in plain words."""

    def _get_buttons(self, model, role):
        login = f"{model}-{role}"
        user = new_test_user(self.env, login, groups=CRM + role)
        arch = self.env[model].with_user(user).get_view(view_type="form")["arch"]
        return etree.fromstring(arch).xpath("//header//button/@name")

    def test_readers_are_offered_no_button_that_changes(self):
        for role in ("direction", "service_agent", "marketer"):
            with self.subTest(role=role):
                self.assertFalse(self._get_buttons("crm.lead", role))
                self.assertEqual(
                    set(self._get_buttons("sale.order", role)),
                    {"action_preview_sale_order"},
                )

    def test_salespeople_keep_their_buttons(self):
        self.assertIn(
            "action_set_won_rainbowman", self._get_buttons("crm.lead", "salesperson")
        )
        self.assertIn(
            "action_confirm", self._get_buttons("sale.order", "head_of_agency")
        )

    def test_a_card_out_of_reach_says_whom_to_ask(self):
        colleague = new_test_user(self.env, "his-owner", groups=CRM + "salesperson")
        user = new_test_user(self.env, "curious", groups=CRM + "salesperson")
        partner = self.env["res.partner"].create(
            {"name": "Optique Gorée", "user_id": colleague.id}
        )
        with self.assertRaisesRegex(AccessError, "head of agency"):
            partner.with_user(user).read(["name"])

    def test_the_users_form_shows_agencies(self):
        view = self.env.ref("base.view_users_form")
        arch = etree.fromstring(self.env["res.users"].get_view(view.id)["arch"])
        [field] = arch.xpath("//field[@name='agency_ids']")
        self.assertEqual(field.getparent().tag, "group")
