from odoo.tests import BaseCase, Form, tagged

from ..engine.person_name import join_name, split_name
from .card_common import CardCase

# What people write -> first name, last name.
SPLITS = {
    "Aïssatou Ndiaye": ("Aïssatou", "Ndiaye"),
    "NDIAYE Aïssatou": ("Aïssatou", "NDIAYE"),
    "Aïssatou N'DIAYE": ("Aïssatou", "N'DIAYE"),
    "Mame Diarra Bousso Ndiaye": ("Mame Diarra Bousso", "Ndiaye"),
    "Awa Diop Ndiaye": ("Awa", "Diop Ndiaye"),
    "El Hadj Malick Sy": ("El Hadj Malick", "Sy"),
    "Cheikh Anta Diop": ("Cheikh Anta", "Diop"),
    "Jean de La Fontaine": ("Jean", "de La Fontaine"),
    "Jean-Pierre Le Goff": ("Jean-Pierre", "Le Goff"),
    "Mohamed Ould Abdel Aziz": ("Mohamed", "Ould Abdel Aziz"),
    "DIOP FATOU": ("DIOP", "FATOU"),
    "J. P. MARTIN": ("J. P.", "MARTIN"),
    "Fatou": ("", "Fatou"),
    "Diop, Fatou": ("", "Diop, Fatou"),
    "  Awa   Sow ": ("Awa", "Sow"),
    "": ("", ""),
}


@tagged("post_install", "-at_install")
class TestPersonName(BaseCase):
    """The rules by which a whole name is split."""

    def test_names_are_split(self):
        for name, parts in SPLITS.items():
            with self.subTest(name=name):
                self.assertEqual(split_name(name), parts)

    def test_no_word_is_lost(self):
        for name in SPLITS:
            words = sorted(join_name(*split_name(name)).split())
            self.assertEqual(words, sorted(name.split()))


@tagged("post_install", "-at_install")
class TestCardNames(CardCase):
    """The name and its parts, in step both ways."""

    def assertNamed(self, record, name, first, last):
        card_name = record[record._card_name]
        self.assertEqual(
            (card_name, record.firstname, record.lastname), (name, first, last)
        )

    def test_a_whole_name_is_split(self):
        customer = self._create_customer("Awa Diop Ndiaye")
        self.assertNamed(customer, "Awa Diop Ndiaye", "Awa", "Diop Ndiaye")
        customer.name = "Moussa Sarr"
        self.assertNamed(customer, "Moussa Sarr", "Moussa", "Sarr")

    def test_parts_make_the_name(self):
        customer = self.env["res.partner"].create(
            {"firstname": "Marie Anne", "lastname": "Faye Sène"}
        )
        self.assertNamed(customer, "Marie Anne Faye Sène", "Marie Anne", "Faye Sène")
        customer.firstname = "Marie"
        self.assertNamed(customer, "Marie Faye Sène", "Marie", "Faye Sène")
        customer.write({"firstname": "Awa Diop", "lastname": "Sow"})
        self.assertNamed(customer, "Awa Diop Sow", "Awa Diop", "Sow")

    def test_a_split_that_somebody_corrected_stays(self):
        customer = self._create_customer("Awa Diop Sow")
        customer.write({"firstname": "Awa Diop", "lastname": "Sow"})
        customer.write({"name": "Awa Diop Sow"})
        self.assertNamed(customer, "Awa Diop Sow", "Awa Diop", "Sow")

    def test_a_part_written_on_several_cards(self):
        customers = self._create_customer("Awa Sow") | self._create_customer("Ali Ba")
        customers.write({"lastname": "Fall"})
        self.assertEqual(customers.mapped("name"), ["Awa Fall", "Ali Fall"])

    def test_a_company_keeps_one_name(self):
        company = self._create_customer("Sunu Textile SA", is_company=True)
        self.assertNamed(company, "Sunu Textile SA", False, False)
        person = self._create_customer("Baobab Services")
        person.is_company = True
        self.assertNamed(person, "Baobab Services", False, False)
        company.is_company = False
        self.assertNamed(company, "Sunu Textile SA", "Sunu Textile", "SA")

    def test_an_address_without_name(self):
        address = self.env["res.partner"].create({"type": "delivery"})
        self.assertNamed(address, False, False, False)

    def test_on_the_form_as_a_salesperson(self):
        with Form(self.env["res.partner"].with_user(self.awa)) as form:
            form.firstname = "Marie Anne"
            form.lastname = "Faye Sène"
            self.assertEqual(form.name, "Marie Anne Faye Sène")
        customer = form.record
        self.assertNamed(customer, "Marie Anne Faye Sène", "Marie Anne", "Faye Sène")

    def test_search_and_import_by_the_whole_name(self):
        result = self.env["res.partner"].load(
            ["name", "phone"], [["Khady Mbow", "77 000 11 22"]]
        )
        customer = self.env["res.partner"].browse(result["ids"])
        self.assertNamed(customer, "Khady Mbow", "Khady", "Mbow")
        found = self.env["res.partner"].name_search("Khady Mbow")
        self.assertEqual([one for one, _name in found], customer.ids)

    def test_import_by_parts(self):
        result = self.env["res.partner"].load(
            ["firstname", "lastname"], [["Khady", "Mbow"]]
        )
        customer = self.env["res.partner"].browse(result["ids"])
        self.assertNamed(customer, "Khady Mbow", "Khady", "Mbow")

    def test_a_prospect(self):
        lead = self._create_lead("NDIAYE Aïssatou")
        self.assertNamed(lead, "NDIAYE Aïssatou", "Aïssatou", "NDIAYE")
        lead.firstname = "Fatou"
        self.assertNamed(lead, "Fatou NDIAYE", "Fatou", "NDIAYE")

    def test_a_lead_has_the_parts_of_its_customer(self):
        customer = self._create_customer("Awa Diop Sow")
        customer.write({"firstname": "Awa Diop", "lastname": "Sow"})
        lead = self._create_lead(False, partner_id=customer.id)
        self.assertNamed(lead, "Awa Diop Sow", "Awa Diop", "Sow")
