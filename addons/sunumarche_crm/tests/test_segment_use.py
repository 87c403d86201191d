import ast

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sunumarche_query.tests.common import condition

from .segment_common import SegmentCase, definition, member


@tagged("post_install", "-at_install")
class TestSegmentUse(SegmentCase):
    """Segments in sentences, mailings, price lists, merges and rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.segment = cls._create_segment(
            "Dakar “Plateau”", condition("city", "is", "Dakar"), code="dakar"
        )

    def test_sentences_are_read_back(self):
        language = self.segment._get_language()
        for where, expected in (
            (member(self.segment), "members of segment “Dakar ““Plateau”””"),
            (member(self.segment, "not_member"), "not in segment"),
            (member(self.segment, at="2026-03-01"), "on 03/01/2026"),
            (member(self.segment, "not_member", at="2026-03-01"), "on 03/01/2026"),
        ):
            question = language._read(definition(where))
            sentence = language._say(definition(where))
            self.assertIn(expected, sentence)
            self.assertEqual(language._read_sentence(sentence), question)

    def test_a_code_stands_for_the_segment(self):
        language = self.segment._get_language()
        named = language._read(definition({"type": "segment", "segment": "dakar"}))
        self.assertEqual(named, language._read(definition(member(self.segment))))

    def test_hostile_segments_are_refused(self):
        language = self.segment._get_language()
        for value in (0, -1, 10**12, "", "x' OR 1=1", None, [1], True, {"id": 1}):
            with self.subTest(value=value), self.assertRaises(ValidationError):
                language._read(definition({"type": "segment", "segment": value}))
        for wrong in ({"match": "any"}, {"at": "yesterday"}, {"sql": "1"}):
            with self.subTest(wrong=wrong), self.assertRaises(ValidationError):
                language._read(definition({**member(self.segment), **wrong}))

    def test_a_mailing_to_the_members(self):
        context = self.segment.action_new_mailing()["context"]
        domain = ast.literal_eval(context["default_mailing_domain"])
        self.assertEqual(self.env["res.partner"].search(domain), self.dakar)
        model = self.env["ir.model"].browse(context["default_mailing_model_id"])
        self.assertEqual(model.model, "res.partner")

    def test_a_price_list_for_a_segment(self):
        self._enable_feature(self.env, "product.group_product_pricelist")
        pricelists = (
            self.env["product.pricelist"]
            .sudo()
            .create(
                [
                    {
                        "name": "VIP",
                        "sequence": 1,
                        "segment_ids": [Command.set(self.segment.ids)],
                    },
                    {"name": "Chosen", "sequence": 9},
                ]
            )
        )
        vip, chosen = pricelists
        contact = self._create_customer("Awa", parent_id=self.dakar.id)
        self.env.invalidate_all()
        self.assertEqual(self.dakar.property_product_pricelist, vip)
        self.assertEqual(contact.property_product_pricelist, vip)
        self.assertNotEqual(self.thies.property_product_pricelist, vip)
        self.dakar.specific_property_product_pricelist = chosen
        self.env.invalidate_all()
        self.assertEqual(self.dakar.property_product_pricelist, chosen)

    def _enable_feature(self, env, group):
        env.ref("base.group_user").sudo().implied_ids |= env.ref(group)

    def test_a_merge_keeps_the_past_of_the_card_that_stays(self):
        segment = self._create_segment("Dakar", condition("city", "is", "Dakar"))
        past = segment.membership_ids
        twin = self._create_buyer("Boutique Ndiaye bis", city="Dakar")
        self._refresh_segments()
        merge = self.env["base.partner.merge.automatic.wizard"].sudo()
        merge._merge((self.dakar | twin).ids, dst_partner=self.dakar)
        self.assertEqual(past.exists().partner_id, self.dakar)
        self.assertEqual(segment._get_members(), self.dakar)

    def test_a_merge_leaves_one_membership(self):
        twin = self._create_buyer("Boutique Ndiaye", city="Dakar")
        self._refresh_segments()
        merge = self.env["base.partner.merge.automatic.wizard"].sudo()
        merge._merge((self.dakar | twin).ids, dst_partner=self.dakar)
        self._refresh_segments()
        self.assertEqual(self._members(self.segment), self.dakar)
        self.assertEqual(self.segment.member_count, 1)

    def test_a_salesperson_sees_the_memberships_of_his_customers(self):
        user = self._create_new_internal_user(
            login="segment_seller", groups="sunumarche_crm.group_salesperson"
        )
        user.write({"company_ids": self.company.ids, "company_id": self.company.id})
        memberships = self.segment.membership_ids.with_user(user)
        found = memberships.search([("segment_id", "=", self.segment.id)])
        self.assertFalse(found)
        self.dakar.user_id = user
        self.assertEqual(found.search([]).partner_id, self.dakar)
        for name in ("write", "unlink"):
            with self.assertRaises(AccessError):
                found.search([]).check_access(name)

    def test_whoever_changes_a_rule_becomes_its_owner(self):
        user = self._create_new_internal_user(
            login="segment_marketer", groups="sunumarche_crm.group_marketer"
        )
        user.write({"company_ids": self.company.ids, "company_id": self.company.id})
        theirs = self.segment.with_user(user)
        theirs.name = "Another name"
        self.assertNotEqual(self.segment.user_id, user)
        theirs.definition = definition(condition("city", "is", "Thiès"))
        self.assertEqual(self.segment.user_id, user)
        with self.assertRaises(AccessError):
            theirs.user_id = self.env.ref("base.user_admin")

    def test_an_owner_who_left(self):
        user = self._create_new_internal_user(
            login="segment_marketer", groups="sunumarche_crm.group_marketer"
        )
        user.write({"company_ids": self.company.ids, "company_id": self.company.id})
        self.segment.user_id = user
        user.active = False
        self._refresh_segments()
        self.assertTrue(self.segment.refresh_error)
        self.assertEqual(self.segment.member_count, 1)
