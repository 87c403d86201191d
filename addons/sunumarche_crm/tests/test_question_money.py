from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.sunumarche_query.tests.common import QuestionCase

AMOUNT = "amount_total"


@tagged("post_install", "-at_install")
class TestQuestionMoney(QuestionCase):
    """Two orders in the company's currency and one in another, worth twice as much."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        home = cls.env.company.currency_id
        cls.home = home
        cls.foreign = cls.env.ref("base.EUR" if home.name != "EUR" else "base.USD")
        cls.foreign.active = True
        cls.foreign.rate_ids.unlink()
        cls._create_rates(cls.foreign, [("2020-01-01", 0.5)])
        cls._open("order", "sale.order", "[('client_order_ref', '=', 'MONEY')]")
        target = cls.env["sunumarche.question.object"].search([("code", "=", "order")])
        cls._open_fields(target, {"name": {}, AMOUNT: {}, "state": {}})
        cls.product = cls.env["product.product"].create({"name": "Monture"})
        cls.user = new_test_user(
            cls.env, login="boss", groups="sunumarche_crm.group_administrator"
        )
        for currency, price in ((home, 1000), (home, 3000), (cls.foreign, 5000)):
            cls._create_order(currency, price)
        cls.questions = cls.env["sunumarche.question"].with_user(cls.user)

    @classmethod
    def _create_order(cls, currency, price):
        pricelist = cls.env["product.pricelist"].create(
            {"name": currency.name, "currency_id": currency.id}
        )
        line = {"product_id": cls.product.id, "price_unit": price, "tax_ids": False}
        cls.env["sale.order"].create(
            {
                "partner_id": cls._create_partner("Awa").id,
                "pricelist_id": pricelist.id,
                "client_order_ref": "MONEY",
                "order_line": [Command.create(line)],
            }
        )

    def _answer(self, presentation):
        definition = {"version": 1, "object": "order", "where": None}
        return self.questions.ask_answer(definition, presentation)

    def test_amounts_of_several_currencies_are_added_in_the_companys(self):
        measures = [
            {"function": name, "field": AMOUNT} for name in ("sum", "average", "max")
        ]
        answer = self._answer(
            {"view": "pivot", "groups": [{"field": "state"}], "measures": measures}
        )
        total, average, highest = answer["total"]
        self.assertEqual(total["value"], 14000)
        self.assertEqual(average["value"], self.home.round(14000 / 3))
        self.assertIsNone(highest["value"])
        self.assertTrue(highest["text"])

    def test_a_list_says_each_amount_in_its_currency(self):
        answer = self._answer({"columns": [AMOUNT], "order": {"field": AMOUNT}})
        texts = [row["cells"][0]["text"] for row in answer["rows"]]
        self.assertIn(self.home.symbol, texts[0])
        self.assertIn(self.foreign.symbol, texts[2])
        self.assertEqual(answer["totals"][0]["value"], 14000)
        self.assertIn(self.home.symbol, answer["totals"][0]["text"])
