from odoo.tests import tagged

from odoo.addons.sunumarche_crm_merge.tests.random_case import RandomMergeCase


@tagged("post_install", "-at_install")
class TestLoyaltyUnmergeRandom(RandomMergeCase):
    @classmethod
    def _hang_documents(cls):
        program = cls.env["loyalty.program"].create(
            {"name": "Members", "program_type": "loyalty"}
        )
        cards = cls.env["loyalty.card"].create(
            [
                {"program_id": program.id, "partner_id": partner.id, "points": 10}
                for partner in cls._some(100)
            ]
        )
        cls.env["loyalty.history"].create(
            [
                {"card_id": card.id, "description": "Bought", "issued": 10}
                for card in cards
            ]
        )
        return super()._hang_documents()

    def test_merged_and_unmerged_the_database_is_as_before(self):
        self._check_undone()
