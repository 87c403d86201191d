from odoo.tests import tagged
from odoo.tools import SQL

from ..engine.card_backfill import CardBackfill, add_card_columns
from .card_common import CardCase


@tagged("post_install", "-at_install")
class TestCardBackfill(CardCase):
    """What an upgrade does to the contacts and leads of before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        french = cls.env.ref("base.fr").id
        cls.customers = (
            cls._create_customer("Aïssatou Ndiaye", phone="77 123 45 67")
            | cls._create_customer(
                "NDIAYE Awa", phone="06 12 34 56 78", country_id=french
            )
            | cls._create_customer("Sunu SA", is_company=True, phone="33 821 00 00")
            | cls._create_customer("Fatou", phone="77 12", email="f.s+x@gmail.com")
        )
        cls.lead = cls._create_lead("Moussa Sarr", phone="76 123 45 67")
        cls.records = (cls.customers, cls.lead)

    def _read(self):
        names = ("firstname", "lastname", "phone", "phone_sanitized", "email_key")
        self.env.invalidate_all()
        return [
            [tuple(record[name] for name in names) for record in records]
            for records in self.records
        ]

    def _make_older(self):
        """Put the rows as an earlier release left them."""
        self.env.flush_all()
        phones = ("77 123 45 67", "06 12 34 56 78", "33 821 00 00", "77 12")
        rows = [
            ("res_partner", record_id, phone)
            for record_id, phone in zip(self.customers.ids, phones, strict=True)
        ]
        for table, record_id, phone in [
            *rows,
            ("crm_lead", self.lead.id, "76 123 45 67"),
        ]:
            self.env.execute_query(
                SQL(
                    "UPDATE %s SET firstname = NULL, lastname = NULL, email_key = NULL,"
                    " phone = %s WHERE id = %s",
                    SQL.identifier(table),
                    phone,
                    record_id,
                )
            )

    def test_older_rows_become_what_new_ones_are(self):
        expected = self._read()
        self._make_older()
        self.assertNotEqual(self._read(), expected)
        CardBackfill(self.env).run()
        self.assertEqual(self._read(), expected)
        self.assertEqual(self.customers[0].phone, "+221771234567")
        self.assertEqual(self.customers[3].phone, "77 12")

    def test_once_more_changes_nothing(self):
        self.customers[0].write({"firstname": "Aïssatou Ndiaye", "lastname": False})
        self.env.flush_all()
        expected = self._read()
        CardBackfill(self.env).run()
        self.assertEqual(self._read(), expected)

    def test_columns_that_exist_are_left_alone(self):
        expected = self._read()
        add_card_columns(self.env.cr)
        self.assertEqual(self._read(), expected)
