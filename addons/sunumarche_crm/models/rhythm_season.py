from odoo import fields, models


class RhythmSeason(models.Model):
    """A period whose days do not count in the customers' silence, nor in intervals.

    Tabaski, Ramadan, the Magal: periods in which a customer who does not buy, or buys
    at another pace, tells nothing about his rhythm. Both days belong to it.
    """

    _name = "sunumarche.season"
    _description = "Season"
    _order = "date_from desc, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    company_id = fields.Many2one(
        "res.company", ondelete="cascade", help="Empty: all companies."
    )

    _dates = models.Constraint(
        "CHECK (date_from <= date_to)", "A season cannot end before it begins."
    )

    def _count_days(self, start, end):
        """Return how many days after ``start``, until ``end``, are in these seasons."""
        days = set()
        for season in self:
            first = max(season.date_from, fields.Date.add(start, days=1))
            last = min(season.date_to, end)
            days.update(range(first.toordinal(), last.toordinal() + 1))
        return len(days)
