import csv
from pathlib import Path

from odoo.tests import TransactionCase, tagged

from ..engine.duplicate_finder import DuplicateFinder
from ..engine.duplicate_judge import DuplicateJudge
from ..engine.linkage_model import LinkageModel

PAIRS = Path(__file__).parent / "data" / "senegalese_pairs.csv"
FIELDS = {
    "firstname": "first",
    "lastname": "last",
    "phone": "phone",
    "email": "email",
    "birthdate": "born",
    "street": "street",
    "city": "city",
}


@tagged("post_install", "-at_install")
class TestDuplicateNames(TransactionCase):
    """200 pairs of Senegalese contacts, each labelled by hand as one person or two.

    Half of them are spellings, slips, names the other way round, another number; the
    other half families, homonyms, names that look alike, a shop's number.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with PAIRS.open(newline="") as file:
            cls.rows = list(csv.DictReader(file))
        cls.senegal = cls.env.ref("base.sn")
        partners = cls.env["res.partner"].create(
            [
                cls._prepare_contact(row, suffix)
                for row in cls.rows
                for suffix in ("", "2")
            ]
        )
        cls.pairs = list(zip(partners[::2], partners[1::2], strict=True))
        cls.env.flush_all()
        cls.env["sunumarche.duplicate.profile"]._follow()

    @classmethod
    def _prepare_contact(cls, row, suffix):
        values = {name: row[key + suffix] or False for name, key in FIELDS.items()}
        names = (row["first" + suffix], row["last" + suffix])
        return {
            **values,
            "name": " ".join(filter(None, names)),
            "country_id": cls.senegal.id,
        }

    def test_pairs_are_told_apart_where_they_are_proposed(self):
        finder = DuplicateFinder(self.env)
        finder.compare()
        judge = DuplicateJudge()
        found = {
            (pair.one_id, pair.other_id)
            for pair in finder.find(LinkageModel.default(), judge.propose)
        }
        right = wrong = 0
        for row, (one, other) in zip(self.rows, self.pairs, strict=True):
            is_found = (one.id * 4, other.id * 4) in found
            right += is_found and row["same"] == "1"
            wrong += is_found and row["same"] == "0"
        self.assertEqual(len(self.rows), 200)
        precision, recall = right / (right + wrong), right / 100
        self.assertGreaterEqual(precision, 0.98)
        self.assertGreaterEqual(recall, 0.95)
