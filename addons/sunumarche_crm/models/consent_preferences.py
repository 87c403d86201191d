import base64
import json

from odoo import api, models
from odoo.tools import consteq, hmac, urls

from ..engine.consent_words import PURPOSES, ConsentWords

PLACEHOLDER = "/my_choices"
SCOPE = "sunumarche-consent-preferences"
# The longest address, each of its letters written \uXXXX, in base64.
LONGEST_PAYLOAD = 2400
CHANNELS = {"email": ("email",), "phone": ("sms", "phone", "whatsapp")}


class Consent(models.Model):
    """A person's own page, reached by a link that only his address or number gets."""

    _inherit = "sunumarche.consent"

    @api.model
    def _get_preferences_url(self, kind, address):
        """Return the link to the choices of an address; it never expires.

        A mail lies in its mailbox for years, and its reader may want to leave then
        (docs/decisions/019-doors.md).

        :param kind: ``email`` or ``phone``
        """
        payload = json.dumps([kind, address]).encode()
        token = base64.urlsafe_b64encode(payload).decode().rstrip("=")
        return urls.urljoin(
            self.get_base_url(), f"/my-choices/{token}.{self._sign(kind, address)}"
        )

    @api.model
    def _sign(self, kind, address):
        # sudo: ir.config_parameter - the secret signs, nobody sees it
        return hmac(self.env(su=True), SCOPE, (kind, address))

    @api.model
    def _read_token(self, token):
        """Return (kind, address) of a link, None when it was not made here."""
        payload, _dot, signature = token.partition(".")
        try:
            kind, address = self._read_payload(payload)
        except (ValueError, TypeError, RecursionError):
            return None
        if not isinstance(address, str) or kind not in tuple(CHANNELS):
            return None
        signature = signature.encode(errors="replace")
        if not consteq(self._sign(kind, address).encode(), signature):
            return None
        return kind, address

    @staticmethod
    def _read_payload(payload):
        """Return what a link holds; anybody may have written it."""
        if len(payload) > LONGEST_PAYLOAD:
            raise ValueError
        padded = payload + "=" * (-len(payload) % 4)
        return json.loads(base64.urlsafe_b64decode(padded))

    @api.model
    def _get_choices(self, kind, address):
        """Return ``{(channel, purpose): decision or None}`` of an address."""
        service = self.env["sunumarche.common.key"]
        key = (
            service._get_email_key(address)
            if kind == "email"
            else service._get_phone_key(address)
        )
        pairs = [(channel, key) for channel in CHANNELS[kind]]
        words = ConsentWords(self.env).get(pairs) if key else {}
        return {
            (channel, purpose): getattr(
                words.get((channel, key, purpose)), "decision", None
            )
            for channel in CHANNELS[kind]
            for purpose in PURPOSES
        }

    @api.model
    def _choose(self, kind, address, wanted):
        """Record what the person chose that he had not said yet.

        :param wanted: ``{(channel, purpose): "granted" or "withdrawn"}``; the purpose
            may be ``all``
        """
        current = self._get_choices(kind, address)
        words = [
            {
                "channel": channel,
                "address": address,
                "purpose": purpose,
                "decision": decision,
                "source": "preferences",
                "user_id": False,
            }
            for (channel, purpose), decision in wanted.items()
            if purpose == "all" or current.get((channel, purpose)) != decision
        ]
        return self._record(words)
