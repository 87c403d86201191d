from odoo import api, models
from odoo.fields import Domain

from ..engine.timeline_kind import TimelineKind

WRITTEN = ("comment", "email", "email_outgoing", "auto_comment")


def open_document(record):
    """The record that a message, an activity or a meeting hangs on."""
    model = record.env.get(record.res_model if "res_model" in record else record.model)
    if model is None or not record.res_id:
        return None
    return model.browse(record.res_id)


class Timeline(models.AbstractModel):
    """What was said and written to the customer, and what is planned with him."""

    _inherit = "sunumarche.timeline"

    @api.model
    def _get_kinds(self):
        return super()._get_kinds() | {
            **self._get_message_kinds(),
            **self._get_mailing_kinds(),
            "meeting": TimelineKind(
                self.env._("Meeting"),
                "fa-calendar",
                "meeting",
                "calendar.event",
                "start",
                lambda customer: (
                    customer.of("partner_ids")
                    | customer.on_documents("res_model", "res_id")
                ),
                detail=lambda event: event.location,
                texts=("name", "location"),
                is_contact=True,
            ),
            "activity": TimelineKind(
                self.env._("Planned activity"),
                "fa-clock-o",
                "internal",
                "mail.activity",
                "date_deadline",
                lambda customer: customer.on_documents("res_model", "res_id"),
                detail=lambda activity: activity.user_id.name,
                texts=("summary",),
                document=open_document,
            ),
        }

    def _get_message_kinds(self):
        """Messages, by how they were exchanged."""
        return {
            name: TimelineKind(
                label,
                icon,
                channel,
                "mail.message",
                "date",
                lambda customer, which=which: (
                    which & customer.on_documents("model", "res_id")
                ),
                title=lambda message: message.subject or message.author_id.name,
                detail=lambda message: message.preview,
                texts=("subject", "body"),
                document=open_document,
                is_contact=name != "activity_done",
            )
            for name, label, icon, channel, which in self._get_messages()
        }

    def _get_messages(self):
        """Return (name, label, icon, channel, Domain) of the kinds of messages."""
        done = Domain("mail_activity_type_id", "!=", False)
        called = Domain("mail_activity_type_id.category", "=", "phonecall")
        written = Domain("message_type", "in", WRITTEN) & ~done
        texted = Domain("message_type", "=", "sms")
        return [
            ("message", self.env._("Message"), "fa-envelope-o", "email", written),
            ("call", self.env._("Call"), "fa-phone", "phone", called),
            ("sms", self.env._("SMS"), "fa-commenting-o", "sms", texted),
            (
                "activity_done",
                self.env._("Activity done"),
                "fa-check",
                "internal",
                done & ~called,
            ),
        ]

    def _get_mailing_kinds(self):
        """What the customer got by mailings, opened and clicked."""
        sent, opened, clicked = (
            self.env._("Mailing sent"),
            self.env._("Mailing opened"),
            self.env._("Mailing clicked"),
        )
        moments = [
            ("mailing_sent", "fa-paper-plane-o", "sent", sent),
            ("mailing_opened", "fa-eye", "open", opened),
            ("mailing_clicked", "fa-hand-pointer-o", "links_click", clicked),
        ]
        return {
            name: TimelineKind(
                label,
                icon,
                "email",
                "mailing.trace",
                f"{moment}_datetime",
                self._get_trace_domain,
                title=lambda trace: trace.mass_mailing_id.subject,
                detail=lambda trace: trace.email,
                texts=("mass_mailing_id.subject", "email"),
                document=lambda trace: trace.mass_mailing_id,
            )
            for name, icon, moment, label in moments
        }

    @api.model
    def _get_trace_domain(self, customer):
        """What was sent to the customer, whichever record it was sent from."""
        return customer.of("partner_id") & Domain("is_test_trace", "=", False)
