from odoo.tests import tagged

from .common import DemoCase


@tagged("post_install", "-at_install")
class TestAgenciesStep(DemoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staff = cls.demo._create_staff()
        cls.teams = cls.demo._create_agencies(cls.staff)
        cls.agencies = {one.name: one for one in cls._search("sunumarche.agency")}

    def test_two_agencies_are_below_the_head_office(self):
        self.assertEqual(
            set(self.agencies), {"Siège", "Agence de Dakar", "Agence de Thiès"}
        )
        below = self.agencies["Siège"].child_ids
        self.assertEqual(
            set(below.mapped("name")), {"Agence de Dakar", "Agence de Thiès"}
        )

    def test_head_and_salespeople_are_the_staff(self):
        dakar = self.agencies["Agence de Dakar"].user_ids.mapped("login")
        thies = self.agencies["Agence de Thiès"].user_ids.mapped("login")
        self.assertEqual(set(dakar), {"chef.agence", "vendeur", "vendeur.2"})
        self.assertEqual(set(thies), {"chef.thies", "vendeur.thies", "vendeur.thies.2"})
        self.assertEqual(len(self.agencies["Siège"].user_ids), 54)

    def test_each_agency_has_a_team_that_its_head_leads(self):
        for agency, login in (
            ("Agence de Dakar", "chef.agence"),
            ("Agence de Thiès", "chef.thies"),
        ):
            team = self.teams[self.agencies[agency]]
            self.assertEqual(team.name, agency)
            self.assertEqual(team.user_id, self.staff[login])
            self.assertEqual(team.member_ids, self.agencies[agency].user_ids)

    def test_dakar_shares_its_customers_and_thies_does_not(self):
        shares = {
            agency.name: team.shares_customers for agency, team in self.teams.items()
        }
        self.assertEqual(shares, {"Agence de Dakar": True, "Agence de Thiès": False})

    def test_every_region_is_in_one_territory(self):
        territories = self._search("sunumarche.territory")
        regions = {
            territory.name: set(territory.state_ids.mapped("name"))
            for territory in territories
        }
        self.assertEqual(
            regions,
            {
                "Dakar": {"Dakar"},
                "Sud et Est": {
                    "Ziguinchor",
                    "Sédhiou",
                    "Kolda",
                    "Tambacounda",
                    "Kédougou",
                },
                "Thiès et Centre": {
                    "Thiès",
                    "Diourbel",
                    "Fatick",
                    "Kaolack",
                    "Kaffrine",
                },
                "Nord": {"Louga", "Saint-Louis", "Matam"},
            },
        )
        self.assertEqual(sum(len(names) for names in regions.values()), 14)
