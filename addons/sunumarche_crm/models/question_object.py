from odoo import api, models


class QuestionObject(models.Model):
    """Objects of the CRM: customers, leads, orders, invoices..."""

    _inherit = "sunumarche.question.object"

    @api.model
    def _set_missing_dates(self, dates):
        """Give objects their date, where nobody chose one.

        :param dates: id of the object -> id of the field
        """
        for target in self.browse(dates).filtered(lambda one: not one.date_field_id):
            target.date_field_id = dates[target.id]
