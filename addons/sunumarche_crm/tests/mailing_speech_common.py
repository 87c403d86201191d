from unittest.mock import patch

from odoo.fields import Command

from odoo.addons.mail.tests.common import MockEmail
from odoo.addons.sms.models.sms_sms import SmsSms

from .card_common import CardCase


class SpeechCase(CardCase, MockEmail):
    """Mailings whose messages go nowhere, to customers, leads and subscribers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newsletter = cls.env["mailing.list"].create({"name": "Newsletter"})

    @classmethod
    def _create_lead(cls, name="Awa Sarr", **values):
        return cls.env["crm.lead"].create({"name": name, **values})

    @classmethod
    def _create_subscriber(cls, email, lists=None, opt_out=False, **values):
        subscriptions = [
            Command.create({"list_id": one.id, "opt_out": opt_out})
            for one in lists or cls.newsletter
        ]
        return cls.env["mailing.contact"].create(
            {"email": email, "subscription_ids": subscriptions, **values}
        )

    @classmethod
    def _create_mailing(cls, records, **values):
        return cls.env["mailing.mailing"].create(
            {
                "subject": "Tabaski",
                "mailing_type": "mail",
                "body_html": "<p>Hello</p>",
                "mailing_model_id": cls.env["ir.model"]._get_id(records._name),
                "mailing_domain": [("id", "in", records.ids)],
                **values,
            }
        )

    @classmethod
    def _create_sms(cls, records, **values):
        return cls._create_mailing(
            records, mailing_type="sms", body_plaintext="Hello", **values
        )

    def _send(self, mailing):
        """Send; return ``{res_id: failure}`` of the traces, None for who receives."""
        with self.mock_mail_gateway(), patch.object(SmsSms, "_send"):
            mailing._action_send_mail()
        return self._get_outcome(mailing)

    def _get_outcome(self, mailing):
        mailing.env.invalidate_all()
        return {
            trace.res_id: trace.failure_type or None
            for trace in mailing.mailing_trace_ids
        }
