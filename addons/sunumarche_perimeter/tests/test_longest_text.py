from odoo.tests import TransactionCase, tagged

from odoo.addons.sunumarche_perimeter.models.base import LONGEST_TEXT


@tagged("post_install", "-at_install")
class TestLongestText(TransactionCase):
    """A text that no name has is compared with none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.name = "a" * LONGEST_TEXT
        cls.contact = cls.env["res.partner"].create({"name": cls.name})

    def _find(self, text, operator="ilike"):
        return self.env["res.partner"].name_search(text, operator=operator)

    def test_up_to_the_limit_it_is_found(self):
        self.assertEqual(self._find(self.name), [(self.contact.id, self.name)])

    def test_beyond_it_nothing_is_asked_of_the_database(self):
        self._find("a")
        with self.assertQueryCount(0):
            self.assertEqual(self._find(self.name * 5_000), [])

    def test_a_negation_is_true_of_all(self):
        domain = [("display_name", "not ilike", self.name + "b")]
        self.assertIn(self.contact, self.env["res.partner"].search(domain))
