"""How many messages one person received lately, and how many he may."""

from datetime import timedelta

from odoo.tools import SQL

from .message import Message
from .person_words import sql_is_same_person, sql_key_columns

# The state of a trace whose message did not reach anybody.
NOT_SENT = ("cancel", "error")
TRACE_TYPES = {"email": "mail", "sms": "sms"}


class MailingFrequency:
    """The limit of messages of the sender's company, for each person and channel.

    ``cap`` messages in ``days`` days; 0: no limit. Letters and messages of service have
    none and are not counted.
    """

    def __init__(self, message: Message):
        self.env = message.env
        self.message = message
        self.cap = self.days = 0
        if message.channel in TRACE_TYPES and message.purpose != "service":
            company = (message.sender or self.env.user).company_id or self.env.company
            self.cap = company[f"mailing_{message.channel}_cap"]
            self.days = company[f"mailing_{message.channel}_cap_days"]

    def sql_recent(self) -> SQL:
        """Count the mailings that ``person`` received, at this or another address."""
        if not self.cap:
            return SQL("0")
        return SQL(
            """
            (SELECT count(DISTINCT recent.mass_mailing_id)
               FROM (SELECT *
                       FROM mailing_trace
                      WHERE address_key = person.address_key
                  UNION ALL
                     SELECT trace.*
                       FROM (%(contacts)s) contact
                       JOIN mailing_trace trace ON trace.partner_id = contact.id
                    ) recent
               JOIN mailing_mailing other ON other.id = recent.mass_mailing_id
              WHERE recent.create_date > %(since)s
                AND recent.trace_type = %(trace_type)s
                AND recent.trace_status <> ALL(%(not_sent)s)
                AND recent.is_test_trace IS NOT TRUE
                AND other.id <> %(mailing)s
                AND other.consent_purpose <> 'service')
            """,
            contacts=self._sql_contacts(),
            since=self.env.cr.now() - timedelta(days=self.days),
            trace_type=TRACE_TYPES[self.message.channel],
            not_sent=list(NOT_SENT),
            mailing=self.message.mailing_id,
        )

    def _sql_contacts(self) -> SQL:
        """Build the ids of who has the key, and of the cards of the same person."""
        return SQL(
            """
            SELECT id FROM (%(holders)s) holder
             UNION
            SELECT link.other_partner_id
              FROM (%(holders)s) holder
              JOIN sunumarche_contact_link link ON link.partner_id = holder.id
             WHERE %(is_same_person)s
            """,
            holders=self._sql_holders(),
            is_same_person=sql_is_same_person(self.env, "link"),
        )

    def _sql_holders(self) -> SQL:
        """Build the ids of who has the key, or whose lead or subscriber has it."""
        return SQL(" UNION ").join(
            SQL(
                "SELECT %s AS id FROM %s contact WHERE %s = person.address_key",
                SQL.identifier("contact", self._get_contact_field(model)),
                SQL.identifier(model._table),
                column,
            )
            for model in self.env["sunumarche.common.key"]._get_models()
            for column in sql_key_columns(model, self.message.channel)
        )

    @staticmethod
    def _get_contact_field(model) -> str:
        is_contact = model._name == "res.partner"
        return "id" if is_contact else model._get_common_key_customer()
