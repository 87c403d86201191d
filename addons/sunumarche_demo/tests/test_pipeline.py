from dataclasses import replace
from datetime import date
from random import Random

from odoo.tests import BaseCase, tagged

from ..engine.catalogue import CATALOGUE
from ..engine.customers import CustomerFactory
from ..engine.pipeline import SUBJECTS, draw_opportunities, draw_quotations

AS_OF = date(2026, 6, 20)
CODES = {article.code for article in CATALOGUE}


@tagged("post_install", "-at_install")
class TestPipeline(BaseCase):
    """What is drawn of the deals that are still open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = list(CustomerFactory(Random(1)).draw(80))
        cls.quotations = draw_quotations(Random(2), cls.customers, 60, AS_OF)
        cls.opportunities = draw_opportunities(Random(3), cls.customers, 60, AS_OF)

    def test_as_many_are_drawn_as_asked(self):
        self.assertEqual((len(self.quotations), len(self.opportunities)), (60, 60))

    def test_quotations_are_of_the_last_weeks(self):
        ages = [(AS_OF - quotation.day).days for quotation in self.quotations]
        self.assertGreaterEqual(min(ages), 0)
        self.assertLessEqual(max(ages), 25)

    def test_quotations_name_articles_of_the_catalogue(self):
        for quotation in self.quotations:
            self.assertTrue(quotation.lines)
            self.assertLessEqual({line.code for line in quotation.lines}, CODES)
            self.assertTrue(all(line.quantity > 0 for line in quotation.lines))

    def test_some_quotations_were_sent_and_some_were_not(self):
        sent = sum(quotation.is_sent for quotation in self.quotations)
        self.assertGreater(sent, 20)
        self.assertLess(sent, 55)

    def test_anybody_may_ask_for_a_quotation(self):
        kinds = {self.customers[one.customer].is_company for one in self.quotations}
        self.assertEqual(kinds, {True, False})

    def test_opportunities_name_their_subject_and_their_customer(self):
        for opportunity in self.opportunities:
            customer = self.customers[opportunity.customer]
            self.assertTrue(opportunity.name.startswith(SUBJECTS))
            self.assertTrue(opportunity.name.endswith(customer.name))
            self.assertTrue(customer.is_company)

    def test_opportunities_are_all_along_the_pipeline(self):
        progress = sorted(one.progress for one in self.opportunities)
        self.assertLess(progress[0], 0.2)
        self.assertGreater(progress[-1], 0.8)
        self.assertLess(progress[-1], 1)

    def test_an_opportunity_closes_after_it_opened(self):
        for opportunity in self.opportunities:
            self.assertLess(opportunity.opened, AS_OF)
            self.assertGreater(opportunity.deadline, AS_OF)
            self.assertEqual(opportunity.revenue % 100_000, 0)

    def test_without_companies_there_is_no_opportunity(self):
        persons = [replace(one, is_company=False) for one in self.customers]
        self.assertEqual(draw_opportunities(Random(3), persons, 5, AS_OF), ())
