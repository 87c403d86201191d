from odoo import api, models

from ..engine.segment_condition import SegmentKind


class QuestionLanguage(models.AbstractModel):
    """Adds conditions on the membership of segments."""

    _inherit = "sunumarche.question.language"

    @api.model
    def _get_kinds(self):
        return {**super()._get_kinds(), "segment": SegmentKind()}

    def _get_phrases(self):
        return {
            **super()._get_phrases(),
            "segment_member": self.env._("members of segment %(segment)s"),
            "segment_not_member": self.env._("not in segment %(segment)s"),
            "segment_member_at": self.env._(
                "members of segment %(segment)s on %(day)s"
            ),
            "segment_not_member_at": self.env._(
                "not in segment %(segment)s on %(day)s"
            ),
        }
