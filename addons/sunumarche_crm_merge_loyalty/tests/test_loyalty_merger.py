from odoo.tests import tagged

from odoo.addons.sunumarche_crm_merge.tests.common import MergeCase


@tagged("post_install", "-at_install")
class TestLoyaltyMerger(MergeCase):
    """One card for one person; each has its own again when the merge is undone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.third = cls._create_customer("Awa Diop Fall")
        cls.losers = cls.gone | cls.third

    def _card(self, program, partner, points, **values):
        return self.env["loyalty.card"].create(
            {
                "program_id": program.id,
                "partner_id": partner.id,
                "points": points,
                **values,
            }
        )

    def test_points_of_three_without_a_card_of_the_survivor_are_the_oldest_card_s(self):
        program = self.env["loyalty.program"].create(
            {"name": "Members", "program_type": "loyalty"}
        )
        oldest = self._card(program, self.third, 30)
        self._card(program, self.gone, 12)
        merge = self._merge(losers=self.losers)
        cards = self.env["loyalty.card"].search([("program_id", "=", program.id)])
        self.assertRecordValues(cards, [{"partner_id": self.kept.id, "points": 42}])
        self.assertEqual(cards, oldest)
        merge.action_undo()
        cards = self.env["loyalty.card"].search(
            [("program_id", "=", program.id)], order="points"
        )
        self.assertRecordValues(
            cards,
            [
                {"partner_id": self.gone.id, "points": 12},
                {"partner_id": self.third.id, "points": 30},
            ],
        )

    def test_coupons_and_expired_cards_stay_one_each(self):
        programs = self.env["loyalty.program"].create(
            [
                {"name": "Gift", "program_type": "gift_card"},
                {"name": "Members", "program_type": "loyalty"},
            ]
        )
        cards = (
            self._card(programs[0], self.kept, 5_000)
            | self._card(programs[0], self.gone, 2_000)
            | self._card(programs[1], self.kept, 10)
            | self._card(programs[1], self.gone, 7, expiration_date="2024-01-31")
        )
        self._merge()
        self.assertEqual(cards.exists().mapped("points"), [5_000, 2_000, 10, 7])
        self.assertEqual(cards.partner_id, self.kept)

    def test_the_loyalty_card_keeps_points_and_history(self):
        program = self.env["loyalty.program"].create(
            {"name": "Members", "program_type": "loyalty"}
        )
        cards = self.env["loyalty.card"].create(
            [
                {"program_id": program.id, "partner_id": partner.id, "points": points}
                for partner, points in ((self.kept, 100), (self.gone, 40))
            ]
        )
        history = self.env["loyalty.history"].create(
            [
                {"card_id": card.id, "description": "Bought", "issued": card.points}
                for card in cards
            ]
        )
        self._merge()
        card = self.env["loyalty.card"].search([("program_id", "=", program.id)])
        self.assertRecordValues(card, [{"partner_id": self.kept.id, "points": 140}])
        self.assertEqual(history.card_id, card)

    def test_points_are_given_back(self):
        program = self.env["loyalty.program"].create(
            {"name": "Members", "program_type": "loyalty"}
        )
        cards = self.env["loyalty.card"].create(
            [
                {"program_id": program.id, "partner_id": partner.id, "points": points}
                for partner, points in ((self.kept, 100), (self.gone, 40))
            ]
        )
        merge = self._merge()
        cards[0].points += 7
        merge.action_undo()
        self.assertEqual(cards.exists().mapped("points"), [107, 40])
