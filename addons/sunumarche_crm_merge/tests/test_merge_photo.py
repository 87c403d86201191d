import base64
from io import BytesIO

from PIL import Image

from odoo.tests import tagged

from ..engine.merge_photo import OPERATION
from .common import MergeCase


def draw(color):
    file = BytesIO()
    Image.new("RGB", (8, 8), color).save(file, "PNG")
    return base64.b64encode(file.getvalue())


@tagged("post_install", "-at_install")
class TestMergePhoto(MergeCase):
    """The photo of the card kept stays; undoing gives each his own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.red, cls.blue, cls.green = map(draw, ("red", "blue", "green"))

    def _get_files(self, partner):
        return self.env["ir.attachment"].search_count(
            [
                ("res_model", "=", "res.partner"),
                ("res_id", "=", partner.id),
                ("res_field", "=", "image_1920"),
            ]
        )

    def test_the_photo_of_the_card_kept_stays(self):
        self.gone.image_1920 = self.blue
        self.kept.image_1920 = self.red
        before = self._dump()
        merge = self._merge()
        self.assertEqual(self.kept.image_1920, self.red)
        self.assertEqual(self._get_files(self.kept), 1)
        merge.action_undo()
        self.assertEqual(self.gone.image_1920, self.blue)
        self.assertEqual(self._find_differences(before, self._dump()), [])

    def test_without_one_it_gets_the_first(self):
        third = self._create_customer("Awa D.", image_1920=self.green)
        self.gone.image_1920 = self.blue
        before = self._dump()
        merge = self._merge(losers=self.gone | third)
        self.assertEqual(self.kept.image_1920, self.blue)
        self.assertEqual(self._get_files(self.kept), 1)
        merge.action_undo()
        self.assertEqual(self._find_differences(before, self._dump()), [])

    def test_each_merge_of_several_knows_its_own(self):
        others = self._create_customer("Modou Fall") | self._create_customer("M. Fall")
        self.gone.image_1920 = self.blue
        others[1].image_1920 = self.green
        merges = (
            self.env["sunumarche.merge"]
            .with_user(self.merger)
            ._merge({self.kept: self.gone, others[0]: others[1]})
        )
        self.env.flush_all()
        moves = self.env["sunumarche.merge.move"].search(
            [("merge_id", "in", merges.ids), ("operation", "=", OPERATION)]
        )
        self.assertTrue(moves)
        for move in moves:
            self.assertEqual(move.new_id, move.merge_id.survivor_id.id)
        names = moves.grouped(lambda move: (move.merge_id, move.column_name))
        self.assertEqual(len(names), len(moves))

    def test_a_new_one_does_not_touch_the_other_cards(self):
        self.gone.image_1920 = self.blue
        merge = self._merge()
        self.kept.image_1920 = self.green
        self.env.flush_all()
        merge.action_undo()
        self.assertEqual(self.gone.image_1920, self.blue)
        self.assertEqual(self.kept.image_1920, self.green)
        self.assertIn("keeps what was changed since", merge.report)

    def test_nor_does_removing_it(self):
        self.gone.image_1920 = self.blue
        merge = self._merge()
        self.kept.image_1920 = False
        self.env.flush_all()
        merge.action_undo()
        self.assertEqual(self.gone.image_1920, self.blue)
        self.assertFalse(self.kept.image_1920)
