from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestTimelineDeliveries(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(
            cls.env, "delivery_seller", groups="sunumarche_crm.group_salesperson"
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "Awa Ndiaye", "user_id": cls.seller.id}
        )
        product = cls.env["product.product"].create(
            {"name": "Monture", "type": "consu", "is_storable": True}
        )
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        order.action_confirm()
        cls.delivery = order.picking_ids

    def _kinds(self):
        filters = {"kinds": ["delivery", "return"]}
        lines = self.customer.with_user(self.seller).ask_timeline(filters)["lines"]
        return [(line["kind"], line["id"]) for line in lines]

    def _done(self, picking):
        picking.move_ids.write({"quantity": 1, "picked": True})
        picking.button_validate()

    def test_a_delivery_and_what_came_back(self):
        self.assertEqual(self._kinds(), [])
        self._done(self.delivery)
        self.assertEqual(self._kinds(), [("delivery", self.delivery.id)])
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=self.delivery.id, active_model="stock.picking")
            .create({"picking_id": self.delivery.id})
        )
        wizard.product_return_moves.quantity = 1
        back = self.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )
        self._done(back)
        self.assertEqual(
            sorted(self._kinds()),
            [("delivery", self.delivery.id), ("return", back.id)],
        )
