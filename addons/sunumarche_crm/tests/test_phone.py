import csv

from odoo.tests import BaseCase, Form, tagged
from odoo.tools import file_open

from ..engine.phone_number import _read_phone, _show_phone, read_phone, show_phone
from .card_common import CardCase

E164 = "+221771234567"
USUAL = (
    "77 123 45 67",
    "771234567",
    "77.123.45.67",
    "77-123-45-67",
    "77/123/45/67",
    "221771234567",
    "00221771234567",
    "00 221 77 123 45 67",
    "+221 77 123 45 67",
    "+221771234567",
    "(+221) 77 123 45 67",
    " 77 1234567 ",
    "tel: 77 123 45 67",
)
WRONG = {
    "77 12": "too_short",
    "77 123 45 678": "too_long",
    "27 123 45 67": "prefix",
    "le soir": "not_a_number",
    "+999 123 45 67": "country",
    "77 123 45 67 / 33 821 00 00": "several",
    "77 123 45 67 ou 76 123 45 67": "several",
}


@tagged("post_install", "-at_install")
class TestPhoneNumber(BaseCase):
    """How numbers are read and written."""

    def test_what_is_too_long_for_a_number_is_not_remembered(self):
        for read, cached in ((read_phone, _read_phone), (show_phone, _show_phone)):
            before = cached.cache_info().currsize
            home = ("SN",) if read is read_phone else "SN"
            read("+1" * 51, home)
            self.assertEqual(cached.cache_info().currsize, before)
        self.assertEqual(read_phone("+1" * 51, ("SN",)).problem, "too_long")

    def test_usual_ways_are_one_number(self):
        for typed in USUAL:
            with self.subTest(typed=typed):
                self.assertEqual(read_phone(typed, ("SN",)).e164, E164)

    def test_wrong_numbers_are_kept_with_their_reason(self):
        for typed, problem in WRONG.items():
            with self.subTest(typed=typed):
                number = read_phone(typed, ("SN",))
                self.assertEqual((number.stored, number.problem), (typed, problem))

    def test_each_country_s_example(self):
        with file_open("sunumarche_crm/tests/data/phone_examples.csv") as examples:
            rows = list(csv.DictReader(examples))
        self.assertGreater(len(rows), 200)
        for row in rows:
            with self.subTest(region=row["region"]):
                inside = read_phone(row["national"], (row["region"],))
                abroad = read_phone(row["international"], ("SN",))
                dialled = read_phone("00" + row["e164"][1:], ("SN",))
                self.assertEqual(
                    {inside.e164, abroad.e164, dialled.e164}, {row["e164"]}
                )

    def test_shown_nationally_at_home_and_internationally_elsewhere(self):
        self.assertEqual(show_phone(E164, "SN"), "77 123 45 67")
        self.assertEqual(show_phone(E164, "FR"), "+221 77 123 45 67")
        self.assertEqual(show_phone("+33612345678", "SN"), "+33 6 12 34 56 78")
        self.assertEqual(show_phone("77 12", "SN"), "77 12")

    def test_a_number_of_the_company_s_country_of_someone_abroad(self):
        self.assertEqual(read_phone("77 123 45 67", ("ML", "SN")).e164, E164)
        self.assertEqual(
            read_phone("06 12 34 56 78", ("FR", "SN")).e164, "+33612345678"
        )


@tagged("post_install", "-at_install")
class TestPhone(CardCase):
    """Numbers on customers and prospects, however they arrive."""

    def test_created_and_written(self):
        for model, values in (
            ("res.partner", {"name": "Awa Sow"}),
            ("crm.lead", {"name": "Cloth"}),
        ):
            with self.subTest(model=model):
                record = self.env[model].create(
                    {**values, "phone": "77 123 45 67", "second_phone": "33 821 00 00"}
                )
                self.assertEqual(record.phone, E164)
                self.assertEqual(record.phone_sanitized, E164)
                self.assertEqual(record.second_phone, "+221338210000")
                self.assertEqual(record.phone_shown, "77 123 45 67")
                self.assertEqual(record.second_phone_shown, "33 821 00 00")
                record.phone = "00221 76 123 45 67"
                self.assertEqual(record.phone, "+221761234567")
                record.phone = False
                self.assertFalse(record.phone)
                self.assertEqual(record.phone_sanitized, "+221338210000")

    def test_a_number_is_read_by_the_country_of_each_card(self):
        french = self._create_customer("A B", country_id=self.env.ref("base.fr").id)
        other = self._create_customer("C D")
        (french | other).write({"phone": "06 12 34 56 78"})
        self.assertEqual(french.phone, "+33612345678")
        self.assertEqual(other.phone, "06 12 34 56 78")

    def test_a_wrong_number_is_kept_and_says_why(self):
        customer = self._create_customer(phone="77 12", second_phone="le soir")
        self.assertEqual(customer.phone, "77 12")
        self.assertFalse(customer.phone_sanitized)
        self.assertIn("“77 12” has too few digits", customer.phone_problem)
        self.assertIn("70 123 45 67", customer.phone_problem)
        self.assertIn("“le soir” is not a telephone number", customer.phone_problem)
        customer.write({"phone": "77 123 45 67", "second_phone": False})
        self.assertFalse(customer.phone_problem)

    def test_every_reason_is_told_in_words(self):
        for typed, problem in WRONG.items():
            with self.subTest(problem=problem):
                number = read_phone(typed, ("SN",))
                sentence = self.env["res.partner"]._get_phone_sentence(number)
                self.assertIn(typed, sentence)

    def test_on_the_forms_as_a_salesperson(self):
        for model in ("res.partner", "crm.lead"):
            with self.subTest(model=model):
                form = Form(self.env[model].with_user(self.awa))
                form.phone = "77 123 45 67"
                self.assertEqual(form.phone, E164)
                form.second_phone = "77 12"
                self.assertEqual(form.second_phone, "77 12")
                self.assertIn("too few digits", form.phone_problem)

    def test_imported(self):
        for model in ("res.partner", "crm.lead"):
            with self.subTest(model=model):
                rows = [["Awa Sow", "77 123 45 67"], ["Ali Ba", "77 12"]]
                result = self.env[model].load(["name", "phone"], rows)
                records = self.env[model].browse(result["ids"])
                self.assertEqual(records.mapped("phone"), [E164, "77 12"])
                texts = [message["message"] for message in result["messages"]]
                self.assertTrue(any("too few digits" in text for text in texts), texts)
                self.assertEqual(
                    {message["type"] for message in result["messages"]}, {"warning"}
                )
                records.unlink()

    def test_a_lead_and_its_customer_agree(self):
        customer = self._create_customer(phone="77 123 45 67")
        lead = self._create_lead(partner_id=customer.id)
        self.assertEqual(lead.phone, E164)
        lead.phone = "76 123 45 67"
        self.assertEqual(customer.phone, "+221761234567")

    def test_documents_print_it_as_people_write_it(self):
        customer = self._create_customer(phone="77 123 45 67")
        widget = self.env["ir.qweb.field.contact"]
        html = widget.value_to_html(customer, {"fields": ["name", "phone"]})
        self.assertIn("77 123 45 67", html)
        self.assertNotIn(E164, html)

    def test_found_however_it_is_typed(self):
        customer = self._create_customer(second_phone="77 123 45 67")
        found = self.env["res.partner"].search(
            [("phone_mobile_search", "=", "+221771234567")]
        )
        self.assertEqual(found, customer)

    def test_found_by_the_number_dialled_in_its_country(self):
        france = self.env.ref("base.fr").id
        found = self._create_customer(phone="06 12 34 56 78", country_id=france)
        other = self._create_customer(phone="77 123 45 67")
        for typed in ("0612345678", "06 12 34", "06.12.34.56.78", " 0612345678 "):
            with self.subTest(typed=typed):
                customers = self.env["res.partner"].search(
                    [
                        ("phone_mobile_search", "like", typed),
                        ("id", "in", (found | other).ids),
                    ]
                )
                self.assertEqual(customers, found)

    def test_a_blocked_number_is_said_of_the_field_that_holds_it(self):
        block = self.env["phone.blacklist"]
        block._add([E164])
        cards = self.env["res.partner"].create(
            [
                {"name": "Main number", "phone": E164},
                {"name": "Two", "phone": E164, "second_phone": "76 123 45 67"},
                {"name": "Second number", "second_phone": E164},
                {"name": "Other", "phone": "76 123 45 67"},
            ]
        )
        self.assertEqual(cards.mapped("phone_blacklisted"), [True, True, False, False])
