import json
import re

from werkzeug.exceptions import InternalServerError

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request, serialize_exception

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AnswerController(http.Controller):
    """Answers as files."""

    @http.route(
        "/sunumarche_query/answer.xlsx", type="http", auth="user", methods=["POST"]
    )
    def export_answer(self, data: str = "{}", **_kwargs):
        """The workbook of a question, saved or not.

        :param data: JSON with ``definition``, ``presentation`` and ``title``
        """
        try:
            return self._make_response(data)
        except UserError as refusal:
            # What the web client's download reads and shows as a message.
            payload = {
                "code": 0,
                "message": "Odoo Server Error",
                "data": serialize_exception(refusal),
            }
            raise InternalServerError(json.dumps(payload)) from refusal

    def _make_response(self, data: str):
        asked = self._parse(data)
        title = str(asked.get("title") or "")[:100] or request.env._("Answer")
        content = request.env["sunumarche.question"]._export(
            asked.get("definition"), asked.get("presentation"), title
        )
        name = re.sub(r"[^\w\- ]", "", title).strip() or "answer"
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(f"{name}.xlsx")),
        ]
        return request.make_response(content, headers)

    def _parse(self, data: str) -> dict:
        try:
            asked = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise UserError(
                request.env._("The question cannot be read: %s", error)
            ) from error
        if not isinstance(asked, dict):
            raise UserError(request.env._("The question cannot be read: %s", data[:80]))
        return asked
