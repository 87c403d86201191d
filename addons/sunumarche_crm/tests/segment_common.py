from odoo.tests import freeze_time

from ..engine.segment_refresh import SegmentRefresh
from .common import CustomerCase


def definition(where, target="customer"):
    return {"version": 1, "object": target, "where": where}


def member(segment, match="member", at=None):
    return {"type": "segment", "segment": segment.id, "match": match, "at": at}


class SegmentCase(CustomerCase):
    """Customers with purchases, and builders of segments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dakar = cls._create_buyer("Boutique Ndiaye", city="Dakar")
        cls.thies = cls._create_buyer("Étal de Thiès", city="Thiès")
        cls.invoice_dakar = cls._invoice(50000, "2025-06-01", cls.dakar)
        cls.invoice_thies = cls._invoice(20000, "2024-11-01", cls.thies)
        cls._refresh_figures()

    @classmethod
    def _create_buyer(cls, name, **values):
        return cls._create_customer(name, customer_rank=1, **values)

    @classmethod
    def _refresh_figures(cls):
        cls._refresh(cls)

    @classmethod
    def _create_segment(cls, name, where=None, refresh=True, **values):
        if where is not None:
            values["definition"] = definition(where)
        values.setdefault("company_id", cls.company.id)
        segment = cls.env["sunumarche.segment"].create({"name": name, **values})
        if refresh:
            cls._refresh_segments()
        return segment

    @classmethod
    def _refresh_segments(cls, at=None, **wanted):
        """Refresh all segments, or those asked for; at a moment of the past or now."""
        if at:
            with freeze_time(at):
                return SegmentRefresh(cls.env).run(**wanted)
        return SegmentRefresh(cls.env).run(**wanted)

    def _members(self, segment, day=None):
        return segment._get_members(day)
