from odoo.tests import Form, tagged
from odoo.tools import SQL

from ..engine.duplicate_finder import DuplicateFinder
from ..engine.duplicate_lookup import DuplicateLookup
from ..engine.profile_source import Person
from .common import MergeCase


@tagged("post_install", "-at_install")
class TestDuplicateLookup(MergeCase):
    """Who types a person who is known is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.known = cls._create_customer(
            "Cheikh Gningue",
            street="14 rue Blanchot",
            city="Dakar",
            birthdate="1979-05-12",
            user_id=cls.merger.id,
        )
        cls.env.flush_all()
        cls.env["sunumarche.duplicate.profile"]._follow()

    def _lookup(self, **values):
        linkage = self.env["sunumarche.linkage"]._get_current()
        lookup = DuplicateLookup(self.env, linkage._get_model())
        return lookup.find(Person(**values), least=0.0)

    def test_another_spelling_is_found(self):
        [pair] = self._lookup(
            whole="Sheikh GNINGUE",
            firstname="Sheikh",
            lastname="GNINGUE",
            birthdate="1979-05-12",
            city="Dakar",
        )
        self.assertEqual(pair.other_id, self.known.id * 4)

    def test_somebody_else_is_not(self):
        pairs = self._lookup(
            whole="Cheikh Gningue",
            firstname="Cheikh",
            lastname="Gningue",
            birthdate="1961-11-30",
            city="Ziguinchor",
        )
        self.assertFalse(pairs)

    def test_one_person_scores_as_in_the_whole_base(self):
        self._create_customer("Cheick Gningue", city="Dakar", birthdate="1979-05-12")
        self.env.flush_all()
        self.env["sunumarche.duplicate.profile"]._follow()
        finder = DuplicateFinder(self.env)
        finder.compare()
        linkage = self.env["sunumarche.linkage"]._get_current()
        [found] = [
            pair
            for pair in finder.find(linkage._get_model(), 0.0)
            if self.known.id * 4 in (pair.one_id, pair.other_id)
        ]
        [looked] = self._lookup(
            whole="Cheick Gningue",
            firstname="Cheick",
            lastname="Gningue",
            birthdate="1979-05-12",
            city="Dakar",
            id=max(found.one_id, found.other_id),
        )
        self.assertEqual(looked.levels, found.levels)

    def _make_frequent(self, **names):
        for kind, term in names.items():
            self.env.execute_query(
                SQL(
                    "INSERT INTO sunumarche_duplicate_term VALUES (%s, %s, 0.03)"
                    " ON CONFLICT (kind, term) DO UPDATE SET frequency = 0.03",
                    kind,
                    term,
                )
            )

    def test_the_form_tells_in_its_one_banner(self):
        """Two frequent names say nothing, with a birth date they do."""
        self._make_frequent(last="gningue", first="cheikh")
        form = Form(self.env["res.partner"].with_user(self.merger))
        form.firstname = "Cheikh"
        form.lastname = "Gningue"
        self.assertFalse(form.known_notice)
        form.birthdate = "1979-05-12"
        self.assertIn("probably the same person", form.known_notice)
        self.assertIn(f"/odoo/res.partner/{self.known.id}", form.known_notice)

    def test_who_is_refused_is_not_told_again(self):
        other = self._create_customer("Cheick Gningue", birthdate="1979-05-12")
        self.assertIn("probably", other.known_notice)
        self.env["sunumarche.duplicate.exception"]._refuse(
            [other.id * 4, self.known.id * 4]
        )
        other.invalidate_recordset()
        self.assertFalse(other.known_notice)

    def test_an_import_tells_who_is_known(self):
        text = self.env["res.partner"]._get_likely_import_text(
            {
                "name": "Cheick Gningue",
                "lastname": "Gningue",
                "firstname": "Cheick",
                "birthdate": "1979-05-12",
            }
        )
        self.assertIn("probably known: Cheikh Gningue", text)

    def test_a_lead_is_told_of_the_customer(self):
        lead = self.env["crm.lead"].create(
            {
                "name": "A lead",
                "contact_name": "Cheick Gningue",
                "birthdate": "1979-05-12",
            }
        )
        self.assertIn("Cheikh Gningue", lead.known_notice)
