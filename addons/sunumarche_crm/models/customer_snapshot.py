from odoo import fields, models


class CustomerSnapshot(models.Model):
    """One customer in one month: what he did in it, where he stood at its end.

    One row per customer, company and month, from the customer's first purchase on:
    the datamart of the CRM. The month that is running is written anew every night, a
    month gone by only when its documents have changed. Untaxed amounts in the
    company's currency.
    """

    _name = "sunumarche.customer.snapshot"
    _inherit = ["sunumarche.scheduled.mixin", "sunumarche.customer.record"]
    _description = "Customer Month"
    _order = "month desc, id desc"
    _rec_name = "partner_id"
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
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(required=True, readonly=True, help="First day of the month.")

    purchase_count = fields.Integer(string="Purchases", readonly=True)
    refund_count = fields.Integer(string="Credit Notes", readonly=True)
    invoiced_amount = fields.Monetary(string="Invoiced", readonly=True)
    refunded_amount = fields.Monetary(string="Refunded", readonly=True)
    net_amount = fields.Monetary(
        string="Turnover", readonly=True, help="Invoiced less refunded in the month."
    )
    total_purchase_count = fields.Integer(
        string="Purchases so far",
        readonly=True,
        aggregator=None,
        help="Since the first purchase, until the end of the month.",
    )
    total_net_amount = fields.Monetary(
        string="Turnover so far",
        readonly=True,
        aggregator=None,
        help="Since the first purchase, until the end of the month.",
    )
    buyer_kind = fields.Selection(
        [("new", "New"), ("returning", "Returning")],
        string="New or Returning",
        readonly=True,
        help="New: bought for the first time in this month. Returning: bought in this "
        "month and in an earlier one. Empty: did not buy in this month.",
    )
    recency_score = fields.Integer(readonly=True, aggregator="avg")
    frequency_score = fields.Integer(readonly=True, aggregator="avg")
    monetary_score = fields.Integer(readonly=True, aggregator="avg")
    rfm_class_id = fields.Many2one(
        "sunumarche.rfm.class",
        string="Class",
        readonly=True,
        ondelete="restrict",
        help="The class at the end of the month.",
    )

    _customer_month_uniq = models.UniqueIndex(
        "(company_id, month, partner_id)", "A customer has one row a month."
    )
    _partner_idx = models.Index("(partner_id, month)")
