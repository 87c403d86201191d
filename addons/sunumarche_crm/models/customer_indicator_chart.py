import json

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools.misc import format_date

from .customer_indicator import AMOUNT_READERS

CHART_MONTHS = 24


class CustomerIndicator(models.Model):
    """The small chart of turnover by month on the customer's card."""

    _inherit = "sunumarche.customer.indicator"

    turnover_chart = fields.Text(
        string="Turnover by Month",
        compute="_compute_turnover_chart",
        groups=AMOUNT_READERS,
    )

    def _compute_turnover_chart(self):
        """Turnover of the last 24 months, read from the documents of today."""
        this_month = fields.Date.context_today(self).replace(day=1)
        months = [
            this_month - relativedelta(months=ago)
            for ago in reversed(range(CHART_MONTHS))
        ]
        amounts = self._get_monthly_amounts(months[0])
        for indicator in self:
            key = (indicator.partner_id.id, indicator.company_id.id)
            indicator.turnover_chart = json.dumps(
                [
                    {
                        "key": self.env._("Turnover"),
                        "values": [
                            {
                                "label": format_date(
                                    self.env, month, date_format="MMM yy"
                                ),
                                "value": amounts.get((*key, month), 0),
                                "type": "past" if month < this_month else "future",
                            }
                            for month in months
                        ],
                    }
                ]
            )

    def _get_monthly_amounts(self, first_month):
        """``{(partner id, company id, month): net amount}`` from ``first_month`` on."""
        groups = self.env["sunumarche.customer.purchase"]._read_group(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("date", ">=", first_month),
                ("date", "<=", "today"),
            ],
            ["partner_id", "company_id", "date:month"],
            ["amount:sum"],
        )
        return {
            (partner.id, company.id, month): amount
            for partner, company, month, amount in groups
        }
