from random import Random

from odoo.fields import Command, Date
from odoo.tests import tagged

from odoo.addons.sunumarche_query.tests.common import aggregate, condition, group

from ..engine.segment_explainer import SegmentExplainer
from .segment_common import SegmentCase, member

CITIES = ("Dakar", "Thiès", "Saint-Louis", "Ziguinchor")
CUSTOMERS = 1000


@tagged("post_install", "-at_install")
class TestSegmentExplain(SegmentCase):
    """The explanation says what the refresh found."""

    def _explain(self, partner):
        explained = SegmentExplainer(self.env, partner.ids).explain()[partner.id]
        return {one["name"]: one for one in explained}

    def test_conditions_with_their_values(self):
        self._create_segment(
            "Good of Dakar",
            group(
                "all",
                condition("city", "is", "Dakar"),
                aggregate("customer_invoice_ids", "count", "more", 1),
            ),
        )
        explained = self._explain(self.dakar)["Good of Dakar"]
        self.assertFalse(explained["is_member"])
        self.assertEqual(
            explained["conditions"],
            [
                {
                    "match": "all",
                    "verdict": False,
                    "children": [
                        {
                            "sentence": "from “Dakar”",
                            "verdict": True,
                            "value": "Dakar",
                        },
                        {
                            "sentence": "having more than 1 invoices",
                            "verdict": False,
                            "value": "1",
                        },
                    ],
                }
            ],
        )

    def test_what_comes_first_on_the_axis(self):
        axis = self.env["sunumarche.segment.axis"].create(
            {"name": "Value", "company_id": self.company.id}
        )
        buyer = condition("customer_purchase_count", "at_least", 1)
        self._create_segment("VIP", buyer, axis_id=axis.id, sequence=1)
        self._create_segment("Regular", buyer, axis_id=axis.id, sequence=2)
        explained = self._explain(self.dakar)
        self.assertTrue(explained["VIP"]["is_member"])
        self.assertFalse(explained["Regular"]["is_member"])
        self.assertEqual(
            explained["Regular"]["conditions"][-1],
            {
                "sentence": "is in “VIP”, which comes first on the axis “Value”",
                "verdict": False,
                "value": "",
            },
        )

    def test_the_card_asks_for_the_company_of_a_contact(self):
        self._create_segment("Dakar", condition("city", "is", "Dakar"))
        contact = self._create_customer("Awa", parent_id=self.dakar.id)
        names = {
            one["name"]: one["is_member"] for one in contact.action_explain_segments()
        }
        self.assertTrue(names["Dakar"])

    def test_a_thousand_customers_and_thirty_segments(self):
        partners = self._create_customers(Random(4))
        self._refresh_figures()
        self._create_thirty_segments(partners)
        self._refresh_segments()
        explained = SegmentExplainer(self.env, partners.ids).explain()
        different = [
            (partner_id, one["name"])
            for partner_id, answers in explained.items()
            for one in answers
            if one["verdict"] != one["is_member"]
        ]
        self.assertEqual(different, [])
        self.assertEqual({len(answers) for answers in explained.values()}, {30})
        self.assertGreater(
            sum(one["is_member"] for answers in explained.values() for one in answers),
            3 * CUSTOMERS,
        )

    def _create_customers(self, random):
        partners = self.env["res.partner"].create(
            [
                {
                    "name": f"Customer {number}",
                    "customer_rank": 1,
                    "city": random.choice(CITIES),
                    "is_company": random.random() < 0.3,
                }
                for number in range(CUSTOMERS)
            ]
        )
        self.env["sunumarche.purchase.history"].create(
            [
                {
                    "company_id": self.company.id,
                    "source_id": self.source.id,
                    "external_customer": str(partner.id),
                    "line_key": f"{partner.id}-{number}",
                    "partner_id": partner.id,
                    "date": Date.subtract(
                        Date.to_date("2025-06-29"), days=random.randrange(700)
                    ),
                    "amount": random.randrange(1, 900) * 500,
                    "kind": "purchase",
                }
                for partner in partners
                for number in range(random.randrange(4))
            ]
        )
        return partners

    def _create_thirty_segments(self, partners):
        axis = self.env["sunumarche.segment.axis"].create(
            {"name": "Value", "company_id": self.company.id}
        )
        create = self._create_simple
        cities = [create(city, condition("city", "is", city)) for city in CITIES]
        counts = [
            create(f"{n}+", condition("customer_purchase_count", "at_least", n))
            for n in range(1, 4)
        ]
        for days in (60, 120, 180, 365):
            create(f"{days}", condition("days_since_last_purchase", "at_least", days))
        for place, amount in enumerate((400000, 200000, 50000)):
            create(
                f"Value {amount}",
                condition("customer_net_amount", "at_least", amount),
                axis_id=axis.id,
                sequence=place,
            )
        create("Others", kind="rest", axis_id=axis.id)
        for operator in ("more", "at_most", "is"):
            create(
                f"Orders {operator}",
                aggregate("customer_order_ids", "count", operator, 0),
            )
        for city in cities:
            create(
                f"Not {city.name}",
                group(
                    "all",
                    member(city, "not_member"),
                    condition("is_company", "is", True),
                ),
            )
        create("Chosen", kind="list", partner_ids=[Command.set(partners[::3].ids)])
        for operator in ("union", "intersection", "difference"):
            create(
                f"Both {operator}",
                kind="combination",
                line_ids=[
                    Command.create({"operator": "union", "component_id": counts[0].id}),
                    Command.create(
                        {"operator": operator, "component_id": cities[0].id}
                    ),
                ],
            )
        classes = self.env["sunumarche.rfm.class"].search([], limit=2)
        for one in classes:
            create(one.name, kind="class", rfm_class_ids=[Command.set(one.ids)])
        create("Tabaski", condition("city", "is", "Dakar"), date_from="2025-07-01")
        create("Named", condition("name", "contains", "9"))

    def _create_simple(self, name, where=None, **values):
        return self._create_segment(name, where, refresh=False, **values)
