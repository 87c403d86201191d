from odoo import api, fields, models
from odoo.exceptions import UserError

LEVELS = [
    ("safe", "Safe to merge"),
    ("propose", "To be looked at"),
    ("warn", "Only alike"),
]


class DuplicateGroup(models.Model):
    """Contacts, leads and subscribers who are probably one person.

    Groups are found anew each night: what somebody merged or refused is gone then.
    ``chance`` is that of the weakest of its pairs.
    """

    _name = "sunumarche.duplicate.group"
    _inherit = ["sunumarche.scheduled.mixin"]
    _description = "Probable Duplicates"
    _order = "level_rank, chance desc, id"
    _log_access = False
    _computed_by = "sunumarche_crm_merge.ir_cron_duplicate_group_find"

    name = fields.Char(string="Names", required=True, readonly=True)
    level = fields.Selection(LEVELS, required=True, readonly=True, index=True)
    level_rank = fields.Integer(
        readonly=True, index=True, export_string_translation=False
    )
    chance = fields.Float(
        string="Likelihood (%)",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="That the two who resemble each other least are one person.",
    )
    member_count = fields.Integer(string="Records", readonly=True)
    member_ids = fields.One2many("sunumarche.duplicate.member", "group_id")
    pair_ids = fields.One2many("sunumarche.duplicate.pair", "group_id")
    other_count = fields.Integer(
        string="Leads and Subscribers",
        readonly=True,
        help="They are linked to the customer, not merged with him.",
    )

    def _get_partners(self):
        """Return the contacts of the groups, not yet merged."""
        partners = self.member_ids.partner_id
        return partners.filtered(lambda partner: not partner.merged_into_id)

    def action_merge(self):
        """Open the contacts side by side; link leads and subscribers if one is left."""
        self.ensure_one()
        partners = self._get_partners()
        if len(partners) > 1:
            return self.env["sunumarche.merge.wizard"]._prepare_action(partners, self)
        return self.action_link()

    def action_link(self):
        """Link the leads and subscribers of the group to its only contact."""
        self.ensure_one()
        partners = self._get_partners()
        if len(partners) != 1:
            raise UserError(
                self.env._("Merge the contacts first: a lead has one customer.")
            )
        for record in (*self.member_ids.lead_id, *self.member_ids.subscriber_id):
            record.check_access("write")
            record._link_customer(partners)
        self._forget()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "sunumarche_crm_merge.sunumarche_duplicate_group_action"
        )

    def action_refuse(self):
        """Remember that the records of a group are different persons."""
        self._check_right()
        for group in self:
            keys = group.member_ids.mapped("profile_key")
            self.env["sunumarche.duplicate.exception"]._refuse(keys)
        self._forget()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "sunumarche_crm_merge.sunumarche_duplicate_group_action"
        )

    def action_merge_safe(self):
        """Merge the safe ones of these groups; say what was skipped and why."""
        self._check_right()
        safe = self.filtered(lambda group: group.level == "safe")
        merged, skipped = self.env["sunumarche.merge"]._merge_safe(
            [group._get_partners() for group in safe]
        )
        done = safe.filtered(lambda group: group._get_partners() <= merged.survivor_id)
        done._forget()
        lines = [self.env._("Groups merged: %s.", len(merged))]
        if others := len(self) - len(safe):
            lines.append(self.env._("Groups that a person has to look at: %s.", others))
        lines += skipped[:10]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if skipped or others else "success",
                "sticky": bool(skipped),
                "title": self.env._("Merge of safe duplicates"),
                "message": "\n".join(lines),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    @api.model
    def _check_right(self):
        self.env["sunumarche.merge"]._check_right()

    def _forget(self):
        # sudo: sunumarche.duplicate.group - the engine's own, its right was checked
        self.sudo().unlink()
