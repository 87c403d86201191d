from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.sunumarche_query.tests.common import (
    aggregate,
    condition,
)

from .common import CustomerCase

AMOUNT = "amount_total"
# How many euros, then dollars a franc is worth from a day on.
EURO_RATES = (("2020-01-01", 0.002), ("2025-03-01", 0.0015))
DOLLAR_RATES = (("2020-01-01", 0.001), ("2025-03-01", 0.00125))


@tagged("post_install", "-at_install")
class TestQuestionMoney(CustomerCase):
    """Documents in francs, euros and dollars of a company that counts in francs.

    Each is worth what the rates of its own day say, in conditions, totals, order,
    explanation and sentence; the expected figures are the ORM's.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.env.ref("base.EUR")
        cls.dollar = cls.env.ref("base.USD")
        (cls.euro | cls.dollar).active = True
        (cls.xof | cls.euro | cls.dollar).rate_ids.unlink()
        for currency, rates in ((cls.euro, EURO_RATES), (cls.dollar, DOLLAR_RATES)):
            cls._create_rates(currency, rates, cls.company)
        cls.product = cls.env["product.product"].create({"name": "Monture"})
        cls.user = new_test_user(
            cls.env,
            login="boss",
            groups="sunumarche_crm.group_administrator",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.questions = cls.env["sunumarche.question"].with_user(cls.user)
        cls.language = cls.env["sunumarche.question.language"].with_user(cls.user)

    @classmethod
    def _create_rates(cls, currency, rates, company):
        for day, rate in rates:
            cls.env["res.currency.rate"].create(
                {
                    "currency_id": currency.id,
                    "name": day,
                    "rate": rate,
                    "company_id": company.id,
                }
            )

    @classmethod
    def _create_order(cls, partner, currency, price, day="2025-06-01"):
        company = cls.env.company
        pricelist = cls.env["product.pricelist"].create(
            {
                "name": currency.name,
                "currency_id": currency.id,
                "company_id": company.id,
            }
        )
        line = {"product_id": cls.product.id, "price_unit": price, "tax_ids": False}
        order = cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "date_order": day,
                "pricelist_id": pricelist.id,
                "order_line": [Command.create(line)],
            }
        )
        order.action_confirm()
        order.date_order = day
        return order

    def _definition(self, code, where):
        return {"version": 1, "object": code, "where": where}

    def _find(self, code, where):
        domain = self.language._compile(self._definition(code, where))
        target = self.language._get_target(self._definition(code, where))
        return self.language.env[target.model].search(domain)

    def _answer(self, code, where, **presentation):
        return self.questions.ask_answer(self._definition(code, where), presentation)

    def _measure(self, code, field, where=None):
        """Total, average, lowest and highest of a field."""
        measures = [
            {"function": name, "field": field}
            for name in ("sum", "average", "min", "max")
        ]
        answer = self._answer(code, where, view="pivot", measures=measures)
        return [cell["value"] for cell in answer["total"]]

    def test_orders(self):
        """1,000 EUR of February are 500,000 F, of June 666,667 F."""
        awa, bineta, cheikh = (
            self._create_customer(name, customer_rank=1) for name in "ABC"
        )
        home = self._create_order(awa, self.xof, 500)
        old = self._create_order(bineta, self.euro, 1000, "2025-02-01")
        new = self._create_order(cheikh, self.euro, 1000)
        worth = [
            one.currency_id._convert(
                one.amount_total, self.xof, self.company, one.date_order.date()
            )
            for one in home | old | new
        ]
        self.assertEqual(worth, [500, 500_000, 666_667])
        for amount in (AMOUNT, "amount_untaxed"):
            for operator, value, found in (
                ("more", 500_000, new),
                ("at_least", 500_000, old | new),
                ("less", 1000, home),
                ("between", [500, 500_000], home | old),
                ("is", 666_667, new),
            ):
                with self.subTest(amount=amount, operator=operator):
                    where = condition(amount, operator, value)
                    self.assertEqual(self._find("order", where), found)
        self.assertEqual(
            self._measure("order", AMOUNT),
            [1_167_167, 389_056, 500, 666_667],
        )
        self.assertEqual(
            self._find(
                "customer",
                aggregate("customer_order_ids", "sum", "more", 500_000, measure=AMOUNT),
            ),
            cheikh,
        )

    def test_lines_of_orders(self):
        awa = self._create_customer("Awa")
        self._create_order(awa, self.euro, 1000, "2025-02-01")
        self._create_order(awa, self.xof, 500)
        self.assertEqual(
            self._measure("order_line", "price_subtotal"),
            [500_500, 250_250, 500, 500_000],
        )

    def test_the_rate_that_a_document_keeps_holds(self):
        """A rate put right later does not change what was agreed."""
        awa = self._create_customer("Awa")
        order = self._create_order(awa, self.euro, 1000)
        invoice = self._invoice(1000, "2025-06-01", awa, currency_id=self.euro.id)
        self.env.cr.execute("UPDATE res_currency_rate SET rate = rate * 2")
        self.env.invalidate_all()
        self.assertAlmostEqual(order.currency_rate, 0.0015)
        self.assertEqual(self._measure("order", AMOUNT)[0], 666_667)
        self.assertEqual(self._measure("invoice", "amount_total_signed")[0], 666_667)
        self.assertEqual(self._measure("invoice_line", "price_subtotal")[0], 666_667)
        self.assertEqual(-sum(invoice.invoice_line_ids.mapped("balance")), 666_667)

    def test_invoices_and_their_lines(self):
        awa, bineta = self._create_customer("Awa"), self._create_customer("Bineta")
        self._invoice(1000, "2025-02-01", awa, currency_id=self.euro.id)
        self._invoice(800_000, "2025-06-01", bineta)
        where = aggregate(
            "customer_invoice_ids",
            "sum",
            "less",
            600_000,
            measure="amount_untaxed_signed",
        )
        self.assertIn(awa, self._find("customer", where))
        self.assertNotIn(bineta, self._find("customer", where))
        self.assertEqual(
            self._measure("invoice_line", "price_subtotal"),
            [1_300_000, 650_000, 500_000, 800_000],
        )

    def test_two_companies_of_two_currencies(self):
        """A company in dollars is ticked too: 10 dollars of June are 8,000 F."""
        other = self.env["res.company"].create(
            {"name": "Dakar Dollars", "currency_id": self.dollar.id}
        )
        awa = self._create_customer("Awa")
        purchases = self._import_purchase(1000, "2025-06-02", awa)
        purchases |= self._import_purchase(10, "2025-06-01", awa, company_id=other.id)
        purchases |= self._import_purchase(10, "2025-02-01", awa, company_id=other.id)
        self.user.company_ids |= other
        both = {"allowed_company_ids": (self.company | other).ids}
        self.questions = self.questions.with_context(**both)
        self.language = self.language.with_context(**both)
        self.assertEqual(
            self._measure("imported_purchase", "amount"),
            [19_000, 6333, 1000, 10_000],
        )
        self.assertEqual(
            self._find("imported_purchase", condition("amount", "more", 1000))
            & purchases,
            purchases[1:],
        )
        alone = {"allowed_company_ids": other.ids}
        self.questions = self.questions.with_context(**alone)
        self.assertEqual(self._measure("imported_purchase", "amount")[0], 20)

    def test_orders_of_two_companies(self):
        """The rate of the document is to its own company's currency, not to ours."""
        other = self.env["res.company"].create(
            {"name": "Dakar Dollars", "currency_id": self.dollar.id}
        )
        awa = self._create_customer("Awa")
        for currency, rates in ((self.euro, EURO_RATES), (self.dollar, DOLLAR_RATES)):
            self._create_rates(currency, rates, other)
        self.env = self.env(context={"allowed_company_ids": (other | self.company).ids})
        cls = type(self)
        cls.env, kept = self.env, cls.env
        self.addCleanup(setattr, cls, "env", kept)
        order = self._create_order(awa, self.euro, 1000)
        self.assertEqual(order.company_id, other)
        self.user.company_ids |= other
        self.questions = self.questions.with_context(
            allowed_company_ids=(self.company | other).ids
        )
        self.assertEqual(self._measure("order", AMOUNT)[0], 666_667)

    def test_a_list_is_sorted_by_worth_and_says_each_amount_in_its_currency(self):
        awa = self._create_customer("Awa")
        for currency, price in ((self.xof, 2000), (self.euro, 1000), (self.xof, 500)):
            self._create_order(awa, currency, price)
        answer = self._answer(
            "order",
            None,
            columns=[AMOUNT],
            order={"field": AMOUNT, "descending": True},
        )
        cells = [row["cells"][0] for row in answer["rows"]]
        self.assertEqual([cell["value"] for cell in cells], [1000, 2000, 500])
        self.assertIn(self.euro.symbol, cells[0]["text"])
        self.assertIn(self.xof.symbol, cells[1]["text"])
        self.assertEqual(answer["totals"][0]["value"], 669_167)
        self.assertIn(self.xof.symbol, answer["totals"][0]["text"])

    def test_the_sentence_and_the_explanation_say_the_currency(self):
        awa = self._create_customer("Awa")
        order = self._create_order(awa, self.euro, 1000)
        where = condition(AMOUNT, "more", 100_000)
        definition = self._definition("order", where)
        for lang in ("en_US", "fr_FR"):
            self.env["res.lang"]._activate_lang(lang)
            language = self.language.with_context(lang=lang)
            said = language._say(definition)
            self.assertTrue(said.endswith("\N{NO-BREAK SPACE}CFA"), said)
            self.assertEqual(language._read_sentence(said).to_json(), definition)
            bare = said.removesuffix("\N{NO-BREAK SPACE}CFA")
            self.assertEqual(language._read_sentence(bare).to_json(), definition)
        [why] = self.language._explain([definition], order.ids)[order.id]
        self.assertTrue(why["verdict"])
        self.assertEqual(
            why["tree"]["value"].replace("\N{NO-BREAK SPACE}", " "),
            "666,667 CFA (1,000.00 €)",
        )
        definition = self._definition(
            "customer",
            aggregate("customer_order_ids", "sum", "more", 100_000, measure=AMOUNT),
        )
        [why] = self.language._explain([definition], awa.ids)[awa.id]
        self.assertEqual(
            why["tree"]["value"].replace("\N{NO-BREAK SPACE}", " "), "666,667 CFA"
        )
        self.assertIn("100,000\N{NO-BREAK SPACE}CFA", why["tree"]["sentence"])
