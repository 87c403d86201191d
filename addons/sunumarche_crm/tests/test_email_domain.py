from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..engine.email_key import MailboxRule, get_email_key, sql_update_email_keys
from .card_common import CardCase

ADDRESSES = (
    "awa.diop+promo@gmail.com",
    "awadiop@gmail.com",
    "+only@gmail.com",
    "...@gmail.com",
    "awa.diop+x+y@orange.sn",
    "awa.diop@orange.sn",
    "awa+a@yahoo.fr",
)


@tagged("post_install", "-at_install")
class TestEmailDomain(CardCase):
    """Which spellings of an address are one mailbox."""

    def test_gmail_is_shipped(self):
        first = self._create_customer("A B", email="Awa.Diop+promo@Gmail.com")
        second = self._create_customer("C D", email="awadiop@gmail.com")
        self.assertEqual(first.email_key, "awadiop@gmail.com")
        self.assertEqual(first.email_key, second.email_key)
        self.assertEqual(first.email, "Awa.Diop+promo@Gmail.com")

    def test_elsewhere_every_character_counts(self):
        customer = self._create_customer(email="awa.diop+promo@orange.sn")
        self.assertEqual(customer.email_key, "awa.diop+promo@orange.sn")

    def test_a_changed_setting_changes_the_keys_at_once(self):
        customer = self._create_customer(email="awa.diop+promo@orange.sn")
        lead = self._create_lead(email_from="awa.diop@orange.sn")
        domains = self.env["sunumarche.email.domain"]
        domain = domains.create({"name": "orange.sn", "ignores_dots": False})
        self.assertEqual(customer.email_key, "awa.diop@orange.sn")
        domain.ignores_dots = True
        self.assertEqual(customer.email_key, "awadiop@orange.sn")
        self.assertEqual(lead.email_key, customer.email_key)
        domain.active = False
        self.assertEqual(customer.email_key, "awa.diop+promo@orange.sn")
        domain.active = True
        domain.unlink()
        self.assertEqual(lead.email_key, "awa.diop@orange.sn")

    def test_the_statement_and_the_function_agree(self):
        self.env["sunumarche.email.domain"].create({"name": "orange.sn"})
        contacts = self.env["mailing.contact"].create(
            [{"name": address, "email": address} for address in ADDRESSES]
        )
        rules = self.env["sunumarche.email.domain"]._get_rules()
        self.assertEqual(rules["orange.sn"], MailboxRule(True, False))
        expected = [get_email_key(one.email_normalized, rules) for one in contacts]
        self.assertEqual([one.email_key or None for one in contacts], expected)
        contacts.email_key = "to be found again"
        self.env.flush_all()
        self.env.execute_query(sql_update_email_keys("mailing_contact"))
        contacts.invalidate_recordset(["email_key"])
        self.assertEqual([one.email_key or None for one in contacts], expected)

    def test_a_domain_is_what_follows_the_at(self):
        for name in ("Gmail.com", "awa@gmail.com", "gmail"):
            with self.subTest(name=name), self.assertRaises(ValidationError):
                self.env["sunumarche.email.domain"].create({"name": name})

    def test_only_an_administrator_sets_it(self):
        domain = self.env.ref("sunumarche_crm.email_domain_gmail")
        with self.assertRaises(AccessError):
            domain.with_user(self.awa).ignores_dots = False
