from odoo import models
from odoo.exceptions import UserError

from ..engine.answer_list import MOST_ROWS
from ..engine.time_limit import time_limit
from .question_answer import ANSWER_SECONDS

MOST_ACTIVITIES = 500


class Question(models.Model):
    """What can be done with an answer: open, print, send, plan activities.

    An addon adds a use by extending ``_get_uses`` and an ``action_*`` method.
    """

    _inherit = "sunumarche.question"

    def _get_uses(self):
        """What this answer can be used for: list of ``{"name", "icon", "method"}``.

        ``method`` is a public method of the question that returns an action.
        """
        self.ensure_one()
        model_name = self.object_id.model
        if model_name and "activity_ids" in self.env[model_name]._fields:
            return [
                {
                    "name": self.env._("Plan activities"),
                    "icon": "fa-clock-o",
                    "method": "action_plan_activities",
                }
            ]
        return []

    def _find_records(self, limit=MOST_ROWS):
        """The records of the answer as the current user, for a use that needs them."""
        self.ensure_one()
        self.check_access("read")
        with time_limit(self.env, ANSWER_SECONDS):
            records = self._search_records(limit=limit + 1)
        if len(records) > limit:
            raise UserError(
                self.env._(
                    "The answer has more than %s records: add a condition that "
                    "narrows the question.",
                    limit,
                )
            )
        if not records:
            raise UserError(self.env._("The answer is empty."))
        return records

    def action_open_answer(self):
        """Open the answer on a page of its own."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.client",
            "tag": "sunumarche_query.answer",
            "name": self.name,
            "context": {"active_id": self.id},
            "params": {"question_id": self.id},
        }

    def action_open_records(self):
        """Open the records of the answer in their own views."""
        self.ensure_one()
        self.check_access("read")
        return {**self.ask_open(self.definition), "name": self.name}

    def action_plan_activities(self):
        """Open core's wizard that plans an activity on each record of the answer."""
        records = self._find_records(MOST_ACTIVITIES)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plan activities"),
            "res_model": "mail.activity.schedule",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "active_model": records._name,
                "active_ids": records.ids,
                "active_id": records.ids[0],
            },
        }
