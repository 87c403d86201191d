from odoo.fields import Date
from odoo.tests import tagged

from odoo.addons.sunumarche_query.tests.common import condition

from .segment_common import SegmentCase


@tagged("post_install", "-at_install")
class TestSegmentReport(SegmentCase):
    """Growth of segments, and who moved between two days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.axis = cls.env["sunumarche.segment.axis"].create(
            {"name": "Place", "company_id": cls.company.id}
        )
        values = {"axis_id": cls.axis.id, "refresh": False}
        cls.in_dakar = cls._create_segment(
            "Dakar", condition("city", "is", "Dakar"), **values
        )
        cls.in_thies = cls._create_segment(
            "Thiès", condition("city", "is", "Thiès"), **values
        )
        cls._refresh_segments("2025-03-10 12:00:00")
        cls.thies.city = "Dakar"
        cls._refresh_segments("2025-05-10 12:00:00")

    def test_growth_month_by_month(self):
        rows = self.env["sunumarche.segment.growth"].search(
            [("segment_id", "in", (self.in_dakar | self.in_thies).ids)],
            order="segment_id, month",
        )
        self.assertEqual(
            [
                (
                    row.segment_id.name,
                    row.month.month,
                    row.entered_count,
                    row.left_count,
                    row.member_count,
                )
                for row in rows
            ],
            [
                ("Dakar", 3, 1, 0, 1),
                ("Dakar", 4, 0, 0, 1),
                ("Dakar", 5, 1, 0, 2),
                ("Dakar", 6, 0, 0, 2),
                ("Thiès", 3, 1, 0, 1),
                ("Thiès", 4, 0, 0, 1),
                ("Thiès", 5, 0, 1, 0),
                ("Thiès", 6, 0, 0, 0),
            ],
        )

    def test_growth_equals_the_members_of_each_month(self):
        for row in self.env["sunumarche.segment.growth"].search(
            [("axis_id", "=", self.axis.id)]
        ):
            day = min(Date.end_of(row.month, "month"), Date.today())
            self.assertEqual(len(row.segment_id._get_members(day)), row.member_count)
            found = self.env["res.partner"].search(row.action_open_members()["domain"])
            self.assertEqual(len(found), row.member_count)

    def test_migration_between_two_days(self):
        wizard = self.env["sunumarche.segment.migration.wizard"].create(
            {
                "axis_id": self.axis.id,
                "day_from": "2025-04-01",
                "day_to": "2025-06-01",
            }
        )
        action = wizard.action_show()
        rows = self.env[action["res_model"]].with_context(**action["context"])
        found = {
            row.partner_id: (row.segment_from_id, row.segment_to_id, row.net_amount_12m)
            for row in rows.search([])
        }
        self.assertEqual(
            found,
            {
                self.dakar: (self.in_dakar, self.in_dakar, 50000),
                self.thies: (self.in_thies, self.in_dakar, 20000),
            },
        )
