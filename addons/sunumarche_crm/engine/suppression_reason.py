"""Gives each recipient who receives nothing the reason why."""

from odoo.tools import SQL

from .mailing_frequency import NOT_SENT

# What core calls an address of its block list and one served before.
BLOCKED = {"email": "mail_bl", "sms": "sms_blacklist", "post": ""}
DUPLICATE = {"email": "mail_dup", "sms": "sms_duplicate", "post": "mail_dup"}
NO_ADDRESS = {
    "email": "mail_email_missing",
    "sms": "sms_number_missing",
    "post": "mail_email_missing",
}


class SuppressionReason:
    """The last statement of ``Suppression``: reasons, read from its tables.

    Reasons are values of ``mailing.trace.failure_type``, the first that applies.
    """

    def _sql_served_by_card(self) -> SQL:
        """Whether another card of the same person has this mailing already."""
        return SQL(
            """
            SELECT FROM mailing_trace served
             WHERE served.partner_id = ANY(contact_ids)
               AND served.mass_mailing_id = ANY(%s)
               AND served.is_test_trace IS NOT TRUE
               AND served.trace_status <> ALL(%s)
            """,
            list(self.message.same_mailing_ids),
            list(NOT_SENT),
        )

    @staticmethod
    def _sql_person() -> SQL:
        """One value for the cards that are said to be the same person."""
        return SQL(
            """
            CASE WHEN cardinality(contact_ids) > 1
                 THEN (SELECT min(one) FROM unnest(contact_ids) one)
                 ELSE -record_id END
            """
        )

    def _sql_verdict(self) -> SQL:
        """Columns: record, reason; one row a recipient who receives nothing."""
        return SQL(
            """
            WITH verdict AS (
                  SELECT recipient.record_id, recipient.position, word.contact_ids,
                         %(reason)s AS reason
                    FROM mailing_recipient recipient
               LEFT JOIN mailing_person person USING (address_key)
               LEFT JOIN mailing_word word USING (address_key, partner_id)),
                 counted AS (
                  SELECT record_id, reason,
                         %(is_linked)s AND EXISTS (%(served)s)
                         OR row_number() OVER (PARTITION BY reason, %(person)s
                                               ORDER BY position) > 1 AS is_again
                    FROM verdict)
            SELECT record_id, coalesce(reason, %(duplicate)s)
              FROM counted
             WHERE reason IS NOT NULL OR is_again
            """,
            served=self._sql_served_by_card(),
            is_linked=SQL("cardinality(contact_ids) > 1"),
            person=self._sql_person(),
            reason=self._sql_reason(),
            duplicate=DUPLICATE[self.channel],
        )

    def _sql_reason(self) -> SQL:
        """Why a recipient receives nothing, the first reason that applies; or NULL."""
        rules = self.env["sunumarche.consent.policy"]._get_rules(
            self.channel, self.message.purpose
        )
        return SQL(
            """
            CASE WHEN recipient.address_key IS NULL THEN %(no_address)s
                 WHEN word.decision = 'withdrawn' THEN 'consent_withdrawn'
                 WHEN %(is_blocked)s THEN %(blocked)s
                 WHEN %(is_other_audience)s THEN 'speech_audience'
                 WHEN word.decision IS DISTINCT FROM 'granted'
                  AND CASE WHEN person.is_customer THEN %(customer)s
                           WHEN person.is_subscriber THEN %(subscriber)s
                           ELSE %(prospect)s END
                 THEN 'consent_missing'
                 WHEN person.is_served
                   OR row_number() OVER (PARTITION BY recipient.address_key
                                         ORDER BY recipient.position) > 1
                 THEN %(duplicate)s
                 WHEN %(cap)s > 0 AND person.recent_count >= %(cap)s
                 THEN 'speech_frequency'
                 END
            """,
            no_address=NO_ADDRESS[self.channel],
            is_blocked=self._sql_is_blocked(),
            blocked=BLOCKED[self.channel],
            is_other_audience=self._sql_is_other_audience(),
            customer=rules["customer"] == "prior",
            subscriber=rules["subscriber"] == "prior",
            prospect=rules["prospect"] == "prior",
            duplicate=DUPLICATE[self.channel],
            cap=self.frequency.cap,
        )

    def _sql_is_blocked(self) -> SQL:
        """On core's block list, as what bounces too often is."""
        if not self.message.obeys_block_list or self.channel == "post":
            return SQL("FALSE")
        if self.is_email:
            return SQL(
                "recipient.address IN (SELECT email FROM mail_blacklist WHERE active)"
            )
        return SQL(
            "recipient.address IN (SELECT number FROM phone_blacklist WHERE active)"
        )

    def _sql_is_other_audience(self) -> SQL:
        return {
            "customers": SQL("NOT person.is_customer"),
            "prospects": SQL("person.is_customer"),
            "everybody": SQL("FALSE"),
        }[self.message.audience]
