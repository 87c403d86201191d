from collections import Counter
from random import Random

from odoo.tests import BaseCase, tagged

from ..engine.customers import CustomerFactory
from ..engine.documents import KINDS, draw_documents
from .common import AS_OF


@tagged("post_install", "-at_install")
class TestDocuments(BaseCase):
    """What the files of companies hold, on paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = tuple(CustomerFactory(Random(1)).draw(1000))
        cls.documents = list(draw_documents(Random(2), cls.customers, 60, AS_OF))

    def test_sixty_companies_have_one_of_a_kind_at_most(self):
        owners = Counter(one.customer for one in self.documents)
        self.assertEqual(len(owners), 60)
        self.assertTrue(all(self.customers[one].is_company for one in owners))
        kinds = Counter((one.customer, one.kind) for one in self.documents)
        self.assertEqual(max(kinds.values()), 1)
        self.assertEqual({kind for _owner, kind in kinds}, set(KINDS))

    def test_all_were_issued_and_expire_later(self):
        for one in self.documents:
            self.assertLess(one.issued, AS_OF)
            self.assertLess(one.issued, one.expiry)

    def test_one_in_five_has_expired_and_one_in_five_does_soon(self):
        days = [(one.expiry - AS_OF).days for one in self.documents]
        share = len(days) / 5
        self.assertAlmostEqual(sum(day < 0 for day in days), share, delta=1)
        self.assertAlmostEqual(sum(0 <= day < 30 for day in days), share, delta=1)
        self.assertFalse([day for day in days if 30 <= day < 70])

    def test_a_single_company_has_one_of_each_kind(self):
        documents = list(draw_documents(Random(2), self.customers, 1, AS_OF))
        self.assertEqual({one.kind for one in documents}, set(KINDS))
        days = [(one.expiry - AS_OF).days for one in documents]
        self.assertLess(days[0], 0)
        self.assertLess(days[1], 30)
        self.assertGreater(days[2], 60)

    def test_names_say_what_they_are(self):
        forms = {
            "contract": r"Contrat-cadre 20\d\d",
            "register": r"RCCM SN-DKR-20\d\d-B-\d{5}",
            "ninea": r"NINEA \d{9} 2G3",
        }
        for one in self.documents:
            self.assertRegex(one.name, forms[one.kind])

    def test_no_more_files_than_companies(self):
        documents = list(draw_documents(Random(2), self.customers, 5000, AS_OF))
        companies = sum(one.is_company for one in self.customers)
        self.assertEqual(len({one.customer for one in documents}), companies)
        self.assertEqual(list(draw_documents(Random(2), (), 5, AS_OF)), [])
