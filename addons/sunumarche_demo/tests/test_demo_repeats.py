"""Cards entered again, once written."""

from odoo.tests import tagged

from .relations_common import RelationsCase


@tagged("post_install", "-at_install")
class TestDemoRepeats(RelationsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cards = cls.demo._create_repeats(cls.relations, cls.cast)
        cls.env.flush_all()
        cls.pairs = list(zip(cls.relations.repeats, cls.cards, strict=True))

    def test_each_has_a_card_without_a_code(self):
        self.assertEqual(len(self.cards), len(self.relations.repeats))
        self.assertFalse(any(self.cards.mapped("ref")))
        self.assertFalse(self.cards & self.customers)
        self.assertEqual(
            self.cards.mapped("name"), [one.name for one in self.relations.repeats]
        )

    def test_the_salesperson_who_entered_it_looks_after_it(self):
        for repeat, card in self.pairs:
            self.assertEqual(card.create_uid.login, repeat.salesperson)
            self.assertEqual(card.user_id.login, repeat.salesperson)
            self.assertEqual(card.create_date.year, self.as_of.year)
            self.assertEqual(card.agency_id, self.customers[repeat.customer].agency_id)

    def test_one_has_a_number_or_an_address_of_the_first_card(self):
        for repeat, card in self.pairs:
            first = self.customers[repeat.customer]
            numbers = {first.phone_sanitized, first.second_phone} - {False}
            shared = numbers & {card.phone_sanitized, card.second_phone}
            same_email = card.email_key and card.email_key == first.email_key
            self.assertTrue(shared or same_email, card.name)

    def test_they_live_in_the_same_town(self):
        for repeat, card in self.pairs:
            first = self.customers[repeat.customer]
            for field in ("city", "state_id", "department_id", "country_id"):
                self.assertEqual(card[field], first[field])
            self.assertIn(card.street, (False, first.street))
            self.assertIn(card.birthdate, (False, first.birthdate))

    def test_some_were_asked_for_prices(self):
        quotations = self._search("sale.order", ("partner_id", "in", self.cards.ids))
        expected = self.relations.repeat_quotations
        self.assertEqual(len(quotations), len(expected))
        for quotation, item in zip(quotations.sorted("id"), expected, strict=True):
            card = self.cards[item.customer]
            self.assertEqual(quotation.state, "draft")
            self.assertEqual(quotation.partner_id, card)
            self.assertEqual(quotation.user_id, card.user_id)
            self.assertEqual(quotation.date_order.date(), item.day)
            self.assertEqual(
                quotation.order_line.mapped("product_id.default_code"),
                [line.code for line in item.lines],
            )

    def test_in_thies_nobody_sees_the_card_of_a_colleague(self):
        seen = {
            login: self._as(login, "res.partner").search([("id", "in", self.cards.ids)])
            for login in ("vendeur.thies", "vendeur.thies.2")
        }
        for login, cards in seen.items():
            expected = [card for one, card in self.pairs if one.salesperson == login]
            self.assertEqual(set(cards.ids), {card.id for card in expected})

    def test_without_repeats_nothing_is_written(self):
        empty = type(self.relations)((), (), (), (), (), (), (), ())
        before = self.env["res.partner"].search_count([])
        self.assertFalse(self.demo._create_repeats(empty, self.cast))
        self.assertEqual(self.env["res.partner"].search_count([]), before)
