from collections import Counter

from odoo.tests import BaseCase, tagged

from ..engine import names
from ..engine.agencies import AGENCIES, AGENCY_OF_REGION, HEAD_OFFICE
from ..engine.lists import read_rows
from ..engine.staff import STAFF, _hire

PREFIX = "sunumarche_crm.group_"
COUNTS = {
    "acheteur": 10,
    "production": 33,
    "magasinier": 2,
    "marketing": 2,
    "comptable": 3,
    "vendeur": 2,
    "vendeur.thies": 2,
    "chef.agence": 1,
    "chef.thies": 1,
    "service.client": 2,
    "direction": 1,
    "admin.crm": 1,
}


@tagged("post_install", "-at_install")
class TestStaff(BaseCase):
    """Fifty people as the source counts them, and the ten who come in addition."""

    def _count(self, *roles):
        groups = {PREFIX + role for role in roles}
        return sum(not groups.isdisjoint(employee.groups) for employee in STAFF)

    def test_fifty_are_those_of_the_source(self):
        self.assertEqual(self._count("buyer"), 10)
        self.assertEqual(self._count("production"), 35)
        self.assertEqual(self._count("marketer"), 2)
        self.assertEqual(self._count("accountant"), 3)
        source = self._count("buyer", "production", "marketer", "accountant")
        self.assertEqual(source, 50)

    def test_ten_come_in_addition(self):
        self.assertEqual(self._count("salesperson"), 4)
        self.assertEqual(self._count("head_of_agency"), 2)
        self.assertEqual(self._count("service_agent"), 2)
        self.assertEqual(self._count("direction"), 1)
        self.assertEqual(self._count("administrator"), 1)
        self.assertEqual(len(STAFF), 60)

    def test_a_login_is_the_job_and_a_number_from_the_second_on(self):
        logins = [employee.login for employee in STAFF]
        expected = [
            job if number == 1 else f"{job}.{number}"
            for job, count in COUNTS.items()
            for number in range(1, count + 1)
        ]
        self.assertEqual(sorted(logins), sorted(expected))

    def test_nobody_has_a_namesake(self):
        found = Counter(employee.name for employee in STAFF)
        self.assertEqual(found.most_common(1)[0][1], 1)

    def test_men_and_women_are_called_what_they_are(self):
        functions = {
            row[gender]: gender
            for row in read_rows("staff.csv")
            if row["man"] != row["woman"]
            for gender in ("man", "woman")
        }
        for employee in STAFF:
            if employee.function in functions:
                is_woman = employee.name.split()[0] in names.WOMEN
                self.assertEqual(functions[employee.function] == "woman", is_woman)

    def test_the_same_people_are_hired_every_time(self):
        self.assertEqual(tuple(_hire(read_rows("staff.csv"))), STAFF)
        by_login = {employee.login: employee.name for employee in STAFF}
        self.assertEqual(by_login["vendeur"], "Awa Ndiaye")
        self.assertEqual(by_login["chef.agence"], "Ousmane Diop")
        self.assertEqual(by_login["chef.thies"], "Serigne Cissé")

    def test_only_two_of_production_keep_the_store(self):
        keepers = [
            employee.login
            for employee in STAFF
            if "stock.group_stock_user" in employee.groups
        ]
        self.assertEqual(keepers, ["magasinier", "magasinier.2"])

    def test_everybody_works_somewhere(self):
        places = {HEAD_OFFICE, *(agency.name for agency in AGENCIES)}
        self.assertEqual({employee.agency for employee in STAFF}, places)

    def test_head_and_salespeople_are_of_their_agency(self):
        places = {employee.login: employee.agency for employee in STAFF}
        for agency in AGENCIES:
            self.assertEqual(places[agency.head], agency.name)
            for login, _share in agency.portfolios:
                self.assertEqual(places.get(login, agency.name), agency.name)
            self.assertEqual(sum(share for _login, share in agency.portfolios), 100)

    def test_fourteen_regions_have_an_agency_each(self):
        regions = [
            region
            for agency in AGENCIES
            for territory in agency.territories
            for region in territory.regions
        ]
        self.assertEqual(len(regions), 14)
        self.assertEqual(set(regions), set(AGENCY_OF_REGION))
