from odoo.tests import tagged

from .common import MergeCase


@tagged("post_install", "-at_install")
class TestMergeCard(MergeCase):
    """What the card kept takes from several others, and what stands against mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.third = cls._create_customer("Awa Diop Fall")
        cls.losers = cls.gone | cls.third

    def _blacklist(self, model="mail.blacklist"):
        return self.env[model].with_context(active_test=False)

    def test_of_several_the_first_with_a_value_counts(self):
        self.gone.function = "Buyer"
        self.third.write({"function": "Manager", "website": "https://example.com"})
        self._merge(losers=self.losers)
        self.assertRecordValues(
            self.kept, [{"function": "Buyer", "website": "https://example.com"}]
        )

    def test_an_address_is_taken_whole_from_the_first_with_a_city(self):
        self.gone.write({"street": "1 rue de la Gare", "zip": "21000"})
        self.third.write({"city": "Thiès", "street": "9 avenue Lamine Guèye"})
        self._merge(losers=self.losers)
        self.assertRecordValues(
            self.kept,
            [{"city": "Thiès", "street": "9 avenue Lamine Guèye", "zip": False}],
        )

    def test_the_highest_rank_counts(self):
        self.kept.customer_rank = 2
        self.gone.write({"customer_rank": 5, "supplier_rank": 1})
        self.third.customer_rank = 3
        self._merge(losers=self.losers)
        self.assertRecordValues(self.kept, [{"customer_rank": 5, "supplier_rank": 1}])

    def test_a_second_number_of_its_own_stays(self):
        self.kept.second_phone = "+221781112233"
        self._merge()
        self.assertEqual(self.kept.second_phone, "+221781112233")
        self.assertEqual(self.kept.phone_sanitized, "+221771234567")

    def test_the_same_number_is_no_second_one(self):
        self.gone.country_id = self.env.ref("base.sn")
        self.gone.phone = "77 123 45 67"
        self._merge()
        self.assertFalse(self.kept.second_phone)

    def test_values_of_each_company_are_joined(self):
        other = self.env["res.company"].create({"name": "Other"})
        ten, thirty = self.env["account.payment.term"].create(
            [{"name": "Ten days"}, {"name": "Thirty days"}]
        )
        self.kept.property_payment_term_id = ten
        self.gone.with_company(other).property_payment_term_id = thirty
        self.gone.property_payment_term_id = thirty
        before = self._dump()
        merge = self._merge()
        self.assertEqual(self.kept.property_payment_term_id, ten)
        self.assertEqual(self.kept.with_company(other).property_payment_term_id, thirty)
        merge.action_undo()
        self.assertEqual(self._find_differences(before, self._dump()), [])

    def test_an_objection_that_was_lifted_holds_again_until_undone(self):
        self.gone.email = "awa.diop@example.org"
        self._blacklist()._add("awa.diop@example.org")
        lifted = self._blacklist()._add("awa@example.com")
        lifted.active = False
        merge = self._merge()
        self.env.invalidate_all()
        self.assertTrue(lifted.active)
        merge.action_undo()
        self.assertFalse(lifted.active)

    def test_a_refused_number_closes_the_other_number(self):
        self._blacklist("phone.blacklist").add("+221761234567")
        merge = self._merge()
        numbers = self._blacklist("phone.blacklist").search(
            [("number", "in", ["+221761234567", "+221771234567"])]
        )
        self.assertEqual(len(numbers), 2)
        merge.action_undo()
        self.assertEqual(numbers.exists().mapped("number"), ["+221761234567"])

    def test_without_objection_nobody_is_listed(self):
        self.gone.email = "awa.diop@example.org"
        self._merge()
        self.assertFalse(
            self._blacklist().search([("email", "in", ["awa@example.com"])])
        )
