from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..engine.duplicate_lock import DuplicateLock
from .common import MergeCase


@tagged("post_install", "-at_install")
class TestDuplicateFind(MergeCase):
    """Who is probably one person stands in one group, with the reasons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one, cls.other = cls.env["res.partner"].create(
            [
                {
                    "name": "Fatou N'Diaye",
                    "phone": "+221771112233",
                    "email": "fatou.ndiaye@example.com",
                    "city": "Dakar",
                    "birthdate": "1985-03-02",
                },
                {
                    "name": "Fatoumata NDIAYE",
                    "phone": "+221771112233",
                    "birthdate": "1985-03-02",
                    "city": "Dakar",
                },
            ]
        )

    def _find(self, learn=False):
        self.env["sunumarche.duplicate.group"]._find(learn=learn)
        return self.env["sunumarche.duplicate.group"].search([])

    def _find_of(self, partner):
        return self._find().filtered(
            lambda group: partner in group.member_ids.partner_id
        )

    def test_two_spellings_of_one_person_are_a_group(self):
        group = self._find_of(self.one)
        self.assertEqual(group.member_ids.partner_id, self.one | self.other)
        self.assertEqual(group.level, "propose")
        self.assertGreater(group.chance, 90)

    def test_the_same_in_everything_is_safe(self):
        self.other.write({"name": "Fatou Ndiaye", "email": "fatou.ndiaye@example.com"})
        self.assertEqual(self._find_of(self.one).level, "safe")

    def test_a_family_is_no_group(self):
        man, woman = self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "phone": "+221775556677",
                    "street": "12 rue Blanchot",
                    "city": "Dakar",
                }
                for name in ("Ousmane Sarr", "Coumba Sarr")
            ]
        )
        self.assertFalse(self._find_of(man) & self._find_of(woman))

    def test_leads_and_subscribers_are_compared_too(self):
        self.other.active = False
        self.env["res.partner"].create(
            [{"name": f"Prénom{number} Nom{number}"} for number in range(80)]
        )
        lead = self.env["crm.lead"].create(
            {
                "name": "A lead",
                "contact_name": "Fatou Ndiaye",
                "phone": "+221771112233",
                "type": "lead",
            }
        )
        subscriber = self.env["mailing.contact"].create(
            {"name": "Fatou Ndiaye", "email": "fatou.ndiaye@example.com"}
        )
        group = self._find_of(self.one)
        self.assertEqual(group.member_ids.lead_id, lead)
        self.assertEqual(group.member_ids.subscriber_id, subscriber)
        self.assertEqual(group.other_count, 2)

    def test_a_lead_is_linked_to_the_customer_left(self):
        self.other.active = False
        lead = self.env["crm.lead"].create(
            {
                "name": "A lead",
                "contact_name": "Fatou Ndiaye",
                "phone": "+221771112233",
                "type": "lead",
            }
        )
        self._find_of(self.one).action_link()
        self.assertEqual(lead.partner_id, self.one)

    def test_each_criterion_is_explained(self):
        pair = self._find_of(self.one).pair_ids
        lines = pair.reasons.splitlines()
        self.assertTrue(any(line.startswith("Phone: the same (+") for line in lines))
        self.assertTrue(any(line.startswith("Birth date: the same") for line in lines))
        self.assertIn("First name: the same but for the spelling", pair.reasons)

    def test_who_is_refused_is_never_proposed_again(self):
        group = self._find_of(self.one)
        group.with_user(self.merger).action_refuse()
        self.assertFalse(self._find_of(self.one))
        self.other.write({"name": "Fatou Ndiaye", "email": "fatou.ndiaye@example.com"})
        self.assertFalse(self._find_of(self.one))

    def test_what_was_merged_is_gone(self):
        group = self._find_of(self.one)
        self._merge(self.one, self.other)
        self.assertFalse(self._find_of(self.one))
        self.assertFalse(group.exists())

    def test_other_companies_contacts_are_nobodys_duplicates(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.one.company_id = self.company
        self.other.company_id = other
        self.assertFalse(self._find_of(self.one))

    def test_what_is_learnt_is_kept_with_limits_and_adjustments(self):
        linkage = self.env["sunumarche.linkage"]._get_current()
        linkage.propose_chance = 70
        weight = linkage.weight_ids[0]
        weight.adjustment = 1.5
        self._find(learn=True)
        latest = self.env["sunumarche.linkage"]._get_current()
        self.assertNotEqual(latest, linkage)
        self.assertEqual(latest.propose_chance, 70)
        again = latest.weight_ids.filtered(
            lambda each: (
                (each.criterion, each.level) == (weight.criterion, weight.level)
            )
        )
        self.assertEqual(again.adjustment, 1.5)
        self.assertTrue(all(latest.weight_ids.mapped("label")))

    def test_two_searches_at_once_are_one(self):
        self.assertTrue(DuplicateLock.acquire_lock(self.env))
        self.assertIsNotNone(self.env["sunumarche.duplicate.group"]._find(learn=False))

    def test_the_safe_batch_merges_and_reports(self):
        self.other.write({"name": "Fatou Ndiaye", "email": "fatou.ndiaye@example.com"})
        group = self._find_of(self.one)
        action = group.with_user(self.merger).action_merge_safe()
        self.assertEqual(action["params"]["type"], "success")
        self.assertEqual(len((self.one | self.other).filtered("active")), 1)

    def test_without_the_right_nothing_is_found_nor_seen(self):
        user = new_test_user(self.env, "agent", "sunumarche_crm.group_service_agent")
        groups = self.env["sunumarche.duplicate.group"].with_user(user)
        with self.assertRaises(AccessError):
            groups.action_find()
        with self.assertRaises(AccessError):
            groups.search([])

    def test_a_salesperson_sees_groups_of_his_own_customers_only(self):
        user = new_test_user(
            self.env,
            "seller",
            "sunumarche_crm.group_salesperson,sunumarche_crm_merge.group_merge",
        )
        self.one.user_id = user
        groups = self.env["sunumarche.duplicate.group"].with_user(user)
        self.assertTrue(self._find_of(self.one))
        self.assertFalse(groups.search([]))
        self.other.user_id = user
        self.assertEqual(len(groups.search([])), 1)
