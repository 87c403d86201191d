from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..engine.written_values import read_written
from .card_common import CardCase
from .link_common import LinkCase

PHONE = "77 555 12 34"
E164 = "+221775551234"


@tagged("post_install", "-at_install")
class TestReadWritten(CardCase):
    """The one place that reads what is about to be written."""

    def test_an_id_a_record_a_pair_and_nothing(self):
        leads = self.env["crm.lead"]
        for value, expected in (
            (self.senegal, self.senegal.id),
            (self.senegal.id, self.senegal.id),
            ((self.senegal.id, "Sénégal"), self.senegal.id),
            (self.senegal.browse(), None),
            (False, None),
            (None, None),
        ):
            with self.subTest(value=value):
                found = read_written(leads, {"country_id": value}, "country_id", 7)
                self.assertEqual(found, expected)

    def test_what_is_absent_and_what_the_model_lacks(self):
        leads = self.env["crm.lead"]
        self.assertEqual(read_written(leads, {}, "country_id", 7), 7)
        self.assertIsNone(read_written(leads, {}, "country_id"))
        self.assertEqual(read_written(leads, {"no_field": 1}, "no_field", 7), 7)


@tagged("post_install", "-at_install")
class TestLeadsMerged(CardCase):
    """Core merges opportunities by handing records to ``write``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer(
            user_id=cls.awa.id, phone=PHONE, country_id=cls.senegal.id
        )

    def _create_opportunity(self, **values):
        return self._create_lead(type="opportunity", user_id=self.awa.id, **values)

    def _merge(self, leads):
        wizard = self.env["crm.merge.opportunity"].with_user(self.awa)
        wizard = wizard.with_context(active_ids=leads.ids).create({})
        return leads.browse(wizard.action_merge()["res_id"])

    def test_two_with_number_and_country(self):
        values = {"phone": PHONE, "country_id": self.senegal.id}
        leads = self._create_opportunity(**values) | self._create_opportunity(**values)
        merged = self._merge(leads)
        self.assertEqual(leads.exists(), merged)
        self.assertEqual((merged.phone, merged.country_id), (E164, self.senegal))

    def test_one_of_which_has_a_customer(self):
        leads = self._create_opportunity(partner_id=self.customer.id)
        leads |= self._create_opportunity(phone="76 555 12 34")
        merged = self._merge(leads)
        self.assertEqual(leads.exists(), merged)
        self.assertEqual(merged.partner_id, self.customer)

    def test_a_lead_converted_and_merged(self):
        values = {"email_from": "awa.sow@example.com", "country_id": self.senegal.id}
        leads = self._create_opportunity(phone=PHONE, **values)
        leads |= self._create_lead(user_id=self.awa.id, phone=PHONE, **values)
        wizard = self.env["crm.lead2opportunity.partner"].with_user(self.awa)
        wizard = wizard.with_context(active_model="crm.lead", active_id=leads[1].id)
        result = wizard.create({"name": "merge"}).action_apply()
        merged = leads.browse(result["res_id"])
        self.assertEqual(leads.exists(), merged)
        self.assertEqual((merged.phone, merged.type), (E164, "opportunity"))

    def test_a_record_is_written_as_its_id_is(self):
        lead = self._create_opportunity()
        lead.with_user(self.awa).write({"partner_id": self.customer})
        self.assertEqual((lead.partner_id, lead.phone), (self.customer, E164))


@tagged("post_install", "-at_install")
class TestRecordsWritten(CardCase):
    """``write`` takes records as well as ids, wherever we read what it is given."""

    def test_a_number_is_read_by_the_country_s_record(self):
        values = {"country_id": self.env.ref("base.fr")}
        customer, lead = self._create_customer(), self._create_lead()
        subscriber = self.env["mailing.contact"].create({"name": "Awa Sow"})
        customer.write({"phone": "06 12 34 56 78", **values})
        lead.write({"phone": "06 12 34 56 78", **values})
        subscriber.write({"mobile": "06 12 34 56 78", **values})
        self.assertEqual(
            (customer.phone, lead.phone, subscriber.mobile), ("+33612345678",) * 3
        )

    def test_a_line_of_an_import(self):
        partners = self.env["res.partner"]
        for country in (self.env.ref("base.fr"), self.env.ref("base.fr").id):
            vals = {"phone": "06 12 34 56 78", "country_id": country}
            self.assertEqual(list(partners._read_import_keys(vals)), ["+33612345678"])

    def test_an_agency_below_itself(self):
        agencies = self.env["sunumarche.agency"]
        dakar = agencies.create({"name": "Dakar"})
        pikine = agencies.create({"name": "Pikine", "parent_id": dakar.id})
        with self.assertRaisesRegex(ValidationError, "cannot be part of Pikine"):
            dakar.write({"parent_id": pikine})

    def test_a_segment_of_one_s_own(self):
        segments = self.env["sunumarche.segment"].with_user(self.marketer)
        segment = segments.create({"name": "Regulars", "kind": "list"})
        segment.write({"user_id": self.marketer})
        self.assertEqual(segment.user_id, self.marketer)
        with self.assertRaisesRegex(AccessError, "gives segments to somebody else"):
            segment.write({"user_id": self.awa})


@tagged("post_install", "-at_install")
class TestLinkedRecordsWritten(LinkCase):
    """So do links, on both their sides."""

    def test_a_link_and_its_other_side(self):
        link = self._link(self.awa, "parent", self.binta)
        link.write({"type_id": self._type("sponsor"), "other_partner_id": self.cheikh})
        self.assertEqual(link.mirror_id.type_id, self._type("sponsored"))
        self.assertEqual(link.mirror_id.partner_id, self.cheikh)

    def test_the_same_link_again(self):
        self._link(self.awa, "parent", self.binta)
        link = self._link(self.awa, "parent", self.cheikh)
        with self.assertRaisesRegex(ValidationError, "already a link"):
            link.write({"other_partner_id": self.binta, "date_start": "2025-01-01"})
