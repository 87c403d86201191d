from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class RfmMigration(models.Model):
    """A customer's class at the end of two months, to see who moved where.

    One row per customer and company with a snapshot in one of the two months, which
    stand in the context: ``migration_from`` and ``migration_to`` (first days, ISO).
    """

    _name = "sunumarche.rfm.migration"
    _inherit = ["sunumarche.customer.record"]
    _description = "Class Migration"
    _rec_name = "partner_id"
    _auto = False
    _customer_is_figure = True
    _customer_is_shown = False

    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    class_from_id = fields.Many2one(
        "sunumarche.rfm.class", string="Class Before", readonly=True
    )
    class_to_id = fields.Many2one(
        "sunumarche.rfm.class", string="Class After", readonly=True
    )
    net_amount = fields.Monetary(
        string="Turnover between",
        groups="sunumarche_crm.group_customer_amounts",
        readonly=True,
        help="Turnover from the end of the first month to the end of the second one.",
    )

    _depends = {"sunumarche.customer.snapshot": ["month", "rfm_class_id"]}

    @property
    def _table_query(self):
        month_from, month_to = self._get_months()
        return SQL(
            """
            SELECT coalesce(after.id, before.id) AS id,
                   coalesce(after.partner_id, before.partner_id) AS partner_id,
                   company.id AS company_id,
                   company.currency_id,
                   before.rfm_class_id AS class_from_id,
                   after.rfm_class_id AS class_to_id,
                   coalesce(after.total_net_amount, before.total_net_amount)
                       - coalesce(before.total_net_amount, 0) AS net_amount
              FROM (SELECT * FROM sunumarche_customer_snapshot
                     WHERE month = %(month_from)s) before
         FULL JOIN (SELECT * FROM sunumarche_customer_snapshot
                     WHERE month = %(month_to)s) after
                ON after.partner_id = before.partner_id
               AND after.company_id = before.company_id
              JOIN res_company company
                ON company.id = coalesce(after.company_id, before.company_id)
            """,
            month_from=month_from,
            month_to=month_to,
        )

    @api.model
    def _get_months(self):
        """The two months asked for; by default the last one gone by and the running."""
        today = fields.Date.context_today(self)
        context = self.env.context
        try:
            return tuple(
                fields.Date.to_date(context.get(key)) or default
                for key, default in (
                    (
                        "migration_from",
                        fields.Date.subtract(today.replace(day=1), months=1),
                    ),
                    ("migration_to", today.replace(day=1)),
                )
            )
        except ValueError as error:
            raise UserError(self.env._("The two months must be dates.")) from error

    def action_open_customer(self):
        """Open the customer's card."""
        self.ensure_one()
        return self.partner_id._get_records_action(context={})
