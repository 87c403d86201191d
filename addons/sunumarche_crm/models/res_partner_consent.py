from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..engine.consent_key import get_address_hash, get_post_key
from ..engine.consent_words import ConsentWords
from ..engine.customer_account import HAS_BOUGHT
from ..engine.phone_number import show_phone

SHOWN = 80


class ResPartner(models.Model):
    """A contact with what he said: whether, how and for what he may be reached."""

    _inherit = "res.partner"

    consent_summary = fields.Html(
        string="What This Person Accepts",
        compute="_compute_consent_summary",
        sanitize=False,
        groups="sunumarche_crm.group_crm_menu",
    )
    consent_ids = fields.Many2many(
        "sunumarche.consent",
        string="Consents",
        compute="_compute_consents",
        groups="sunumarche_crm.group_crm_menu",
    )
    consent_count = fields.Integer(
        compute="_compute_consents", groups="sunumarche_crm.group_crm_menu"
    )

    def _get_consent_addresses(self):
        """Return ``[(channel, key, shown)]``: where this person can be reached."""
        self.ensure_one()
        home = self._get_home_country()
        addresses = []
        if self.email_key:
            addresses.append(("email", self.email_key, self.email_normalized))
        numbers = dict.fromkeys([self.phone_sanitized, self.second_phone])
        for channel in ("sms", "phone", "whatsapp"):
            addresses += [
                (channel, number, show_phone(number, home))
                for number in numbers
                if number and number.startswith("+")
            ]
        if self.ids:
            addresses.append(("post", get_post_key(self.ids[0]), ""))
        return addresses

    def _get_consent_kind(self):
        """Return the kind of person for the rules; a card alone is a prospect."""
        # sudo: res.partner - whether the account has bought, not how much
        accounts = self.sudo().with_context(active_test=False)
        account = Domain("id", "=", accounts.commercial_partner_id.id)
        return "customer" if accounts.search_count(account & HAS_BOUGHT) else "prospect"

    @api.depends("email_key", "phone_sanitized", "second_phone")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_consents(self):
        for partner in self:
            hashes = [
                get_address_hash(key)
                for _channel, key, _shown in partner._get_consent_addresses()
            ]
            found = self.env["sunumarche.consent"].search(
                [
                    "|",
                    ("partner_id", "in", partner.ids),
                    ("address_hash", "in", hashes),
                ],
                limit=SHOWN,
            )
            partner.consent_ids = found
            partner.consent_count = len(found)

    @api.depends("email_key", "phone_sanitized", "second_phone")
    @api.depends_context("lang")
    def _compute_consent_summary(self):
        for partner in self:
            addresses = partner._get_consent_addresses()
            words = ConsentWords(self.env).get(
                (channel, key) for channel, key, _shown in addresses
            )
            kind = partner._get_consent_kind()
            channels = dict(self.env["sunumarche.consent"]._selection_channel())
            purposes = dict(self.env["sunumarche.consent"]._get_mailing_purposes())
            partner.consent_summary = self.env["ir.qweb"]._render(
                "sunumarche_crm.consent_summary",
                {
                    "lines": [
                        {
                            "channel": channels[channel],
                            "address": shown,
                            "cells": [
                                self._get_consent_cell(
                                    words.get((channel, key, purpose)),
                                    channel,
                                    purpose,
                                    kind,
                                )
                                for purpose in purposes
                            ],
                        }
                        for channel, key, shown in addresses
                    ],
                },
            )

    @api.model
    def _get_consent_cell(self, word, channel, purpose, kind):
        """Return what a cell of the summary says: text, class, and since when."""
        since = ""
        if word:
            sources = dict(
                self.env["sunumarche.consent"]
                ._fields["source"]
                ._description_selection(self.env)
            )
            date = format_date(self.env, word.date)
            since = f"{date} · {sources[word.source]}"
        purposes = dict(self.env["sunumarche.consent"]._get_mailing_purposes())
        cell = {"purpose": purposes[purpose], "since": since}
        if word and word.decision == "granted":
            return {**cell, "text": self.env._("Yes"), "class": "success"}
        if word and word.decision == "withdrawn":
            return {**cell, "text": self.env._("No"), "class": "danger"}
        rules = self.env["sunumarche.consent.policy"]._get_rules(channel, purpose)
        if rules[kind] == "prior":
            text = self.env._("Not without consent")
            return {**cell, "text": text, "class": "warning"}
        return {**cell, "text": self.env._("Unless opposed"), "class": "secondary"}

    def action_record_consent(self):
        """Open the form on which a salesperson records what the person says."""
        self.ensure_one()
        self.env["sunumarche.consent"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "res_model": "sunumarche.consent.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_contact_id": self.id},
            "name": self.env._("Record a consent or a withdrawal"),
        }

    def action_view_consents(self):
        """Open all that the person said, newest first."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sunumarche.consent",
            "view_mode": "list,form",
            "domain": [("id", "in", self.consent_ids.ids)],
            "context": {"create": False},
            "name": self.env._("Consents"),
        }
