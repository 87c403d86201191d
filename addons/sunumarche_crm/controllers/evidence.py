from werkzeug.exceptions import NotFound
from werkzeug.wsgi import wrap_file

from odoo import fields, http
from odoo.http import content_disposition, request

from ..models.ir_module_module import PATH


class EvidenceController(http.Controller):
    """The journal and the ledger as a file, for whoever must keep them."""

    @http.route(PATH, type="http", auth="user", methods=["GET"], readonly=False)
    def take_evidence_out(self, **_values):
        if not request.env.user.has_group("base.group_system"):
            raise NotFound
        archive = request.env["ir.module.module"]._take_evidence_out()
        name = f"journal-consents-{fields.Date.today()}.zip"
        headers = [
            ("Content-Type", "application/zip"),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store"),
        ]
        response = request.make_response(
            wrap_file(request.httprequest.environ, archive), headers
        )
        response.direct_passthrough = True
        return response
