from markupsafe import Markup, escape

from odoo import models, tools

from .consent_preferences import PLACEHOLDER


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        """Give each recipient of a mailing the link to his own choices.

        Where the text has ``PLACEHOLDER`` it becomes the link; otherwise it ends with
        one, since the law wants a free way out in every message.
        """
        email_list = super()._prepare_outgoing_list(
            mail_server=mail_server, doc_to_followers=doc_to_followers
        )
        if not self.mailing_id or self.env.context.get("mailing_test_mail"):
            return email_list
        for email in email_list:
            if email["email_to"] and not tools.is_html_empty(email["body"]):
                email["body"] = self._add_preferences_link(
                    email["body"], email["email_to"][0]
                )
        return email_list

    def _add_preferences_link(self, body, recipient):
        address = tools.email_normalize(recipient, strict=False) or recipient
        url = self.env["sunumarche.consent"]._get_preferences_url("email", address)
        placeholder = f"{self.mailing_id.get_base_url()}{PLACEHOLDER}"
        if placeholder in body:
            return body.replace(placeholder, escape(url))
        link = Markup(
            '<p style="font-size:12px;text-align:center"><a href="%s">%s</a></p>'
        )
        return tools.mail.append_content_to_html(
            body, link % (url, self.env._("Choose what you receive")), plaintext=False
        )
