import base64

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ..engine.person_erasure import PersonErasure
from ..engine.person_records import PersonRecords
from .common import CustomerCase

SCAN = base64.b64encode(b"a scan of an identity card")


@tagged("post_install", "-at_install")
class TestPersonRecords(CustomerCase):
    """What belongs to a person is found, and erased, wherever it is kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._create_customer("Awa Diop", email="awa.diop@example.com")
        cls.wife = cls._create_customer("Coumba Fall")
        cls.document = cls.env["sunumarche.customer.document"].create(
            {
                "name": "Identity card",
                "partner_id": cls.person.id,
                "type_id": cls.env["sunumarche.customer.document.type"]
                .create({"name": "Identity"})
                .id,
                "file": SCAN,
            }
        )

    def _find(self, partner=None):
        return PersonRecords(partner or self.person).find()

    def _erase(self):
        PersonErasure(self.person).run()
        self.env.flush_all()
        self.env.invalidate_all()

    def _link(self, kind, partner, other):
        return self.env["sunumarche.contact.link"].create(
            {
                "partner_id": partner.id,
                "type_id": self.env.ref(f"sunumarche_crm.link_type_{kind}").id,
                "other_partner_id": other.id,
            }
        )

    def test_papers_and_their_scans(self):
        found = self._find()
        self.assertEqual(found["sunumarche.customer.document"], self.document)
        scan = found["ir.attachment"].filtered(
            lambda file: file.res_model == self.document._name
        )
        self.assertEqual((scan.res_id, scan.datas), (self.document.id, SCAN))
        self._erase()
        self.assertFalse(self.document.exists() or scan.exists())

    def test_no_text_of_the_card_is_left_whoever_s_field_it_is(self):
        """Written behind the ORM: some addons' fields check what is typed."""
        names = [
            name
            for name, field in self.person._fields.items()
            if field.type in ("char", "text", "html")
            and field.store
            and not (field.company_dependent or field.readonly or field.required)
        ]
        self.assertIn("sale_warn_msg", names)
        self.env.flush_all()
        for name in names:
            column = SQL.identifier(name)
            query = "UPDATE res_partner SET %s = 'zzmark' WHERE id = %s"
            self.env.execute_query(SQL(query, column, self.person.id))
        self.env.invalidate_all()
        self._erase()
        [[row]] = self.env.execute_query(
            SQL("SELECT to_jsonb(p) FROM res_partner p WHERE id = %s", self.person.id)
        )
        self.assertEqual([name for name in row if "zzmark" in str(row[name])], [])

    def test_what_each_company_has_of_him_goes_in_all_of_them(self):
        other = self.env["res.company"].create({"name": "Other"})
        for company, code in ((self.company, "042001"), (other, "042002")):
            self.person.with_company(company).barcode = code
        self._erase()
        for company in self.company | other:
            self.assertFalse(self.person.with_company(company).barcode)

    def test_links_go_from_both_sides(self):
        link = self._link("household", self.person, self.wife)
        links = link | link.mirror_id
        self.assertEqual(self._find()["sunumarche.contact.link"], links)
        self._erase()
        self.assertFalse(links.exists())

    def test_a_household_gets_another_head(self):
        household = self.env["sunumarche.household"]._make_for(self.person)
        household.comment = "Awa is allergic to nuts"
        household.member_ids = [Command.create({"partner_id": self.wife.id})]
        self.assertEqual(len(self._find()["sunumarche.household.member"]), 1)
        self._erase()
        self.assertEqual(household.head_id, self.wife)
        self.assertEqual(household.member_ids.partner_id, self.wife)
        self.assertIn("Fall", household.name)
        self.assertFalse(household.comment)
        links = self.env["sunumarche.contact.link"]
        self.assertFalse(links.search([("partner_id", "=", self.person.id)]))

    def test_a_household_of_nobody_else_goes(self):
        household = self.env["sunumarche.household"]._make_for(self.person)
        self._erase()
        self.assertFalse(household.exists())

    def test_a_member_who_had_left_is_no_head(self):
        household = self.env["sunumarche.household"]._make_for(self.person)
        household.member_ids = [
            Command.create(
                {
                    "partner_id": self.wife.id,
                    "date_start": "2020-01-01",
                    "date_end": "2020-12-31",
                }
            )
        ]
        self._erase()
        self.assertFalse(household.exists())

    def test_another_card_of_the_same_person(self):
        other = self._create_customer("A. Diop", email="other@example.com")
        third = self._create_customer("Awa", email="other@example.com")
        self._link("same_person", self.person, other)
        self.assertEqual(self._find()["res.partner"], self.person | other | third)
        self._erase()
        self.assertFalse((other | third).filtered("email"))

    def test_who_was_said_to_be_the_same_by_mistake_is_somebody_else(self):
        link = self._link("same_person", self.person, self.wife)
        self.assertIn(self.wife, self._find()["res.partner"])
        link.date_end = "2020-01-01"
        self.assertEqual(self._find()["res.partner"], self.person)

    def test_bank_accounts_go_but_for_those_that_a_payment_names(self):
        named, other = self.env["res.partner.bank"].create(
            [
                {"acc_number": number, "partner_id": self.person.id}
                for number in ("SN0810001", "SN0810002")
            ]
        )
        self.env["account.payment"].create(
            {
                "partner_id": self.person.id,
                "partner_bank_id": named.id,
                "amount": 1000,
                "payment_type": "outbound",
                "partner_type": "customer",
            }
        )
        self._erase()
        self.assertFalse(other.active or named.active)
        self.assertEqual(named.acc_number, "SN0810001")
        self.assertNotIn("SN0810002", other.acc_number)

    def test_a_meeting_with_nobody_else_says_nothing_of_him(self):
        alone, both = self.env["calendar.event"].create(
            [
                {
                    "name": "Awa Diop, debts",
                    "description": "She cannot pay",
                    "start": "2025-05-02 10:00:00",
                    "stop": "2025-05-02 11:00:00",
                    "partner_ids": [Command.set(partners.ids)],
                }
                for partners in (self.person, self.person | self.wife)
            ]
        )
        self._erase()
        self.assertFalse((alone | both).partner_ids & self.person)
        self.assertFalse((alone | both).attendee_ids.partner_id & self.person)
        self.assertNotIn("Awa", alone.name)
        self.assertFalse(alone.description)
        self.assertEqual(both.name, "Awa Diop, debts")

    def test_the_journal_no_longer_says_to_whom(self):
        journal = self.env["sunumarche.journal"]
        for partner in (self.person, self.wife):
            journal._record(
                "personal_data",
                [
                    {
                        "model": "res.partner",
                        "res_id": partner.id,
                        "record_name": partner.name,
                        "summary": "Handed out",
                        "after": {"request": "Letter of Awa Diop"},
                    }
                ],
            )
        [mine] = self._find()["sunumarche.journal"]
        self._erase()
        self.assertFalse(mine.record_name or mine.after)
        self.assertEqual((mine.kind, mine.summary), ("personal_data", "Handed out"))
        other = journal.search([("res_id", "=", self.wife.id)], limit=1)
        self.assertEqual(other.record_name, "Coumba Fall")

    def test_a_list_made_by_hand(self):
        both = self.person | self.wife
        segment = self.env["sunumarche.segment"].create(
            {
                "name": "Good payers",
                "kind": "list",
                "company_id": self.company.id,
                "partner_ids": [Command.set(both.ids)],
            }
        )
        shown = [section["model"] for section in PersonRecords(self.person).describe()]
        self.assertNotIn(segment._name, shown)
        self._erase()
        self.assertEqual(segment.partner_ids, self.wife)

    def test_every_model_says_what_becomes_of_it(self):
        """Erasing somebody with nothing asks each of them."""
        self.person = self._create_customer("Nobody")
        self._erase()
        self.assertFalse(self.person.active)
