from werkzeug.exceptions import BadRequest, NotFound, Unauthorized

from odoo import http
from odoo.http import request

from odoo.addons.mass_mailing.controllers.main import MassMailController

from ..engine.consent_source import told_by

# Taken for no document and no address: see core's mailing_view_in_browser.
NOBODY = "-1"


def _is_reader(mailing):
    return (
        mailing.env.user.has_group("mass_mailing.group_mass_mailing_user")
        and mailing.exists()
        and mailing.has_access("read")
    )


class MailingUnsubscribe(MassMailController):
    """The unsubscribe links of mailings, which write the ledger."""

    def _check_mailing_email_token(
        self, mailing_id, document_id, email, hash_token, required_mailing_id=False
    ):
        """Ask everybody for the token of a mailing, also who has logged in.

        Core takes the address of an account for that of a person; but whoever has an
        account may write there what he likes.
        """
        if not hash_token:
            raise BadRequest
        return super()._check_mailing_email_token(
            mailing_id,
            document_id,
            email,
            hash_token,
            required_mailing_id=required_mailing_id,
        )

    @http.route()
    def mailing_view_in_browser(
        self, mailing_id, email=None, document_id=None, hash_token=None, **kwargs
    ):
        """Show a mailing to who may read it, without anybody's token and data."""
        mailing = request.env["mailing.mailing"].browse(mailing_id)
        if not hash_token and "token" not in kwargs and _is_reader(mailing):
            email = document_id = NOBODY
            # sudo: the reader's own mailing, for a document that does not exist
            hash_token = mailing.sudo()._generate_mailing_recipient_token(
                document_id, email
            )
        return super().mailing_view_in_browser(
            mailing_id, email, document_id, hash_token, **kwargs
        )

    @http.route()
    def mailing_my(self):
        """Show nobody what an address was told that an account merely names."""
        raise NotFound

    @http.route()
    def mailing_unsubscribe(
        self, mailing_id, document_id=None, email=None, hash_token=None
    ):
        """Change nothing on GET: mail programs follow links to look for viruses.

        The link leads to the person's own page instead. The one-click POST of RFC
        8058 goes on as in core.
        """
        if request.httprequest.method == "POST":
            with self._told_by_link(mailing_id):
                return super().mailing_unsubscribe(
                    mailing_id,
                    document_id=document_id,
                    email=email,
                    hash_token=hash_token,
                )
        email_found, hash_found = self._fetch_user_information(email, hash_token)
        try:
            self._check_mailing_email_token(
                mailing_id,
                document_id,
                email_found,
                hash_found,
                required_mailing_id=True,
            )
        except NotFound as error:
            raise Unauthorized from error
        consents = request.env["sunumarche.consent"]
        return request.redirect(consents._get_preferences_url("email", email_found))

    @http.route()
    def mailing_confirm_unsubscribe_post(
        self, mailing_id, document_id=None, email=None, hash_token=None
    ):
        with self._told_by_link(mailing_id):
            return super().mailing_confirm_unsubscribe_post(
                mailing_id, document_id=document_id, email=email, hash_token=hash_token
            )

    @http.route()
    def mailing_update_list_subscription(self, mailing_id=None, **values):
        with self._told_by_link(mailing_id):
            return super().mailing_update_list_subscription(
                mailing_id=mailing_id, **values
            )

    @http.route()
    def mail_blocklist_add(self, mailing_id=None, **values):
        with self._told_by_link(mailing_id):
            return super().mail_blocklist_add(mailing_id=mailing_id, **values)

    @http.route()
    def mail_blocklist_remove(self, mailing_id=None, **values):
        with self._told_by_link(mailing_id):
            return super().mail_blocklist_remove(mailing_id=mailing_id, **values)

    @staticmethod
    def _told_by_link(mailing_id):
        """Have the ledger say that the link of this mailing was used."""
        if not mailing_id:
            return told_by("unsubscribe")
        return told_by("unsubscribe", "mailing.mailing", int(mailing_id))
