import base64
import re

from odoo import models
from odoo.fields import Command

MOST_MAIL_ROWS = 50


class QuestionSchedule(models.Model):
    """What the e-mail of an answer says and holds."""

    _inherit = "sunumarche.question.schedule"

    def _prepare_mail_values(self, question):
        """The values of the e-mail, with the rights of this record's user."""
        table = question._read_table(
            question.definition, question.presentation, MOST_MAIL_ROWS
        )
        rows = table.rows[:MOST_MAIL_ROWS]
        body = self.env["ir.qweb"]._render(
            "sunumarche_query.question_mail",
            {
                "question": question,
                "table": table,
                "rows": rows,
                "notes": self._say_cut(table, rows),
                "url": f"{question.get_base_url()}/odoo/sunumarche.question/"
                f"{question.id}",
            },
            minimal_qcontext=True,
        )
        return {
            "subject": question.name,
            "body_html": body,
            "email_to": self.user_id.email_formatted,
            "email_from": self.env.company.email_formatted
            or self.user_id.email_formatted,
            "auto_delete": True,
            "attachment_ids": self._prepare_attachments(question),
        }

    def _say_cut(self, table, rows):
        """What the reader must know of a table that is not whole."""
        if not table.limited and len(rows) == len(table.rows):
            return []
        return [
            self.env._(
                "Only the first %(shown)s of %(count)s are here; the totals are of "
                "all.",
                shown=len(rows),
                count=table.count,
            )
        ]

    def _prepare_attachments(self, question):
        """The workbook, for an owner who may export."""
        if not self.has_workbook:
            return []
        if not self.env.user.has_group("base.group_allow_export"):
            return []
        content = question._export(
            question.definition, question.presentation, question.name
        )
        name = re.sub(r"[^\w\- ]", "", question.name).strip() or "answer"
        values = {"name": f"{name}.xlsx", "datas": base64.b64encode(content)}
        return [Command.create(values)]
