from odoo import http
from odoo.http import request

from ..engine.consent_words import EVERY_PURPOSE
from ..engine.phone_number import show_phone
from ..models.consent_preferences import CHANNELS

DECISIONS = ("granted", "withdrawn")


class ConsentPreferences(http.Controller):
    """A person's own page: what he receives, on which channel. No login: the link.

    Looking changes nothing, since mail programs look at links by themselves.
    """

    @http.route(
        "/my-choices/<string:token>",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        sitemap=False,
        methods=["GET", "POST"],
    )
    def choose(self, token, **form):
        consents = request.env["sunumarche.consent"]
        known = consents._read_token(token)
        if not known:
            return request.not_found()
        kind, address = known
        self._speak_as_the_company()
        # sudo: sunumarche.consent - whoever has the link speaks for the address
        consents = request.env["sunumarche.consent"].sudo()
        # sudo: res.company - its name, for a visitor
        company = request.env.company.sudo()
        is_posted = request.httprequest.method == "POST"
        if is_posted:
            consents._choose(kind, address, self._read_form(kind, form))
        response = request.render(
            "sunumarche_crm.preferences_page",
            {
                "address": self._show_address(address),
                "company": company.name,
                "html_data": {"lang": (request.env.lang or "").replace("_", "-")},
                "choices": consents._get_choices(kind, address),
                "channels": [
                    item
                    for item in consents._selection_channel()
                    if item[0] in CHANNELS[kind]
                ],
                "purposes": consents._get_mailing_purposes(),
                "is_saved": is_posted,
            },
        )
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    @staticmethod
    def _read_form(kind, form):
        """Return the choices of a form; what it should not hold is left out."""
        if form.get("everything"):
            return {(channel, EVERY_PURPOSE): "withdrawn" for channel in CHANNELS[kind]}
        # sudo: sunumarche.consent - the names of its purposes
        purposes = request.env["sunumarche.consent"].sudo()._get_mailing_purposes()
        return {
            (channel, purpose): form[name]
            for channel in CHANNELS[kind]
            for purpose, _label in purposes
            if form.get(name := f"{channel}-{purpose}") in DECISIONS
        }

    @staticmethod
    def _show_address(address):
        """A number as its owner writes it; an e-mail address as it is."""
        home = request.env["res.partner"]._get_home_country()
        return show_phone(address, home)

    @staticmethod
    def _speak_as_the_company():
        """Show the page in the company's language, whoever's browser asks."""
        # sudo: res.company - the language of its own card
        lang = request.env.company.sudo().partner_id.lang
        installed = dict(request.env["res.lang"].get_installed())
        if lang not in installed or lang == "en_US":
            lang = next((code for code in installed if code.startswith("fr")), lang)
        if lang:
            request.update_context(lang=lang)
