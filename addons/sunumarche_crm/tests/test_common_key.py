from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, new_test_user, tagged

from ..engine.common_key_lookup import CommonKeyLookup
from .card_common import CardCase

PHONE = "+221771234567"
OFFICE = "+221338210000"
EMAIL = "aissatou@example.com"


class KeyCase(CardCase):
    """The same person as a customer, a prospect and a subscriber."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.env["sunumarche.common.key"]
        cls.customer = cls._create_customer(
            phone=PHONE, second_phone=OFFICE, email=EMAIL, user_id=cls.awa.id
        )
        cls.lead = cls._create_lead(
            "A. Ndiaye", phone="33 821 00 00", user_id=cls.awa.id
        )
        cls.subscriber = cls.env["mailing.contact"].create(
            {"name": "Aïssatou", "email": "Aissatou@Example.com"}
        )

    def _find(self, user=None, **keys):
        """Return the names of the models found, and how many are hidden."""
        service = self.service.with_user(user) if user else self.service
        found = service.find_known(**keys)
        models = [record["model"] for record in found["records"]]
        return sorted(models), found["hidden_count"]


@tagged("post_install", "-at_install")
class TestCommonKey(KeyCase):
    """Who else has an address or a number."""

    def test_one_query_over_all_models(self):
        self.env.flush_all()
        lookup = CommonKeyLookup(self.env(user=self.awa))
        lookup.find({EMAIL}, {PHONE})
        with self.assertQueryCount(1):
            rows = lookup.find({EMAIL}, {PHONE, OFFICE})
        self.assertEqual(
            {(row.model, row.id): row.keys for row in rows},
            {
                ("res.partner", self.customer.id): {EMAIL, PHONE, OFFICE},
                ("crm.lead", self.lead.id): {OFFICE},
                ("mailing.contact", self.subscriber.id): {EMAIL},
            },
        )

    def test_a_call_asks_for_few_and_short_keys(self):
        with self.assertRaises(UserError):
            self._find(phones=[PHONE] * 21)
        long_number, long_address = "+1" * 10**6, "a" * 250 + "@example.com"
        self.assertEqual(self._find(phones=[long_number]), ([], 0))
        self.assertEqual(self._find(email=long_address), ([], 0))

    def test_the_statement_and_the_orm_agree(self):
        for kind, key in (("emails", EMAIL), ("phones", PHONE), ("phones", OFFICE)):
            rows = CommonKeyLookup(self.env).find(**{kind: {key}})
            expected = set()
            for model in self.service._get_models():
                names = model._get_common_key_fields().get(kind[:-1], [])
                for name in names:
                    records = model.with_context(active_test=False).search(
                        [(name, "=", key)]
                    )
                    expected |= {(model._name, record.id) for record in records}
            self.assertEqual({(row.model, row.id) for row in rows}, expected)

    def test_keys_as_typed(self):
        everywhere = ["crm.lead", "mailing.contact", "res.partner"]
        self.assertEqual(
            self._find(email="Aissatou@EXAMPLE.com ", phones=["0022133 821 00 00"]),
            (everywhere, 0),
        )
        self.assertEqual(self._find(phones=["77-123-45-67"]), (["res.partner"], 0))
        self.assertEqual(self._find(email="nobody", phones=["77 12"]), ([], 0))
        self.assertEqual(self._find(), ([], 0))

    def test_archived_records_are_known_too(self):
        self.customer.active = False
        self.assertEqual(self._find(phones=[PHONE]), (["res.partner"], 0))

    def test_what_one_may_not_see_is_known_to_exist(self):
        keys = {"email": EMAIL, "phones": [OFFICE]}
        self.assertEqual(self._find(self.awa, **keys), (["crm.lead", "res.partner"], 1))
        self.assertEqual(self._find(self.binta, **keys), ([], 1))
        self.assertEqual(
            self._find(self.marketer, **keys),
            (["crm.lead", "mailing.contact", "res.partner"], 0),
        )

    def test_another_company_s_customer_is_not_told(self):
        other = self.env["res.company"].create({"name": "Thiès"})
        self.customer.company_id = other
        self.assertEqual(self._find(self.marketer, phones=[PHONE]), ([], 0))
        there = self._create_user("there", "marketer", other)
        self.assertEqual(self._find(there, phones=[PHONE]), (["res.partner"], 0))

    def test_two_keys_together_do_not_tell_that_they_are_of_one_person(self):
        """The customer has the address; the number is another's."""
        self._create_customer(phone="76 333 22 11", user_id=self.awa.id)
        for phone in (PHONE, "76 333 22 11"):
            found = self._find(self.binta, email=EMAIL, phones=[phone])
            self.assertEqual(found, ([], 1))

    def test_a_list_of_numbers_is_refused(self):
        numbers = [f"77 000 00 {number:02}" for number in range(11)]
        self.assertEqual(self._find(phones=numbers[:10]), ([], 0))
        with self.assertRaises(UserError):
            self._find(phones=numbers)

    def test_staff_only(self):
        group = "base.group_portal"
        outsider = new_test_user(self.env, "outsider of the key", groups=group)
        with self.assertRaises(AccessError):
            self._find(outsider, phones=[PHONE])

    def test_a_key_follows_what_is_written(self):
        self.customer.write({"email": "new@example.com", "phone": "70 123 45 67"})
        self.assertEqual(self._find(phones=[PHONE]), ([], 0))
        self.assertEqual(self._find(phones=["70 123 45 67"]), (["res.partner"], 0))
        self.assertEqual(self._find(email="new@example.com"), (["res.partner"], 0))


@tagged("post_install", "-at_install")
class TestKnownNotice(KeyCase):
    """What the forms say before one saves."""

    def _new(self, model, user):
        return Form(self.env[model].with_user(user))

    def test_while_typing_a_new_customer(self):
        form = self._new("res.partner", self.awa)
        form.lastname = "Ndiaye"
        self.assertFalse(form.known_notice)
        form.phone = "77 123 45 67"
        self.assertIn(f"/odoo/res.partner/{self.customer.id}", form.known_notice)
        self.assertIn("Aïssatou Ndiaye", form.known_notice)
        form.phone = "70 123 45 67"
        self.assertFalse(form.known_notice)
        form.second_phone = "33 821 00 00"
        self.assertIn(f"/odoo/crm.lead/{self.lead.id}", form.known_notice)

    def test_who_may_not_see_them_learns_the_number_only(self):
        form = self._new("res.partner", self.binta)
        form.email = EMAIL
        self.assertIn("cannot see", form.known_notice)
        self.assertNotIn("Ndiaye", form.known_notice)
        self.assertNotIn("/odoo/", form.known_notice)

    def test_while_typing_a_new_lead_and_a_new_subscriber(self):
        form = self._new("crm.lead", self.awa)
        form.email_from = EMAIL
        self.assertIn("Aïssatou Ndiaye", form.known_notice)
        form = self._new("mailing.contact", self.marketer)
        form.email = EMAIL
        self.assertIn("Aïssatou Ndiaye", form.known_notice)

    def test_a_wrong_number_is_no_key(self):
        self.customer.second_phone = "77 12"
        form = self._new("res.partner", self.awa)
        form.second_phone = "77 12"
        self.assertFalse(form.known_notice)

    def test_names_are_text_not_markup(self):
        self.customer.name = "<b>Awa</b> Sow"
        form = self._new("crm.lead", self.awa)
        form.email_from = EMAIL
        self.assertIn("&lt;b&gt;Awa", form.known_notice)

    def test_what_is_the_customer_s_own_is_no_news(self):
        self.lead.partner_id = self.customer
        self.subscriber.partner_id = self.customer
        self.assertFalse(self.customer.known_notice)
        self.assertFalse(self.lead.known_notice)
        self.assertFalse(self.subscriber.known_notice)

    def test_a_company_and_its_people_may_share_a_number(self):
        company = self._create_customer("Sunu SA", is_company=True, phone=PHONE)
        self.assertTrue(company.known_notice)
        self.lead.unlink()
        self.subscriber.unlink()
        self.customer.parent_id = company
        self.assertFalse(company.known_notice)
        self.assertFalse(self.customer.known_notice)


@tagged("post_install", "-at_install")
class TestLinkCustomer(KeyCase):
    """The button that links a lead or a subscriber to its customer."""

    def test_a_lead(self):
        self.lead.write({"phone": "76 123 45 67", "email_from": EMAIL})
        self.lead.with_user(self.awa).action_link_customer()
        self.assertEqual(self.lead.partner_id, self.customer)
        self.assertEqual(self.customer.phone, PHONE)
        note = self.lead.message_ids[0].body
        self.assertIn("+221761234567", note)

    def test_what_the_lead_told_fills_the_card(self):
        self.customer.second_phone = False
        self.lead.write({"phone": "76 123 45 67", "email_from": EMAIL, "city": "Mbour"})
        self.lead.with_user(self.awa).action_link_customer()
        self.assertEqual(self.customer.second_phone, "+221761234567")
        self.assertEqual(self.customer.city, "Mbour")

    def test_a_subscriber(self):
        self.subscriber.with_user(self.marketer).action_link_customer()
        self.assertEqual(self.subscriber.partner_id, self.customer)

    def test_nobody_is_told(self):
        self.lead.phone = "70 000 00 00"
        with self.assertRaisesRegex(UserError, "No customer"):
            self.lead.with_user(self.awa).action_link_customer()

    def test_of_several_one_chooses(self):
        other = self._create_customer("Other Ndiaye", phone=OFFICE, user_id=self.awa.id)
        self.lead.phone = OFFICE
        action = self.lead.with_user(self.awa).action_link_customer()
        self.assertFalse(self.lead.partner_id)
        choice = self.env[action["res_model"]].with_user(self.awa)
        choice = choice.browse(action["res_id"])
        self.assertEqual(choice.customer_ids, self.customer | other)
        choice.customer_id = self._create_customer("Third", user_id=self.awa.id)
        with self.assertRaisesRegex(UserError, "Choose one"):
            choice.action_link()
        choice.customer_id = other
        choice.action_link()
        self.assertEqual(self.lead.partner_id, other)

    def test_a_customer_whom_one_may_not_see_is_not_linked(self):
        lead = self._create_lead(phone=OFFICE, user_id=self.binta.id)
        with self.assertRaisesRegex(UserError, "No customer that you may see"):
            lead.with_user(self.binta).action_link_customer()
        self.assertFalse(lead.partner_id)

    def test_who_only_reads_links_nothing(self):
        with self.assertRaises(AccessError):
            self.lead.with_user(self.marketer).action_link_customer()
        self.assertFalse(self.lead.partner_id)


@tagged("post_install", "-at_install")
class TestCommonKeyApi(HttpCase):
    """The same answer over the API."""

    def test_a_key_bearer_asks_who_is_known(self):
        self.env.company.country_id = self.env.ref("base.sn")
        user = new_test_user(
            self.env,
            "api",
            groups="sunumarche_crm.group_marketer",
            company_ids=[Command.set(self.env.company.ids)],
        )
        customer = self.env["res.partner"].create({"name": "Awa Sow", "phone": PHONE})
        key = (
            self.env["res.users.apikeys"]
            .with_user(user)
            ._generate("rpc", "test", self.env.cr.now() + timedelta(days=1))
        )
        response = self.url_open(
            "/json/2/sunumarche.common.key/find_known",
            json={"phones": ["77 123 45 67"]},
            headers={"Authorization": f"Bearer {key}"},
        )
        self.assertEqual(response.status_code, 200, response.text)
        [known] = response.json()["records"]
        self.assertEqual((known["id"], known["keys"]), (customer.id, [PHONE]))
