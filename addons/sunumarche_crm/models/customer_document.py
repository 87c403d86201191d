from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

BATCH = 200


class CustomerDocument(models.Model):
    """A document of a customer's file, and the day on which it expires."""

    _name = "sunumarche.customer.document"
    _inherit = ["sunumarche.customer.record"]
    _description = "Customer Document"
    _order = "date_expiry nulls last, id desc"

    name = fields.Char(string="Document", required=True)
    active = fields.Boolean(default=True)
    type_id = fields.Many2one(
        "sunumarche.customer.document.type",
        required=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    file = fields.Binary(attachment=True)
    file_name = fields.Char(string="Name of the File")
    date_issued = fields.Date(string="Issued on")
    date_expiry = fields.Date(string="Expires on", index="btree_not_null")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index="btree_not_null",
        help="Who is reminded. Empty: the customer's salesperson.",
    )
    is_reminded = fields.Boolean(
        string="Reminded",
        compute="_compute_is_reminded",
        store=True,
        copy=False,
        help="Whether somebody was reminded that it expires on this day.",
    )
    expiry_state = fields.Selection(
        [("valid", "Valid"), ("soon", "Expires soon"), ("expired", "Expired")],
        string="Validity",
        compute="_compute_expiry_state",
    )
    comment = fields.Char()

    _dates = models.Constraint(
        "CHECK (date_expiry >= date_issued)",
        "A document cannot expire before it was issued.",
    )

    @api.depends("date_expiry", "type_id.reminder_days")
    def _compute_expiry_state(self):
        today = fields.Date.context_today(self)
        for document in self:
            document.expiry_state = document._get_state(today)

    @api.depends("date_expiry")
    def _compute_is_reminded(self):
        """Another day is another reminder."""
        self.is_reminded = False

    def _get_state(self, today):
        if not self.date_expiry:
            return "valid"
        days = (self.date_expiry - today).days
        if days < 0:
            return "expired"
        return "soon" if days <= self.type_id.reminder_days else "valid"

    def _remind(self):
        """Plan an activity on each customer for whoever looks after the document."""
        today = fields.Date.context_today(self)
        for document in self:
            user = document.user_id or document.partner_id.user_id
            document.partner_id.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=max(document.date_expiry, today),
                user_id=user.id,
                summary=self.env._(
                    "%(document)s expires on %(date)s",
                    document=document.name,
                    date=format_date(self.env, document.date_expiry),
                ),
            )
        self.is_reminded = True

    @api.model
    def _get_to_remind(self, limit=None):
        """Return the documents that expire soon and of which nobody was reminded."""
        today = fields.Date.context_today(self)
        types = self.env["sunumarche.customer.document.type"].with_context(
            active_test=False
        )
        due = Domain.OR(
            Domain("type_id", "=", kind.id)
            & Domain(
                "date_expiry", "<=", fields.Date.add(today, days=kind.reminder_days)
            )
            for kind in types.search([("id", "!=", False)])
        )
        someone = Domain("user_id", "!=", False) | Domain(
            "partner_id.user_id", "!=", False
        )
        waiting = Domain("is_reminded", "=", False) & Domain(
            "partner_id.active", "=", 1
        )
        return self.search(due & someone & waiting, limit=limit)

    @api.model
    def _cron_remind(self):
        """Remind of what expires soon, some documents a transaction."""
        while documents := self._get_to_remind(BATCH):
            documents._remind()
            if not self.env["ir.cron"]._commit_progress(len(documents)):
                return

    def _erase_person(self, person):
        self.unlink()
