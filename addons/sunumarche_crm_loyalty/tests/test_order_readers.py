from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestOrderReaders(TransactionCase):
    """Who reads orders and no loyalty cards still opens an order."""

    def test_the_form_of_an_order_opens(self):
        customer = self.env["res.partner"].create({"name": "Awa Diop"})
        order = self.env["sale.order"].create({"partner_id": customer.id})
        program = self.env["loyalty.program"].create(
            {"name": "Gift", "program_type": "gift_card"}
        )
        self.env["loyalty.card"].create(
            {"program_id": program.id, "order_id": order.id, "points": 5_000}
        )
        for role in ("service_agent", "direction"):
            user = new_test_user(
                self.env, f"reader_{role}", f"sunumarche_crm.group_{role}"
            )
            read = order.with_user(user)
            shown = set(read.get_view(view_type="form")["models"]["sale.order"])
            with self.subTest(role=role):
                self.assertFalse(
                    self.env["loyalty.card"].with_user(user).has_access("read")
                )
                self.assertIn("gift_card_count", shown)
                [values] = read.read(list(shown & read.fields_get().keys()))
                self.assertEqual(values["gift_card_count"], 1)
