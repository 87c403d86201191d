import re
from collections import Counter
from random import Random
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ..engine import names
from ..engine.agencies import AGENCIES, AGENCY_OF_REGION
from ..engine.customers import MOBILES, CustomerFactory
from ..engine.places import TOWNS
from ..engine.staff import STAFF

MOBILE = re.compile(r"\+221 7[05678] \d{3} \d{2} \d{2}")
LANDLINE = re.compile(r"\+221 33 [89]\d{2} \d{2} \d{2}")
RESERVED = re.compile(r"[a-z0-9.]+@example\.(com|org|net)")


@tagged("post_install", "-at_install")
class TestCustomers(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = list(CustomerFactory(Random(1)).draw(2000))
        cls.companies = [one for one in cls.customers if one.is_company]
        cls.persons = [one for one in cls.customers if not one.is_company]
        cls.contacts = [one for company in cls.companies for one in company.contacts]

    def test_fifteen_in_a_hundred_are_companies(self):
        self.assertAlmostEqual(len(self.companies) / 2000, 0.15, delta=0.03)

    def test_some_companies_have_contacts_and_no_person_has(self):
        self.assertGreater(len(self.contacts), 60)
        self.assertLess(len(self.contacts), 250)
        self.assertFalse(any(person.contacts for person in self.persons))

    def test_codes_number_the_customers(self):
        codes = [customer.code for customer in self.customers]
        self.assertEqual(codes[:2], ["C00001", "C00002"])
        self.assertEqual(len(set(codes)), 2000)

    def test_persons_and_contacts_have_mobile_numbers(self):
        for one in (*self.persons, *self.contacts):
            self.assertRegex(one.phone, MOBILE)

    def test_companies_have_landlines_of_their_area(self):
        for company in self.companies:
            self.assertRegex(company.phone, LANDLINE)
            area = "8" if company.address.region == "Dakar" else "9"
            self.assertEqual(company.phone[8], area)

    def test_numbers_and_addresses_are_nobody_elses(self):
        everybody = [*self.customers, *self.contacts]
        phones = Counter(one.phone for one in everybody)
        emails = Counter(one.email for one in everybody if one.email)
        self.assertEqual(max(phones.values()), 1)
        self.assertEqual(max(emails.values()), 1)

    def test_no_address_could_be_a_real_one(self):
        for one in (*self.customers, *self.contacts):
            if one.email:
                self.assertTrue(RESERVED.fullmatch(one.email), one.email)
        self.assertTrue(all(one.email.endswith(".example") for one in STAFF))

    def test_some_persons_have_no_address(self):
        without = sum(not person.email for person in self.persons)
        self.assertAlmostEqual(without / len(self.persons), 0.15, delta=0.04)

    def test_company_names_differ(self):
        found = [company.name for company in self.companies]
        self.assertEqual(len(set(found)), len(found))

    def test_customers_live_all_over_the_country_but_mostly_in_dakar(self):
        regions = Counter(customer.address.region for customer in self.customers)
        self.assertEqual(set(regions), {town.region for town in TOWNS})
        self.assertEqual(len(regions), 14)
        self.assertGreater(regions["Dakar"], 1200)

    def test_a_salesperson_is_of_the_agency_of_the_region(self):
        self.assertEqual(set(AGENCY_OF_REGION), {town.region for town in TOWNS})
        for agency in AGENCIES:
            logins = {
                customer.salesperson
                for customer in self.customers
                if AGENCY_OF_REGION[customer.address.region] is agency
            }
            self.assertEqual(logins, {login for login, _share in agency.portfolios})

    def test_fifteen_in_a_hundred_wait_for_a_salesperson(self):
        waiting = sum(customer.salesperson is None for customer in self.customers)
        self.assertAlmostEqual(waiting / 2000, 0.15, delta=0.02)

    def test_a_home_in_the_regions_has_a_number_of_the_regions(self):
        outside = [one for one in self.companies if one.address.region != "Dakar"]
        self.assertTrue(outside)
        self.assertTrue(all(one.phone.startswith("+221 33 9") for one in outside))

    def test_all_operators_have_customers(self):
        operators = Counter(person.phone[5:7] for person in self.persons)
        self.assertEqual(set(operators), set(MOBILES))
        self.assertEqual(operators.most_common(1)[0][0], "77")

    def test_namesakes_have_addresses_of_their_own(self):
        factory = CustomerFactory(Random(9))
        local_parts = [factory._draw_email("Awa Ba").split("@")[0] for _n in range(3)]
        self.assertEqual(local_parts, ["awa.ba", "awa.ba2", "awa.ba3"])

    def test_companies_of_one_name_are_told_apart_by_their_quarter(self):
        factory = CustomerFactory(Random(9))
        address = self.customers[0].address
        with patch.object(names, "draw_company", return_value="Optique Ba"):
            found = [factory._draw_company_name(address) for _number in range(3)]
        quarter = address.quarter
        self.assertEqual(
            found, ["Optique Ba", f"Optique Ba {quarter}", f"Optique Ba {quarter} 2"]
        )

    def test_the_same_source_draws_the_same_customers(self):
        self.assertEqual(list(CustomerFactory(Random(1)).draw(50)), self.customers[:50])

    def test_nobody_is_drawn_when_nobody_is_asked_for(self):
        self.assertEqual(list(CustomerFactory(Random(1)).draw(0)), [])
