from random import Random

from odoo.tests import freeze_time, tagged

from .common import REF, QuestionCase
from .oracle import Oracle
from .random_trees import CITIES, DAY, RandomTrees


@tagged("post_install", "-at_install")
@freeze_time(DAY.isoformat())
class TestQuestionOracle(QuestionCase):
    """Compiled answers equal a plain evaluation on random small data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = Random(19)
        cls.countries = cls.env["res.country"].search(
            [("code", "in", ("SN", "ML", "FR"))]
        )
        cls.categories = cls.env["res.partner.category"].create(
            [{"name": name} for name in ("Gold", "Silver")]
        )
        cls.partners = cls.env["res.partner"]
        for index in range(60):
            cls.partners |= cls._create_random_partner(index)
        cls._date_partners()
        xof = cls.env.ref("base.XOF")
        euro = cls.env.ref("base.EUR")
        (xof | euro).active = True
        cls.env["res.currency.rate"].search([]).unlink()
        cls._create_rates(euro, [("2026-02-27", 2), ("2026-01-05", 5)])
        cls._create_rates(xof, [("2025-11-30", 7), ("2024-03-01", 1)])
        cls.trees = RandomTrees(
            cls.random,
            {
                "country": cls.countries.ids,
                "category": cls.categories.ids,
                "partner": cls.partners[:9].ids,
            },
        )
        cls.universe = {
            "partner": cls.partners,
            "country": cls.env["res.country"].search([]),
            "currency": cls.env["res.currency"].search([]),
        }
        cls.in_object = {
            "partner": lambda one: one.ref == REF,
            "country": lambda _one: True,
            "rate": lambda _one: True,
            "currency": lambda one: one.active,
        }

    @classmethod
    def _create_random_partner(cls, index):
        pick = cls.random.choice
        parents = [False, *cls.partners.ids[:20]]
        return cls._create_partner(
            pick(CITIES) + str(index % 7),
            city=pick([False, *CITIES]),
            color=cls.random.randint(0, 5),
            partner_latitude=round(cls.random.uniform(-20, 20), 2),
            employee=pick([True, False]),
            type=pick(["contact", "invoice", "other"]),
            country_id=pick([False, *cls.countries.ids]),
            category_id=cls.random.sample(cls.categories.ids, cls.random.randint(0, 2)),
            parent_id=pick(parents),
        )

    @classmethod
    def _date_partners(cls):
        """Give the partners creation dates over two years."""
        cls.env.flush_all()
        for partner in cls.partners:
            days = cls.random.randint(-700, 0)
            cls.env.cr.execute(
                "UPDATE res_partner SET create_date = %s::date + %s * interval '1 day'"
                " + interval '23 hours' WHERE id = %s",
                [DAY, days, partner.id],
            )
        cls.env.invalidate_all()

    def test_answers_equal_a_plain_evaluation(self):
        self._compare(600, Oracle(DAY, self.in_object))

    def test_answers_hold_nothing_of_what_the_user_cannot_read(self):
        """A record that he cannot read neither counts nor lends its values."""
        self.env["ir.rule"].create(
            {
                "name": "Only some",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": "[('color', '<', 4)]",
            }
        )
        self._compare(
            400,
            Oracle(
                DAY,
                self.in_object,
                lambda one: one._name != "res.partner" or one.color < 4,
            ),
        )

    def _compare(self, count, oracle):
        for _index in range(count):
            question = self.trees.question()
            expected = oracle.answers(self.universe[question["object"]], question)
            found = self._ask(question["where"], question["object"])
            self.assertEqual(set(found.ids), set(expected.ids), question)

    def test_explanations_equal_the_answers(self):
        for _index in range(60):
            question = {**self.trees.question(), "object": "partner"}
            question["where"] = self.trees.node("partner", 0)
            found = self._ask(question["where"])
            explained = self.language._explain([question], self.partners.ids)
            positive = {one for one, [why] in explained.items() if why["verdict"]}
            self.assertEqual(positive, set(found.ids), question)
