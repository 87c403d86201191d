from odoo import api, fields, models

from ..engine.class_history import seed_class_history


class RfmHistory(models.Model):
    """A period in which a customer belonged to one RFM class without interruption.

    The grain is the day: ``date_from`` is the first day in the class, ``date_to`` the
    first day out of it, empty for the class the customer has now.
    """

    _name = "sunumarche.rfm.history"
    _inherit = ["sunumarche.scheduled.mixin", "sunumarche.customer.record"]
    _description = "RFM Class History"
    _order = "date_from desc, id desc"
    _rec_name = "rfm_class_id"
    _log_access = False
    _computed_by = "sunumarche_crm.ir_cron_customer_indicator_rebuild"
    _customer_is_figure = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    rfm_class_id = fields.Many2one(
        "sunumarche.rfm.class",
        string="Class",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="Until", readonly=True)

    _period_uniq = models.UniqueIndex(
        "(partner_id, company_id, date_from)",
        "A customer enters at most one class a day.",
    )
    _current_uniq = models.UniqueIndex(
        "(partner_id, company_id) WHERE date_to IS NULL",
        "A customer has one class at a time.",
    )

    @api.model
    def _seed_from_snapshots(self, company):
        """Date the classes of a company back to its first snapshot.

        Does nothing once a period began before today: what was seen happening is not
        replaced by what can be computed afterwards.
        """
        seen = self.search_count(
            [
                ("company_id", "=", company.id),
                ("date_from", "<", fields.Date.context_today(self)),
            ],
            limit=1,
        )
        if not seen:
            seed_class_history(company)
