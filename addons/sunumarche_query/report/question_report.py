import base64

from odoo import api, fields, models
from odoo.tools.misc import format_datetime

from ..engine.answer_chart import MOST_POINTS, make_chart
from ..engine.answer_table import make_group_table, make_list_table
from ..engine.presentation import CHARTS
from ..engine.time_limit import time_limit
from ..models.question_answer import ANSWER_SECONDS


class QuestionReport(models.AbstractModel):
    """The values of printed answers, read as the person who prints."""

    _name = "report.sunumarche_query.question_report"
    _description = "Printed Answers"

    @api.model
    def _get_report_values(self, docids, data=None):
        # sudo: sunumarche.question - given up: printed with the person's own rights
        questions = self.env["sunumarche.question"].sudo(False).browse(docids)
        questions.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": "sunumarche.question",
            "docs": questions,
            "answers": {
                question.id: self._prepare_answer_values(question)
                for question in questions
            },
        }

    def _prepare_answer_values(self, question):
        template = question._get_template()
        answer = question._prepare_answer(question.definition, question.presentation)
        shown = answer.presentation
        values = {"template": template, "chart": "", "chart_notes": []}
        with time_limit(question.env, ANSWER_SECONDS):
            if shown.is_list:
                table = make_list_table(answer, template.row_limit)
            else:
                groups = answer.read_table()
                table = make_group_table(answer, groups)
                if template.show_chart and shown.view in CHARTS:
                    values |= self._prepare_chart_values(answer, groups)
        rows = table.rows[: template.row_limit]
        notes = question._say_limits(table)
        if len(rows) < len(table.rows):
            notes = [self.env._("Only the first %s rows are printed.", len(rows))]
        values |= {"table": table, "rows": rows, "notes": notes}
        return {**values, "signature": self._say_signature()}

    def _say_signature(self):
        return self.env._(
            "Printed on %(date)s: what %(person)s may see.",
            date=format_datetime(self.env, fields.Datetime.now(), dt_format="short"),
            person=self.env.user.name,
        )

    def _prepare_chart_values(self, answer, groups):
        headers = answer.get_measure_headers()
        svg = make_chart(answer.presentation.view, groups, headers[0].label)
        notes = [headers[0].label]
        if len(groups["rows"]) > MOST_POINTS:
            notes.append(
                self.env._("The chart shows the first %s groups.", MOST_POINTS)
            )
        encoded = base64.b64encode(svg.encode()).decode() if svg else ""
        return {
            "chart": encoded and f"data:image/svg+xml;base64,{encoded}",
            "chart_notes": notes,
        }
