from datetime import datetime, time, timedelta

import pytz

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class Segment(models.Model):
    """What one can do with a segment."""

    _inherit = "sunumarche.segment"

    def _get_members_domain(self, day=None):
        """The domain of the contacts in the segment now, or at the end of a day."""
        self.ensure_one()
        membership = Domain("segment_id", "=", self.id)
        if day:
            local = self.env.tz.localize(
                datetime.combine(day + timedelta(days=1), time.min)
            )
            end = local.astimezone(pytz.utc).replace(tzinfo=None)
            membership &= Domain("date_entered", "<", end) & (
                Domain("date_left", "=", False) | Domain("date_left", ">=", end)
            )
        else:
            membership &= Domain("date_left", "=", False)
        return Domain("segment_membership_ids", "any", membership)

    def _get_members(self, day=None):
        """The members that the user may see, now or at the end of a past day."""
        return self.env["res.partner"].search(self._get_members_domain(day))

    def action_open_members(self):
        """List the customers in the segment now."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("segment_ids", "in", self.ids)],
            "help": self.env._("Nobody belongs to this segment now."),
            "name": self.name,
        }

    def action_open_history(self):
        """List who entered and left, and when."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sunumarche_crm.sunumarche_segment_membership_action"
        )
        return {**action, "domain": [("segment_id", "=", self.id)]}

    def action_refresh(self):
        """Bring the members up to date now."""
        self.check_access("write")
        if not self._refresh():
            raise UserError(
                self.env._("The segments are being refreshed. Try again in a minute.")
            )

    def action_simulate(self):
        """Try a change of the rule and see who would move."""
        self.ensure_one()
        self.check_access("write")
        simulation = self.env["sunumarche.segment.simulation"].create(
            {"segment_id": self.id}
        )
        return simulation._reopen()

    def action_new_mailing(self):
        """Write a mailing to the segment's members."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "mailing.mailing",
            "views": [(False, "form")],
            "context": {
                "default_mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "default_mailing_domain": repr([("segment_ids", "in", self.ids)]),
                "default_subject": self.name,
            },
            "name": self.env._("New mailing"),
        }
