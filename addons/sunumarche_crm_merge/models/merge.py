from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sunumarche_crm.engine.customer_scope import CustomerScope

from ..engine.merge_undo import MergeUndo

UNDO_DAYS = "sunumarche_crm_merge.undo_days"
DEFAULT_UNDO_DAYS = 90


class Merge(models.Model):
    """Contacts that became one on a day: who stayed, who went, and what moved.

    All that is needed to undo it stands in ``sunumarche.merge.move``, until
    ``undo_until``.
    """

    _name = "sunumarche.merge"
    _inherit = ["sunumarche.customer.record"]
    _description = "Merge of Contacts"
    _order = "date desc, id desc"
    _rec_name = "survivor_id"
    _customer_fields = ("survivor_id", "loser_ids")
    _customer_scope = CustomerScope(("survivor_id",))

    date = fields.Datetime(required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", string="Merged By", readonly=True)
    survivor_id = fields.Many2one(
        "res.partner",
        string="Contact Kept",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    loser_ids = fields.Many2many(
        "res.partner",
        "sunumarche_merge_loser_rel",
        "merge_id",
        "partner_id",
        string="Contacts Merged Into It",
        readonly=True,
        context={"active_test": False},
    )
    state = fields.Selection(
        [("merged", "Merged"), ("undone", "Undone")],
        required=True,
        readonly=True,
        default="merged",
    )
    undo_until = fields.Datetime(
        readonly=True, help="After this date the merge can no longer be undone."
    )
    undone_on = fields.Datetime(readonly=True)
    summary = fields.Text(
        string="What Moved", readonly=True, help="How many documents, by type."
    )
    kept = fields.Text(
        string="What Stayed",
        readonly=True,
        help="What the rules of accounting keep with the contact that went.",
    )
    report = fields.Text(
        string="After Undoing",
        readonly=True,
        help="What was made or changed after the merge, and stays with the contact"
        " kept.",
    )
    can_undo = fields.Boolean(
        compute="_compute_can_undo", export_string_translation=False
    )

    @api.depends("state", "undo_until")
    def _compute_can_undo(self):
        now = fields.Datetime.now()
        for merge in self:
            merge.can_undo = merge.state == "merged" and now <= merge.undo_until

    @api.model
    def _get_undo_limit(self):
        # sudo: ir.config_parameter - a number of days
        days = self.env["ir.config_parameter"].sudo().get_param(UNDO_DAYS)
        return fields.Datetime.now() + timedelta(days=int(days or DEFAULT_UNDO_DAYS))

    @api.model
    def _check_right(self):
        if not self.env.user.has_group("sunumarche_crm_merge.group_merge"):
            raise AccessError(
                self.env._('Merging contacts needs the right "Merge contacts".')
            )

    def action_undo(self):
        """Take the contacts apart again, as they were."""
        self.ensure_one()
        self._check_right()
        self.check_access("read")
        self._check_undo()
        partners = self.survivor_id | self.loser_ids
        partners.check_access("write")
        self._lock_cards(partners)
        made_since = self._get_made_since()
        report = MergeUndo(self.env, self.id).run()
        # sudo: sunumarche.merge - written by the engine alone
        self.sudo().write(
            {
                "state": "undone",
                "undone_on": fields.Datetime.now(),
                "report": "\n".join(self._get_report_lines(report, made_since)),
            }
        )
        partners._follow_merge()
        self._journal(self.env._("Merge undone"))

    def _lock_cards(self, partners):
        """Keep the cards from others until the end."""
        locked = partners.try_lock_for_update()
        if len(locked) < len(partners):
            raise UserError(
                self.env._(
                    "Somebody is changing one of these contacts at this moment."
                    " Nothing was undone: try again in a minute."
                )
            )
        self.invalidate_recordset()
        self._check_undo()

    def _check_undo(self):
        if self.state == "undone":
            raise UserError(self.env._("This merge has been undone already."))
        if not self.can_undo:
            raise UserError(
                self.env._(
                    "This merge can no longer be undone: it was possible until %s.",
                    fields.Date.to_string(self.undo_until),
                )
            )
        if self._get_lost_count():
            raise UserError(
                self.env._(
                    "One of the contacts merged was deleted since: this merge can no"
                    " longer be undone."
                )
            )
        if self.survivor_id.merged_into_id:
            raise UserError(
                self.env._(
                    "%(contact)s was merged into %(other)s since: undo that merge"
                    " first.",
                    contact=self.survivor_id.display_name,
                    other=self.survivor_id.merged_into_id.display_name,
                )
            )
        later = self.search(
            [
                ("survivor_id", "=", self.survivor_id.id),
                ("state", "=", "merged"),
                ("id", ">", self.id),
            ],
            limit=1,
        )
        if later:
            raise UserError(
                self.env._(
                    "Another contact was merged into %s since: undo that merge first.",
                    self.survivor_id.display_name,
                )
            )

    def _get_lost_count(self):
        """Return how many of the cards that were merged exist no more."""
        # sudo: sunumarche.merge.move - which cards were written down
        cards = self.env["sunumarche.merge.move"].sudo()
        cards = cards.search([("merge_id", "=", self.id), ("operation", "=", "before")])
        ids = cards.mapped("old_id")
        return len(ids) - len(self.env["res.partner"].browse(ids).exists())

    def _get_report_lines(self, report, made_since):
        lines = []
        for partner_id, names in report.changed.items():
            partner = self.env["res.partner"].browse(partner_id)
            labels = [
                partner._fields[name]._description_string(self.env)
                for name in names
                if name in partner._fields
            ]
            lines.append(
                self.env._(
                    "%(contact)s keeps what was changed since: %(fields)s.",
                    contact=partner.display_name,
                    fields=", ".join(labels),
                )
            )
        lines += [
            self.env._(
                "Made after the merge, they stay with %(contact)s: %(model)s"
                " (%(count)s).",
                contact=self.survivor_id.display_name,
                model=label,
                count=count,
            )
            for label, count in made_since
        ]
        if count := sum(report.gone.values()):
            lines.append(
                self.env._("Deleted or given to others since the merge: %s.", count)
            )
        return lines

    def _journal(self, summary):
        """Keep in the journal what was done, a row a merge, by one INSERT."""
        events = []
        for merge in self:
            survivor = merge.survivor_id
            names = [partner.display_name for partner in merge.loser_ids]
            events.append(
                {
                    "model": "res.partner",
                    "res_id": survivor.id,
                    "record_name": survivor.display_name,
                    "summary": summary,
                    "after": {"merged_into_id": ", ".join(names)},
                    "company_id": survivor.company_id.id,
                }
            )
        self.env["sunumarche.journal"]._record("merge", events)

    def _erase_person(self, person):
        """Forget the cards as they were: nobody comes back by undoing a merge."""
        self.env["sunumarche.merge.move"].search(
            [("merge_id", "in", self.ids)]
        ).unlink()
        ended = fields.Datetime.now() - timedelta(seconds=1)
        self.write({"undo_until": ended, "report": False})
