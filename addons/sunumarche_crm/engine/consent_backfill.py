"""Takes into the ledger what core's lists knew before there was one."""

from odoo.fields import Datetime
from odoo.tools import SQL

from .consent_source import LEDGER, told_by
from .email_key import get_email_key


class ConsentBackfill:
    """The "no" of people who are on block lists or have left mailing lists.

    How to use: ``ConsentBackfill(env).run()``, once, when the addon comes.

    How it works: the active rows of core's lists that the ledger does not know become
    words, with the date on which core got them, by one create a list.
    """

    def __init__(self, env):
        self.env = env
        self.ledger = env["sunumarche.consent"]

    def run(self) -> int:
        """Return how many words were recorded."""
        words = [*self._get_blocked(), *self._get_left()]
        known = self._get_known()
        now = Datetime.now()
        fresh = [
            {**word, "date": min(word["date"], now)}
            for word in words
            if self._get_mark(word) not in known
        ]
        with told_by(LEDGER):
            return len(self.ledger._record(fresh))

    def fill_trace_keys(self) -> None:
        """Give the traces of earlier mailings their key, for limits and doubles."""
        self.env.execute_query(
            SQL(
                """
                UPDATE mailing_trace
                   SET address_key = CASE trace_type WHEN 'sms' THEN sms_number
                                     ELSE email END
                 WHERE address_key IS NULL
                """
            )
        )
        rules = self.env["sunumarche.email.domain"]._get_rules()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT email
                  FROM mailing_trace
                 WHERE trace_type = 'mail'
                   AND substring(email FROM '[^@]*$') = ANY(%s)
                """,
                list(rules),
            )
        )
        emails = [email for (email,) in rows]
        self.env.execute_query(
            SQL(
                """
                UPDATE mailing_trace trace
                   SET address_key = fresh.address_key
                  FROM unnest(%s::text[], %s::text[]) fresh (email, address_key)
                 WHERE trace.email = fresh.email AND trace.trace_type = 'mail'
                """,
                emails,
                [get_email_key(email, rules) for email in emails],
            )
        )
        self.env["mailing.trace"].invalidate_model(["address_key"])

    def _get_blocked(self) -> list[dict]:
        return [
            {
                "channel": channel,
                "address": address,
                "purpose": "all",
                "decision": "withdrawn",
                "source": "blacklist",
                "date": date,
                "user_id": False,
            }
            for channel, table, column in (
                ("email", "mail_blacklist", "email"),
                ("sms", "phone_blacklist", "number"),
            )
            for address, date in self.env.execute_query(
                SQL(
                    "SELECT %s, write_date FROM %s WHERE active",
                    SQL.identifier(column),
                    SQL.identifier(table),
                )
            )
        ]

    def _get_left(self) -> list[dict]:
        rows = self.env.execute_query(
            SQL(
                """
                SELECT address.channel, address.name, list.consent_purpose,
                       coalesce(subscription.opt_out_datetime, subscription.write_date)
                  FROM mailing_subscription subscription
                  JOIN mailing_contact contact ON contact.id = subscription.contact_id
                  JOIN mailing_list list ON list.id = subscription.list_id
    CROSS JOIN LATERAL (VALUES ('email', contact.email_normalized),
                               ('sms', contact.phone_sanitized))
                       address (channel, name)
                 WHERE subscription.opt_out AND address.name <> ''
                """
            )
        )
        return [
            {
                "channel": channel,
                "address": address,
                "purpose": purpose,
                "decision": "withdrawn",
                "source": "list",
                "date": date,
                "user_id": False,
            }
            for channel, address, purpose, date in rows
        ]

    def _get_known(self) -> set[tuple]:
        rows = self.env.execute_query(
            SQL(
                """
                SELECT channel, address, purpose
                  FROM sunumarche_consent
                 WHERE address IS NOT NULL
                """
            )
        )
        return set(rows)

    @staticmethod
    def _get_mark(word: dict) -> tuple:
        return word["channel"], word["address"], word["purpose"]
