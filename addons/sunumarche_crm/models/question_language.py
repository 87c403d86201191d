from odoo import api, models

from odoo.addons.sunumarche_query.engine.money import DocumentRate

from ..engine.segment_condition import SegmentKind


class QuestionLanguage(models.AbstractModel):
    """Adds conditions on the membership of segments; knows the rates of documents."""

    _inherit = "sunumarche.question.language"

    @api.model
    def _get_kinds(self):
        return {**super()._get_kinds(), "segment": SegmentKind()}

    @api.model
    def _get_document_rates(self):
        return {
            **super()._get_document_rates(),
            "sale.order": DocumentRate("date_order", "currency_rate"),
            "sale.order.line": DocumentRate(
                "order_id.date_order", "order_id.currency_rate"
            ),
            "account.move": DocumentRate("date", "invoice_currency_rate"),
            "account.move.line": DocumentRate("date", "move_id.invoice_currency_rate"),
        }

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
