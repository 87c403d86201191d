from datetime import timedelta

from odoo import models

# Days from the reference day on which the quotations' calls are due, in turn.
DUE_IN = (-1, 0, 0, 1, 3)
SUMMARY = "Rappeler au sujet du devis"


class DemoCompany(models.AbstractModel):
    _inherit = "sunumarche.demo.company"

    def _create_activities(self, plan):
        """Each salesperson has calls to make, one a quotation."""
        quotations = self.env["sale.order"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("state", "in", ("draft", "sent")),
                ("user_id", "!=", False),
            ],
            order="id",
        )
        call = self.env.ref("mail.mail_activity_data_call")
        return self.env["mail.activity"].create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id("sale.order"),
                    "res_id": quotation.id,
                    "activity_type_id": call.id,
                    "summary": SUMMARY,
                    "user_id": quotation.user_id.id,
                    "date_deadline": plan.as_of
                    + timedelta(DUE_IN[number % len(DUE_IN)]),
                }
                for number, quotation in enumerate(quotations)
            ]
        )
