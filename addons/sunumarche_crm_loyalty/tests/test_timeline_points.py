from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestTimelinePoints(TransactionCase):
    def test_points_are_on_the_timeline_of_who_may_read_them(self):
        seller, agent = (
            new_test_user(
                self.env, f"points_{role}", groups=f"sunumarche_crm.group_{role}"
            )
            for role in ("salesperson", "service_agent")
        )
        customer = self.env["res.partner"].create(
            {"name": "Awa Ndiaye", "user_id": seller.id}
        )
        order = self.env["sale.order"].create({"partner_id": customer.id})
        program = self.env["loyalty.program"].create(
            {"name": "Fidélité", "program_type": "loyalty"}
        )
        card = self.env["loyalty.card"].create(
            {"program_id": program.id, "partner_id": customer.id, "points": 12}
        )
        card.history_ids = [
            (0, 0, {"description": "Achat", "issued": 12, "order_model": "sale.order"})
        ]
        card.history_ids.order_id = order.id
        points = {"kinds": ["points"]}
        [line] = customer.with_user(seller).ask_timeline(points)["lines"]
        self.assertEqual(line["title"], "Achat")
        self.assertTrue(line["detail"].startswith("+12"))
        self.assertEqual(line["document_id"], order.id)
        self.assertFalse(customer.with_user(agent).ask_timeline(points)["lines"])
