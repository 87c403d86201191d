import werkzeug.exceptions

from odoo import models
from odoo.exceptions import AccessDenied
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _auth_method_bearer(cls):
        """Keep that a wrong API key was sent; never the key."""
        try:
            return super()._auth_method_bearer()
        except (AccessDenied, werkzeug.exceptions.Unauthorized):
            if request.httprequest.headers.get("Authorization"):
                request.env["sunumarche.journal"]._record_failed_login("")
            raise
