from odoo.tests import freeze_time, tagged

from .common import QuestionCase, aggregate, condition, group, related


@tagged("post_install", "-at_install")
@freeze_time("2026-03-01")
class TestQuestionCompile(QuestionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop = cls._create_partner("Boutique", city="Dakar", color=5)
        cls.stall = cls._create_partner("Étal", city="Thiès")
        cls.awa = cls._create_partner("Awa", parent_id=cls.shop.id, color=2)
        cls.omar = cls._create_partner("Omar", parent_id=cls.shop.id, color=3)

    def test_no_condition_gives_all_records_of_the_object(self):
        self.assertEqual(self._ask(None), self.shop | self.stall | self.awa | self.omar)

    def test_groups(self):
        dakar = condition("city", "is", "Dakar")
        thies = condition("city", "is", "Thiès")
        big = condition("color", "at_least", 5)
        self.assertEqual(self._ask(group("any", big, thies)), self.shop | self.stall)
        self.assertFalse(self._ask(group("all", dakar, thies)))
        self.assertEqual(self._ask(group("none", big, thies)), self.awa | self.omar)

    def test_a_path_through_a_record(self):
        self.assertEqual(
            self._ask(condition("parent_id.city", "is", "Dakar")), self.awa | self.omar
        )

    def test_denial_covers_what_is_missing(self):
        """A contact without a company is not in a company of Dakar."""
        self.assertEqual(
            self._ask(condition("parent_id.city", "is_not", "Dakar")),
            self.shop | self.stall,
        )

    def test_a_percent_sign_is_no_joker(self):
        self.assertFalse(self._ask(condition("name", "contains", "A%a")))
        self.assertFalse(self._ask(condition("name", "starts_with", "_wa")))
        self.assertEqual(self._ask(condition("name", "starts_with", "aw")), self.awa)

    def test_count_of_related_records(self):
        two = aggregate("child_ids", "count", "at_least", 2)
        self.assertEqual(self._ask(two), self.shop)
        self.assertEqual(
            self._ask(aggregate("child_ids", "count", "is", 0)),
            self.stall | self.awa | self.omar,
        )
        self.assertEqual(
            self._ask(
                aggregate(
                    "child_ids",
                    "count",
                    "is",
                    1,
                    where=condition("color", "more", 2),
                )
            ),
            self.shop,
        )

    def test_sum_and_average_of_related_records(self):
        def ask(function, operator, value):
            node = aggregate("child_ids", function, operator, value, measure="color")
            return self._ask(node)

        self.assertEqual(ask("sum", "is", 5), self.shop)
        self.assertEqual(ask("average", "is", 2.5), self.shop)
        self.assertEqual(ask("max", "at_most", 3), self.shop)
        self.assertEqual(ask("sum", "less", 1), self.stall | self.awa | self.omar)
        self.assertFalse(ask("min", "less", 1), "there is no minimum of nothing")

    def test_conditions_on_one_relation_share_a_pass(self):
        many = aggregate("child_ids", "count", "at_least", 2)
        large = aggregate("child_ids", "sum", "more", 4, measure="color")
        lately = aggregate(
            "child_ids",
            "count",
            "is",
            1,
            where=condition("color", "more", 2),
            period={"kind": "dates", "from": "2020-01-01", "to": None},
        )
        self.env.flush_all()
        definition = {
            "version": 1,
            "object": "partner",
            "where": group("all", many, large, lately),
        }
        domain = self.language._compile(definition)
        query = self.language.env["res.partner"]._search(domain)
        self.assertEqual(query.select().code.count("GROUP BY"), 1)
        self.assertEqual(self._ask(definition["where"]), self.shop)
        denied = aggregate("child_ids", "sum", "at_most", 4, measure="color")
        self.assertEqual(
            self._ask(group("all", denied, related("child_ids", "none"))),
            self.stall | self.awa | self.omar,
        )

    def test_without_related_records(self):
        self.assertEqual(
            self._ask(related("child_ids", "none")), self.stall | self.awa | self.omar
        )
        self.assertEqual(
            self._ask(related("child_ids", "any", condition("name", "is", "Awa"))),
            self.shop,
        )

    def test_focus_gives_the_same_answer_about_these_records(self):
        definition = {
            "version": 1,
            "object": "partner",
            "where": aggregate("child_ids", "count", "less", 1),
        }
        domain = self.language._compile(definition, focus=[self.shop.id, self.awa.id])
        partners = self.language.env["res.partner"].search(domain)
        self.assertEqual(partners, self.awa)

    def test_access_rules_hold_on_related_records(self):
        self.env["ir.rule"].create(
            {
                "name": "No Awa",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": "[('name', '!=', 'Awa')]",
            }
        )
        self.assertFalse(self._ask(aggregate("child_ids", "count", "at_least", 2)))
        self.assertFalse(
            self._ask(related("child_ids", "any", condition("name", "is", "Awa")))
        )

    def test_explanation_says_value_and_verdict(self):
        definition = {
            "version": 1,
            "object": "partner",
            "where": group(
                "all",
                condition("city", "is", "Dakar"),
                aggregate("child_ids", "count", "more", 2),
            ),
        }
        explained = self.language._explain([definition], self.shop.ids)
        self.assertEqual(
            explained[self.shop.id],
            [
                {
                    "in_object": True,
                    "verdict": False,
                    "tree": {
                        "match": "all",
                        "verdict": False,
                        "children": [
                            {
                                "sentence": "from “Dakar”",
                                "verdict": True,
                                "value": "Dakar",
                            },
                            {
                                "sentence": "having more than 2 contacts",
                                "verdict": False,
                                "value": "2",
                            },
                        ],
                    },
                }
            ],
        )
