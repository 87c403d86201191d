from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestCustomerCardTours(HttpCase):
    """How many clicks the promised answers take a salesperson."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env, "card_tour", groups="sunumarche_crm.group_salesperson"
        )
        cls.customer, cls.neighbour = cls.env["res.partner"].create(
            [
                {
                    "name": "Fatou Tour",
                    "phone": "+221771234567",
                    "user_id": cls.user.id,
                    "customer_rank": 1,
                },
                {"name": "Neighbour", "user_id": cls.user.id},
            ]
        )
        cls.env["res.partner"].search(
            [("phone_sanitized", "like", "77123"), ("id", "!=", cls.customer.id)]
        ).phone = False
        cls.customer.message_post(body="Bonjour", message_type="comment")
        cls.env["sale.order"].create({"partner_id": cls.customer.id})
        cls.env["product.product"].create({"name": "Monture Téranga"})
        cls.env["sunumarche.contact.link"].create(
            {
                "partner_id": cls.customer.id,
                "type_id": cls.env.ref("sunumarche_crm.link_type_partner").id,
                "other_partner_id": cls.neighbour.id,
            }
        )

    def test_class_debt_and_last_contact_in_three_clicks(self):
        self.start_tour("/odoo", "sunumarche_crm_find_customer", login="card_tour")

    def test_a_quotation_in_eight_clicks(self):
        before = self.env["sale.order"].search([("partner_id", "=", self.customer.id)])
        self.start_tour("/odoo", "sunumarche_crm_quotation", login="card_tour")
        made = self.env["sale.order"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual((made - before).order_line.name, "Monture Téranga")

    def test_the_timeline_filters_and_the_graph_walks(self):
        self.start_tour(
            f"/odoo/customer-card/{self.customer.id}",
            "sunumarche_crm_timeline",
            login="card_tour",
        )
