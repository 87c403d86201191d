from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.fields import Command, Date
from odoo.tests import tagged

from ..engine.cross_sell_refresh import CrossSellRefresh
from ..engine.customer_card_day import CustomerCardDay
from ..engine.customer_snapshots import CustomerSnapshots
from ..engine.household_figures import HouseholdFigures
from ..engine.rfm_simulation import RfmSimulation
from ..engine.rhythm_refresh import RhythmRefresh
from .common import TODAY
from .two_companies_common import TwoCompaniesCase

DAY = Date.to_date(TODAY)
CUT = {
    "method": "cut",
    "recency_cut_points": "30, 90, 180, 365",
    "frequency_cut_points": "1, 2, 4, 8",
    "monetary_cut_points": "7000, 20000, 300000, 400000",
}
# Who bought five days ago has the lowest score of recency.
IMPATIENT = {**CUT, "recency_cut_points": "1, 2, 3, 4"}


@tagged("post_install", "-at_install")
class TestTwoCompanies(TwoCompaniesCase):
    """Each company's figures of one customer, subject by subject."""

    def test_card_of_today(self):
        def read(env):
            on = CustomerCardDay(self.customer.with_env(env))
            found = on.indicator
            return (found.company_id, found.net_amount, found.amount_due)

        self.assertByCompany(
            read, (self.company, 30_000, 30_000), (self.other, 5_000, 5_000)
        )

    def test_card_of_a_past_day(self):
        def read(env):
            on = CustomerCardDay(self.customer.with_env(env), "2025-06-01")
            return (on.bought["net_amount"], on.bought["purchase_count"])

        self.assertByCompany(read, (10_000, 1), (5_000, 1))

    def test_class_of_the_card(self):
        self._score_differently()

        def read(env):
            return CustomerCardDay(self.customer.with_env(env)).rfm_class

        classes = [self._indicator(company=one).rfm_class_id for one in self.companies]
        self.assertNotEqual(*classes)
        self.assertByCompany(read, *classes)

    def _score_differently(self):
        """Give the customer a class in each company; return the policies' settings."""
        settings = {}
        for company, values in ((self.company, CUT), (self.other, IMPATIENT)):
            policy = self.env["sunumarche.rfm.policy"]._get_policy(company)
            policy.write(values)
            self._refresh(company)
            settings[policy] = values
        return settings

    def test_household(self):
        household = self.env["sunumarche.household"].create(
            {"head_id": self.customer.id}
        )
        self.env.flush_all()

        def read(env):
            figure = HouseholdFigures(env).of_households(household)[household.id]
            member = HouseholdFigures(env).of_members(household.member_ids)
            [of_member] = member.values()
            return (figure.net_amount, figure.purchase_count, of_member.net_amount)

        self.assertByCompany(read, (30_000, 2, 30_000), (5_000, 1, 5_000))

    def test_suggestions(self):
        frame, lenses, cord, bag = self.env["product.product"].create(
            [
                {"name": name, "taxes_id": False}
                for name in ("Frame", "Lenses", "C", "B")
            ]
        )
        for company, suggested in ((self.company, lenses), (self.other, cord)):
            company.cross_sell_min_baskets = 2
            for basket in ([frame, suggested], [frame, suggested], [bag]):
                self._sell(company, basket)
            CrossSellRefresh(company).run()
        suggest = self.env["sunumarche.cross.sell"]._suggest
        for company, expected in ((self.company, lenses), (self.other, cord)):
            pairs = suggest(frame, company)
            self.assertEqual(pairs.suggested_product_id, expected)
            self.assertEqual((pairs.basket_count, pairs.confidence), (2, 1.0))
            self.assertEqual(pairs.support, 0.666667)

    def _sell(self, company, products):
        move = (
            self.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customer.id,
                    "invoice_date": "2025-06-01",
                    "invoice_line_ids": [
                        Command.create({"product_id": product.id, "tax_ids": []})
                        for product in products
                    ],
                }
            )
        )
        move.action_post()

    def test_months_are_rewritten_once(self):
        """A month of one company is not stale because of the other's documents."""
        months = {company: [] for company in self.companies}
        for company in self.companies:
            for month in CustomerSnapshots.get_stale_months(company):
                months[company].append(month)
                CustomerSnapshots.rebuild(company, month)
        self.assertEqual(
            [len(months[company]) for company in self.companies],
            [1, 1],
            "May is past, June is running",
        )
        for company in self.companies:
            self.assertFalse(CustomerSnapshots.get_stale_months(company))
        rows = self.env["sunumarche.customer.snapshot"].search(
            [("partner_id", "=", self.customer.id)]
        )
        self.assertEqual(
            {row.company_id: row.net_amount for row in rows},
            {self.company: 10_000, self.other: 5_000},
        )

    def test_simulation(self):
        """The settings of today change nothing, whatever the other company's class."""
        settings = self._score_differently()
        classes = [self._indicator(company=one).rfm_class_id for one in self.companies]
        self.assertNotEqual(*classes)
        for policy, values in settings.items():
            self.assertEqual(RfmSimulation(policy).run(values), [])

    def test_territories_of_one_region(self):
        region = self.env.ref("sunumarche_crm.state_sn_dk")
        agencies = {
            company: self.env["sunumarche.agency"].create(
                {"name": company.name, "company_id": company.id}
            )
            for company in self.companies
        }

        def claim(company):
            return self.env["sunumarche.territory"].create(
                {
                    "name": f"Cap-Vert of {company.name}",
                    "agency_id": agencies[company].id,
                    "state_ids": [Command.set(region.ids)],
                }
            )

        for company in self.companies:
            self.assertEqual(claim(company).company_id, company)
        with self.assertRaisesRegex(ValidationError, "has it already"):
            claim(self.company)

    def test_class_periods_opened_today(self):
        """Who changes class in one company keeps today's period in the other."""
        policy = self.env["sunumarche.rfm.policy"]._get_policy(self.company)
        policy.write(CUT)
        self._refresh()
        history = self.env["sunumarche.rfm.history"]
        elsewhere = history.search(
            [("partner_id", "=", self.customer.id), ("company_id", "=", self.other.id)]
        )
        self.assertEqual(elsewhere.date_from, DAY)
        before = self._indicator().rfm_class_id
        for _purchase in range(8):
            self._invoice(60_000, "2025-06-29")
        self._refresh()
        self.assertNotEqual(self._indicator().rfm_class_id, before)
        self.assertTrue(elsewhere.exists())
        self.assertFalse(elsewhere.date_to)


@tagged("post_install", "-at_install")
class TestSeasonAndSilence(TwoCompaniesCase):
    """When somebody is late, next to days that do not count."""

    def _silent_from(self, company=None):
        RhythmRefresh(company or self.company).run()
        rhythm = self.env["sunumarche.rhythm"].search(
            [
                ("partner_id", "=", self.customer.id),
                ("company_id", "=", (company or self.company).id),
            ]
        )
        return rhythm.silent_from

    def _season(self, first, company=None):
        self.env["sunumarche.season"].create(
            {
                "name": "Tabaski",
                "date_from": first,
                "date_to": first + timedelta(days=9),
                "company_id": company and company.id,
            }
        )

    def _buy_every_tenth_day(self):
        for number in range(5):
            self._invoice(1_000, DAY - timedelta(days=10 * number))

    def test_a_season_that_begins_when_one_is_late(self):
        """The day itself counts: what comes after it delays nothing."""
        self._buy_every_tenth_day()
        late = self._silent_from()
        self.assertGreater(late, DAY)
        self._season(late + timedelta(days=1))
        self.assertEqual(self._silent_from(), late)

    def test_a_season_before_that(self):
        self._buy_every_tenth_day()
        late = self._silent_from()
        self._season(late)
        self.assertEqual(self._silent_from(), late + timedelta(days=10))

    def test_another_company_s_season(self):
        self._buy_every_tenth_day()
        late = self._silent_from()
        self._season(late, self.other)
        self.assertEqual(self._silent_from(), late)
