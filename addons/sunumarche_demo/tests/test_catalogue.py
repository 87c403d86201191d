from odoo.tests import BaseCase, tagged

from ..engine.catalogue import CATALOGUE, Article


@tagged("post_install", "-at_install")
class TestCatalogue(BaseCase):
    def test_there_are_some_forty_articles_with_codes_of_their_own(self):
        codes = {article.code for article in CATALOGUE}
        self.assertEqual(len(codes), len(CATALOGUE))
        self.assertEqual(len(CATALOGUE), 41)

    def test_prices_go_from_a_case_to_gold(self):
        prices = [article.price for article in CATALOGUE]
        self.assertEqual((min(prices), max(prices)), (25_000, 1_500_000))

    def test_every_article_costs_less_than_its_price(self):
        for article in CATALOGUE:
            self.assertLess(0, article.cost)
            self.assertLess(article.cost, article.price / 2)

    def test_costs_are_rounded_to_the_hundred(self):
        article = Article("X", "Monture", "Montures", 85_500)
        self.assertEqual(article.cost, 38_500)
        self.assertFalse(article.is_service)

    def test_services_are_the_only_ones_without_stock(self):
        services = {one.category for one in CATALOGUE if one.is_service}
        goods = {one.category for one in CATALOGUE if not one.is_service}
        self.assertEqual(services, {"Services"})
        self.assertFalse(services & goods)
