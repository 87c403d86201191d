import re

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

from ..engine.duplicate_finder import FoundPair
from ..engine.duplicate_judge import DuplicateJudge, to_chance
from .common import MERGER

MINUS = "\N{MINUS SIGN}"
POINTS = re.compile(rf"([+{MINUS}])(\d+)[.,](\d)\)?$", re.MULTILINE)
# last, first, email, phone, birth, address, tax
CERTAIN = (4, 4, 3, 2, None, None, None)
LIKELY = (4, 3, None, 2, None, None, None)


@tagged("post_install", "-at_install")
class TestDuplicateGroup(TransactionCase):
    """Pairs that were found become groups, which a person looks at."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.merger = new_test_user(
            cls.env,
            "merger",
            MERGER,
        )
        cls.linker = new_test_user(
            cls.env,
            "linker",
            "sales_team.group_sale_salesman_all_leads,base.group_partner_manager,"
            "mass_mailing.group_mass_mailing_user,sunumarche_crm_merge.group_merge,"
            "sunumarche_crm.group_service_agent",
        )
        cls.groups = cls.env["sunumarche.duplicate.group"]
        cls.awa, cls.hawa, cls.eva = cls.env["res.partner"].create(
            [
                {"name": name, "email": "awa@example.com", "city": "Dakar"}
                for name in ("Awa Diop", "Hawa Diop", "Eva Diop")
            ]
        )
        cls.lead = cls.env["crm.lead"].create(
            {"name": "Shoes", "contact_name": "Awa Diop", "birthdate": "1985-03-02"}
        )
        cls.subscriber = cls.env["mailing.contact"].create(
            {"name": "Awa D.", "email": "awa@example.com"}
        )

    def _compose(self, found, refused=()):
        """Return the groups of ``{(one, other): (score, levels)}``."""
        pairs = {
            key: FoundPair(*key, score, levels)
            for key, (score, levels) in sorted(
                found.items(), key=lambda each: -each[1][0]
            )
        }
        return self.groups._compose(pairs, set(refused), DuplicateJudge())

    def _write_group(self, members, score=5.0, levels=LIKELY):
        """Write one group of records, all alike; return it as the merger sees it."""
        kinds = {"res.partner": 0, "crm.lead": 1, "mailing.contact": 2}
        keys = sorted(each.id * 4 + kinds[each._name] for each in members)
        found = {
            (one, other): (score, levels)
            for place, one in enumerate(keys)
            for other in keys[place + 1 :]
        }
        self.env.flush_all()
        self.groups._write_groups(self._compose(found))
        return self.groups.with_user(self.merger).search([])

    def test_a_group_is_as_sure_as_its_weakest_pair(self):
        [group] = self._compose(
            {(4, 8): (20, CERTAIN), (4, 12): (14, CERTAIN), (8, 12): (3, LIKELY)}
        )
        self.assertEqual(group["members"], [4, 8, 12])
        self.assertEqual((group["level"], group["level_rank"]), ("propose", 2))
        self.assertAlmostEqual(group["chance"], to_chance(3))
        [group] = self._compose(
            {(4, 8): (20, CERTAIN), (4, 12): (14, CERTAIN), (8, 12): (13, CERTAIN)}
        )
        self.assertEqual((group["level"], group["level_rank"]), ("safe", 1))
        self.assertEqual(len(group["pairs"]), 3)

    def test_three_of_whom_two_are_not_alike_are_to_be_looked_at(self):
        [group] = self._compose({(4, 8): (20, CERTAIN), (4, 12): (20, CERTAIN)})
        self.assertEqual(group["members"], [4, 8, 12])
        self.assertEqual(group["level"], "propose")

    def test_a_weak_pair_among_sure_ones_is_to_be_looked_at(self):
        [group] = self._compose(
            {(4, 8): (20, CERTAIN), (4, 12): (20, CERTAIN), (8, 12): (-1, LIKELY)}
        )
        self.assertEqual(group["level"], "propose")
        self.assertAlmostEqual(group["chance"], 100 / 3)

    def test_only_alike_are_two_and_in_no_other_group(self):
        groups = self._compose(
            {(4, 8): (6, LIKELY), (8, 12): (-1, LIKELY), (16, 20): (0, LIKELY)}
        )
        self.assertEqual(
            [(group["members"], group["level"]) for group in groups],
            [([4, 8], "propose"), ([16, 20], "warn")],
        )
        self.assertEqual(groups[1]["chance"], 50)

    def test_refused_ones_are_in_no_group(self):
        found = {(4, 8): (20, CERTAIN), (16, 20): (0, LIKELY)}
        self.assertEqual(len(self._compose(found)), 2)
        self.assertEqual(self._compose(found, [(4, 8), (16, 20)]), [])

    def test_a_group_is_written_with_its_members_and_pairs(self):
        group = self._write_group([self.awa, self.hawa, self.lead, self.subscriber])
        self.assertEqual((group.member_count, group.other_count), (4, 2))
        self.assertEqual(group.name, "Awa D. · Awa Diop · Hawa Diop")
        self.assertEqual(group.level, "propose")
        self.assertEqual(len(group.pair_ids), 6)
        self.assertEqual(set(group.pair_ids.mapped("score")), {5.0})
        self.assertEqual(group.pair_ids[0].levels, list(LIKELY))
        members = group.member_ids
        self.assertEqual(members.partner_id, self.awa | self.hawa)
        self.assertEqual(
            (members.lead_id, members.subscriber_id),
            (
                self.lead,
                self.subscriber,
            ),
        )
        self.assertEqual(
            members.mapped("profile_key"), sorted(members.mapped("profile_key"))
        )

    def test_what_was_written_before_is_gone(self):
        first = self._write_group([self.awa, self.hawa])
        members = first.member_ids
        second = self._write_group([self.awa, self.eva])
        self.assertEqual(len(second), 1)
        self.assertFalse((first - second).exists())
        self.assertFalse((members - second.member_ids).exists())
        self.groups._write_groups([])
        self.assertFalse(self.groups.search([]))

    def test_groups_come_from_the_surest_to_the_least(self):
        judge = DuplicateJudge()
        keys = [each.id * 4 for each in (self.awa, self.hawa, self.eva)]
        lead = self.lead.id * 4 + 1
        pairs = {
            key: FoundPair(*key, score, levels)
            for key, score, levels in (
                ((keys[0], keys[1]), 20, CERTAIN),
                (tuple(sorted((keys[2], lead))), 0, LIKELY),
            )
        }
        self.env.flush_all()
        self.groups._write_groups(self.groups._compose(pairs, set(), judge))
        found = self.groups.with_user(self.merger).search([])
        self.assertEqual(found.mapped("level"), ["safe", "warn"])
        self.assertEqual(found.mapped("chance"), [99.9, 50.0])

    def test_a_member_shows_what_its_record_says(self):
        group = self._write_group([self.awa, self.lead, self.subscriber])
        partner = group.member_ids.filtered("partner_id")
        self.assertEqual((partner.city, partner.email), ("Dakar", "awa@example.com"))
        lead = group.member_ids.filtered("lead_id")
        self.assertEqual(str(lead.birthdate), "1985-03-02")
        self.assertEqual(lead.action_open()["res_id"], self.lead.id)
        self.assertEqual(
            [partner.kind, lead.kind],
            [
                self.env["ir.model"]._get(name).name
                for name in ("res.partner", "crm.lead")
            ],
        )

    def test_of_a_subscriber_whom_one_may_not_read_the_name_is_shown(self):
        group = self._write_group([self.awa, self.subscriber])
        member = group.member_ids.filtered("subscriber_id")
        self.assertEqual(member.name, "Awa D.")
        self.assertTrue(member.kind)
        self.assertFalse(member.email or member.created_on)
        member = member.with_user(self.linker)
        member.invalidate_recordset()
        self.assertEqual(member.email, "awa@example.com")

    def test_the_reasons_add_up_to_the_score(self):
        self.awa.phone = self.hawa.phone = "+221771234567"
        self.groups._find(learn=False)
        linkage = self.env["sunumarche.linkage"]._get_current()
        prior = linkage._get_model().prior
        pair = self.groups.search(
            [("member_ids.partner_id", "=", self.awa.id)]
        ).pair_ids
        self.assertTrue(pair)
        for each in pair:
            points = [
                float(f"{'-' if sign == MINUS else ''}{whole}.{tenth}")
                for sign, whole, tenth in POINTS.findall(each.reasons)
            ]
            self.assertEqual(len(points), len(each.reasons.splitlines()))
            self.assertAlmostEqual(sum(points) + prior, each.score, delta=0.5)
            self.assertEqual(len(each.names.split(" / ")), 2)

    def test_a_group_of_several_contacts_is_not_linked(self):
        group = self._write_group([self.awa, self.hawa, self.lead])
        with self.assertRaisesRegex(UserError, "Merge the contacts first"):
            group.action_link()
        self.assertFalse(self.lead.partner_id)
        self.assertEqual(group.action_merge()["res_model"], "sunumarche.merge.wizard")

    def test_merging_a_group_of_one_contact_links_the_others(self):
        group = self._write_group([self.awa, self.lead, self.subscriber])
        with self.assertRaises(AccessError):
            group.action_merge()
        self.assertFalse(self.lead.partner_id)
        action = group.with_user(self.linker).action_merge()
        self.assertEqual(action["res_model"], "sunumarche.duplicate.group")
        self.assertEqual(self.lead.partner_id, self.awa)
        self.assertEqual(self.subscriber.partner_id, self.awa)
        self.assertFalse(group.exists())

    def test_refusing_a_group_refuses_each_pair(self):
        group = self._write_group([self.awa, self.hawa, self.lead])
        keys = group.member_ids.mapped("profile_key")
        group.action_refuse()
        self.assertFalse(group.exists())
        exceptions = self.env["sunumarche.duplicate.exception"]
        pairs = {pair for pair in exceptions._get_pairs() if set(pair) <= set(keys)}
        self.assertEqual(len(pairs), 3)
        self.assertTrue(all(one < other for one, other in pairs))
        for key in keys:
            self.assertEqual(exceptions._get_refused(key), set(keys) - {key})
        exceptions._refuse([*keys, *keys])
        self.assertEqual(exceptions.search_count([("one_key", "in", keys)]), 3)

    def test_only_safe_groups_are_merged_in_a_batch(self):
        group = self._write_group([self.awa, self.hawa])
        action = group.action_merge_safe()
        self.assertEqual(action["params"]["type"], "warning")
        self.assertIn("a person has to look at: 1", action["params"]["message"])
        self.assertTrue(group.exists())
        self.assertTrue(self.awa.active and self.hawa.active)

    def test_another_companys_contacts_hide_the_group(self):
        other = self.env["res.company"].create({"name": "Other"})
        group = self._write_group([self.awa, self.hawa])
        self.assertTrue(group)
        self.hawa.company_id = other
        self.env.flush_all()
        groups = self.groups.with_user(self.merger)
        self.assertFalse(groups.search([]))
        self.assertFalse(groups.env["sunumarche.duplicate.pair"].search([]))
        self.merger.company_ids = [Command.link(other.id)]
        context = {"allowed_company_ids": self.merger.company_ids.ids}
        self.assertTrue(groups.with_context(**context).search([]))

    def test_without_the_right_nobody_refuses_or_merges(self):
        group = self._write_group([self.awa, self.hawa])
        agent = new_test_user(self.env, "agent", "sunumarche_crm.group_service_agent")
        for name in ("action_refuse", "action_merge_safe", "action_find"):
            with self.subTest(method=name), self.assertRaises(AccessError):
                getattr(group.with_user(agent), name)()
        self.assertTrue(group.exists())

    def test_a_name_without_end_does_not_stop_the_search(self):
        """PostgreSQL refuses to count the differences of texts over 255 signs."""
        one, other = self.env["res.partner"].create(
            [
                {"name": "Awa " + "gningue" * 50 + end, "phone": "+221771234567"}
                for end in ("", "x")
            ]
        )
        self.groups._find(learn=True)
        found = self.groups.search([("member_ids.partner_id", "=", one.id)])
        self.assertIn(other, found.member_ids.partner_id)
