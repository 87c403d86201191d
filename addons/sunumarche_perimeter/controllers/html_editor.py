from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.html_editor.controllers.main import HTML_Editor


class QuietEditor(HTML_Editor):
    """The editor's routes that call out: only where somebody said where to."""

    @http.route()
    def generate_text(self, prompt, conversation_history):
        _require_service("html_editor.olg_api_endpoint")
        return super().generate_text(prompt, conversation_history)

    @http.route()
    def media_library_search(self, **params):
        _require_service("html_editor.media_library_endpoint")
        return super().media_library_search(**params)

    @http.route()
    def save_library_media(self, media):
        _require_service("html_editor.media_library_endpoint")
        return super().save_library_media(media)

    @http.route()
    def link_preview_metadata(self, preview_url):
        """Core opens any address for anybody, also for who has not logged in."""
        preview = request.env["mail.link.preview"]
        if not request.env.user._is_internal() or not (
            preview._is_link_preview_enabled()
        ):
            return {}
        return super().link_preview_metadata(preview_url)


def _require_service(parameter):
    if not request.env["iap.account"]._is_service_chosen(parameter):
        raise UserError(request.env._("This service is on the internet: it is off."))
