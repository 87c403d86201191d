from odoo.exceptions import ValidationError
from odoo.fields import Command, Date
from odoo.tests import tagged

from odoo.addons.sunumarche_query.tests.common import aggregate, condition, group

from .segment_common import SegmentCase, member


@tagged("post_install", "-at_install")
class TestSegment(SegmentCase):
    """Who belongs to segments of each kind."""

    def test_by_conditions(self):
        segment = self._create_segment("Dakar", condition("city", "is", "Dakar"))
        self.assertEqual(self._members(segment), self.dakar)
        self.assertRecordValues(
            segment.membership_ids,
            [
                {
                    "partner_id": self.dakar.id,
                    "company_id": self.company.id,
                    "date_left": False,
                    "entered_cause": "rule",
                }
            ],
        )
        self.assertEqual(segment.member_count, 1)
        self.assertFalse(segment.waiting_cause)
        self.assertTrue(segment.is_running)
        self.assertEqual(self.dakar.segment_ids, segment)

    def test_by_figures_and_documents(self):
        lately = aggregate(
            "customer_invoice_ids",
            "sum",
            "at_least",
            50000,
            measure="amount_untaxed_signed",
            period={"kind": "last", "count": 90, "unit": "day"},
        )
        silent = condition("days_since_last_purchase", "at_least", 180)
        buyers = self._create_segment("Buyers", lately)
        asleep = self._create_segment("Asleep", silent)
        both = self._create_segment("Both", group("any", lately, silent))
        self.assertEqual(self._members(buyers), self.dakar)
        self.assertEqual(self._members(asleep), self.thies)
        self.assertEqual(self._members(both), self.dakar | self.thies)

    def test_by_hand(self):
        segment = self._create_segment(
            "Chosen", kind="list", partner_ids=[Command.set(self.thies.ids)]
        )
        self.assertEqual(self._members(segment), self.thies)
        segment.partner_ids = self.dakar
        self._refresh_segments(segments=segment)
        self.assertEqual(self._members(segment), self.dakar)
        self.assertRecordValues(
            segment.membership_ids.sorted("id"),
            [
                {"partner_id": self.thies.id, "left_cause": "hand"},
                {"partner_id": self.dakar.id, "left_cause": False},
            ],
        )

    def test_by_class(self):
        rfm_class = self.dakar.customer_rfm_class_id
        segment = self._create_segment(
            "Class", kind="class", rfm_class_ids=[Command.set(rfm_class.ids)]
        )
        expected = (self.dakar | self.thies).filtered(
            lambda one: one.customer_rfm_class_id == rfm_class
        )
        self.assertEqual(self._members(segment), expected)

    def test_who_left_is_in_nothing_made_of_the_segment(self):
        chosen = self._create_segment(
            "Chosen",
            kind="list",
            partner_ids=[Command.set((self.dakar | self.thies).ids)],
        )
        combined = self._create_segment(
            "Combined",
            kind="combination",
            line_ids=[Command.create({"operator": "union", "component_id": chosen.id})],
        )
        asked = self._create_segment("Asked", member(chosen))
        chosen.partner_ids -= self.thies
        self._refresh_segments()
        for segment in (chosen, combined, asked):
            self.assertEqual(self._members(segment), self.dakar)
        for segment in (combined, asked):
            self._refresh_segments(segments=segment)
            self.assertEqual(self._members(segment), self.dakar)

    def test_combination(self):
        dakar = self._create_segment("Dakar", condition("city", "is", "Dakar"))
        buyers = self._create_segment(
            "Buyers", condition("customer_purchase_count", "at_least", 1)
        )

        def combine(*steps):
            segment = self._create_segment(
                "Combined",
                kind="combination",
                line_ids=[
                    Command.create({"operator": operator, "component_id": one.id})
                    for operator, one in steps
                ],
            )
            return self._members(segment)

        self.assertEqual(combine(("union", dakar)), self.dakar)
        self.assertEqual(
            combine(("union", dakar), ("union", buyers)), self.dakar | self.thies
        )
        self.assertEqual(
            combine(("union", buyers), ("intersection", dakar)), self.dakar
        )
        self.assertEqual(combine(("union", buyers), ("difference", dakar)), self.thies)

    def test_a_segment_in_a_condition(self):
        dakar = self._create_segment("Dakar", condition("city", "is", "Dakar"))
        others = self._create_segment(
            "Others",
            group(
                "all",
                member(dakar, "not_member"),
                condition("customer_purchase_count", "at_least", 1),
            ),
        )
        self.assertEqual(self._members(others), self.thies)
        self.thies.city = "Dakar"
        self._refresh_segments()
        self.assertFalse(self._members(others))

    def test_an_agency(self):
        agency = self.env["sunumarche.agency"].create(
            {"name": "Plateau", "company_id": self.company.id}
        )
        self.dakar.write({"territory_by_hand": True, "agency_id": agency.id})
        segment = self._create_segment(
            "Of the agency",
            condition("customer_purchase_count", "at_least", 1),
            agency_id=agency.id,
        )
        self.assertEqual(self._members(segment), self.dakar)

    def test_the_members_of_a_past_day(self):
        segment = self._create_segment(
            "Dakar", condition("city", "is", "Dakar"), refresh=False
        )
        self._refresh_segments("2025-01-10 12:00:00")
        self.thies.city = "Dakar"
        self._refresh_segments("2025-02-10 12:00:00")
        self.dakar.city = "Thiès"
        self._refresh_segments("2025-03-10 12:00:00")
        self.dakar.city = "Dakar"
        self._refresh_segments("2025-04-10 12:00:00")
        for day, expected in (
            ("2025-01-09", self.env["res.partner"]),
            ("2025-01-10", self.dakar),
            ("2025-02-09", self.dakar),
            ("2025-02-10", self.dakar | self.thies),
            ("2025-03-10", self.thies),
            ("2025-04-10", self.dakar | self.thies),
        ):
            with self.subTest(day=day):
                found = self._members(segment, Date.to_date(day))
                self.assertEqual(found, expected)
                asked = self._create_segment(
                    "At", member(segment, at=day), refresh=False
                )
                self._refresh_segments(segments=asked)
                self.assertEqual(self._members(asked), expected)
        self.assertEqual(self._members(segment), self.dakar | self.thies)

    def test_outside_its_period_nobody_belongs(self):
        segment = self._create_segment(
            "Tabaski",
            condition("city", "is", "Dakar"),
            refresh=False,
            date_from="2025-05-20",
            date_to="2025-06-10",
        )
        self._refresh_segments("2025-05-01 12:00:00")
        self.assertFalse(self._members(segment))
        self._refresh_segments("2025-05-20 12:00:00")
        self.assertEqual(self._members(segment), self.dakar)
        self._refresh_segments("2025-06-11 12:00:00")
        self.assertFalse(self._members(segment))
        self.assertEqual(segment.membership_ids.left_cause, "period")
        self.assertEqual(self._members(segment, Date.to_date("2025-06-01")), self.dakar)

    def test_an_archived_customer_leaves(self):
        segment = self._create_segment("Dakar", condition("city", "is", "Dakar"))
        self.dakar.action_archive()
        self._refresh_segments()
        self.assertFalse(self._members(segment))
        self.assertEqual(segment.membership_ids.left_cause, "data")

    def test_an_archived_segment_empties(self):
        segment = self._create_segment("Dakar", condition("city", "is", "Dakar"))
        segment.action_archive()
        self._refresh_segments()
        self.assertFalse(self._members(segment))
        self.assertEqual(segment.membership_ids.left_cause, "archived")

    def test_nothing_changed_writes_nothing(self):
        segment = self._create_segment("Dakar", condition("city", "is", "Dakar"))
        report = self._refresh_segments()
        self.assertFalse(report)
        self.assertEqual(len(segment.membership_ids), 1)

    def test_names_with_apostrophes_and_quotes(self):
        name = "Boutique de l'Île “N'Gor” \\ 100 %"
        partner = self._create_buyer(name, city="L'Île d'Yoff")
        segment = self._create_segment("L'Île", condition("city", "is", "L'Île d'Yoff"))
        self.assertEqual(self._members(segment), partner)
        self.assertIn("L'Île d'Yoff", segment.sentence)

    def test_an_empty_base(self):
        self.env["sunumarche.segment"].search([]).action_archive()
        self._refresh_segments()
        self.assertFalse(self._refresh_segments())

    def test_two_companies(self):
        other = self.env["res.company"].create({"name": "Sunu Thiès"})
        self.env.user.company_ids |= other
        condition_all = condition("customer_purchase_count", "at_least", 1)
        ours = self._create_segment("Buyers", condition_all)
        theirs = self._create_segment("Buyers", condition_all, company_id=other.id)
        self.assertEqual(self._members(ours), self.dakar | self.thies)
        self.assertFalse(self._members(theirs))

    def test_members_can_be_searched_in_any_domain(self):
        segment = self._create_segment("Dakar", condition("city", "is", "Dakar"))
        partners = self.env["res.partner"]
        both = self.dakar | self.thies
        among = [("id", "in", both.ids)]
        self.assertEqual(
            partners.search([*among, ("segment_ids", "in", segment.ids)]), self.dakar
        )
        self.assertEqual(
            partners.search([*among, ("segment_ids", "not in", segment.ids)]),
            self.thies,
        )
        self.assertEqual(
            partners.search([*among, ("segment_ids", "=", False)]), self.thies
        )
        self.assertEqual(
            partners.search([*among, ("segment_ids.name", "=", "Dakar")]), self.dakar
        )

    def test_a_record_rule_on_segments(self):
        segment = self._create_segment("Dakar", condition("city", "is", "Dakar"))
        orders = self.env["sale.order"].create(
            [{"partner_id": one.id} for one in (self.dakar, self.thies)]
        )
        self.env["ir.rule"].create(
            {
                "name": "Customers of Dakar only",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "domain_force": [("customer_id.segment_ids", "in", segment.ids)],
            }
        )
        user = self._create_new_internal_user(
            login="segment_rule", groups="sunumarche_crm.group_direction"
        )
        user.write({"company_ids": self.company.ids, "company_id": self.company.id})
        found = (
            self.env["sale.order"].with_user(user).search([("id", "in", orders.ids)])
        )
        self.assertEqual(found.partner_id, self.dakar)

    def test_orders_count_for_the_company_of_the_contact(self):
        contact = self._create_customer("Awa", parent_id=self.dakar.id)
        orders = self.env["sale.order"].create(
            [{"partner_id": contact.id}, {"partner_id": self.dakar.id}]
        )
        self.assertEqual(orders.customer_id, self.dakar)
        orders.action_confirm()
        segment = self._create_segment(
            "Twice", aggregate("customer_order_ids", "count", "at_least", 2)
        )
        self.assertEqual(self._members(segment), self.dakar)

    def test_what_is_wrong_is_refused(self):
        for values in (
            {"definition": {"version": 1, "object": "order", "where": None}},
            {"kind": "class"},
            {"kind": "combination"},
            {"kind": "rest"},
            {"definition": "{}"},
            {"definition": False},
        ):
            with self.assertRaises(ValidationError):
                self._create_segment("Wrong", **values)
