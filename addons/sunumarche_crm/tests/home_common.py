from odoo.fields import Command
from odoo.tests import new_test_user

from .common import CustomerCase

ROLES = (
    "production",
    "buyer",
    "accountant",
    "service_agent",
    "salesperson",
    "head_of_agency",
    "marketer",
    "direction",
    "administrator",
)


class HomeCase(CustomerCase):
    """A user for each role, in the test's company only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(
                cls.env,
                f"home_{role}",
                name=f"Aminata {role}",
                groups=f"sunumarche_crm.group_{role}",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
                tz="Africa/Dakar",
            )
            for role in ROLES
        }
        cls.salesperson = cls.users["salesperson"]
        cls.agency = cls.env["sunumarche.agency"].create(
            {
                "name": "Dakar",
                "company_id": cls.company.id,
                "user_ids": [
                    Command.set((cls.salesperson + cls.users["head_of_agency"]).ids)
                ],
            }
        )

    @classmethod
    def _tiles_of(cls, role):
        return (
            cls.env["sunumarche.home.tile"]
            .with_user(cls.users[role])
            .with_context(allowed_company_ids=cls.company.ids)
        )

    def _answers(self, role):
        """The tiles that ``role`` sees: {end of the XML id: answer}."""
        self.env.flush_all()
        answers = self._tiles_of(role).get_my_day()["tiles"]
        tiles = self.env["sunumarche.home.tile"].browse(tile["id"] for tile in answers)
        xml_ids = tiles._get_external_ids()
        return {
            xml_ids[tile["id"]][0].partition("home_tile_")[2]: tile for tile in answers
        }

    def _check(self, role, expected):
        """Check each tile: a count, or (count, amount)."""
        shown = {
            name: (tile["count"], tile["amount"])
            if tile["amount"] is not False
            else tile["count"]
            for name, tile in self._answers(role).items()
        }
        self.assertEqual(shown, expected)
        self._check_lists(role)

    def _check_lists(self, role):
        """Each tile opens as many records as it counts, in a list."""
        for name, answer in self._answers(role).items():
            tile = self._tiles_of(role).browse(answer["id"])
            action = tile.action_open()
            with self.subTest(tile=name):
                records = tile.env[action["res_model"]].search(action["domain"])
                self.assertEqual(len(records), answer["count"])
                self.assertEqual(action["views"][0][1], "list")
                self.assertFalse(
                    [k for k in action["context"] if k.startswith("search_default")]
                )
