"""What persons said last, at whichever of their addresses they said it."""

from collections.abc import Iterable
from datetime import date

from odoo.tools import SQL

from .consent_key import get_post_key, sql_address_hash
from .consent_words import EVERY_PURPOSE, sql_latest_word, sql_stands

SAME_PERSON = "sunumarche_crm.link_type_same_person"
KINDS = {"email": "email", "sms": "phone", "phone": "phone", "whatsapp": "phone"}


def sql_key_columns(model, channel: str) -> list[SQL]:
    """Build the columns of ``contact``, a row of the model, that hold keys."""
    if channel not in KINDS:
        return []
    names = model._get_common_key_fields()[KINDS[channel]]
    return [SQL.identifier("contact", name) for name in names]


def sql_is_same_person(env, link: str) -> SQL:
    """Build whether the link under an alias says today that both are one person."""
    return SQL(
        "%(type)s = %(same_person)s AND (%(end)s IS NULL OR %(end)s >= %(today)s)",
        type=SQL.identifier(link, "type_id"),
        end=SQL.identifier(link, "date_end"),
        same_person=env["ir.model.data"]._xmlid_to_res_id(SAME_PERSON) or 0,
        today=date.today(),
    )


class PersonWords:
    """The latest word of each person on a channel, for a purpose.

    How to use::

        words = PersonWords(env, "email", "prospecting")
        words.find_opposed([("awa@example.com", partner.id)])  # the pairs who said no

    How it works: a person is an address and the contact who is written to there; if
    none is known, whoever alone has the address. With him are the contacts whose cards
    say that they are the same person. Their other addresses count, and what they said
    at addresses that they no longer have. A "no" of the address itself stands until
    the address says yes; otherwise the latest word by date counts.
    """

    def __init__(self, env, channel: str, purpose: str):
        self.env = env
        self.channel = channel
        self.purpose = purpose
        self.columns = sql_key_columns(env["res.partner"], channel)

    def find_opposed(self, persons: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
        """Return the pairs of key and contact, 0 if unknown, whose last word is no."""
        decisions = self.get(persons).items()
        return {person for person, decision in decisions if decision == "withdrawn"}

    def get(
        self, persons: Iterable[tuple[str, int]]
    ) -> dict[tuple[str, int], str | None]:
        """Return ``{(key, contact): decision}``; None of who said nothing."""
        pairs = sorted(set(persons))
        if not pairs:
            return {}
        self.flush()
        source = SQL(
            "SELECT * FROM unnest(%s::text[], %s::integer[])"
            " asked (address_key, partner_id)",
            [key for key, _partner in pairs],
            [partner for _key, partner in pairs],
        )
        rows = self.env.execute_query(self.sql_decisions(source))
        return {(key, partner): decision for key, partner, decision, _contacts in rows}

    def flush(self) -> None:
        for name in ("res.partner", "sunumarche.consent", "sunumarche.contact.link"):
            self.env[name].flush_model()

    def sql_decisions(self, persons: SQL) -> SQL:
        """Columns: address_key, partner_id, decision, contact_ids; a row a person.

        :param persons: SELECT of address_key and partner_id, 0 if unknown
        """
        return SQL(
            """
            WITH RECURSIVE person AS MATERIALIZED (%(persons)s),
                 alone AS MATERIALIZED (%(alone)s),
                 contact (address_key, partner_id, contact_id) AS (%(contacts)s),
                 alias AS MATERIALIZED (%(aliases)s),
                 word AS (%(words)s),
                 decided AS (
                   SELECT address_key, partner_id,
                          CASE WHEN bool_or(is_own AND decision = 'withdrawn')
                               THEN 'withdrawn'
                               ELSE (array_agg(decision ORDER BY date DESC, id DESC))[1]
                               END AS decision
                     FROM word
                 GROUP BY address_key, partner_id),
                 whole AS (
                   SELECT address_key, partner_id, array_agg(contact_id) AS contact_ids
                     FROM contact
                 GROUP BY address_key, partner_id)
            SELECT person.address_key, person.partner_id, decided.decision,
                   whole.contact_ids
              FROM person
         LEFT JOIN decided USING (address_key, partner_id)
         LEFT JOIN whole USING (address_key, partner_id)
            """,
            persons=persons,
            alone=self._sql_alone(),
            contacts=self._sql_contacts(),
            aliases=self._sql_aliases(),
            words=self._sql_words(),
        )

    def _sql_contacts(self) -> SQL:
        """Build (address_key, partner_id, contact_id): the cards of each person."""
        return SQL(
            """
            SELECT *
              FROM (SELECT address_key, partner_id, partner_id FROM person
                     WHERE partner_id <> 0
                     UNION ALL
                    SELECT address_key, 0, contact_id FROM alone) known
             UNION
            SELECT contact.address_key, contact.partner_id, link.other_partner_id
              FROM contact
              JOIN sunumarche_contact_link link ON link.partner_id = contact.contact_id
             WHERE %s
            """,
            sql_is_same_person(self.env, "link"),
        )

    def _sql_aliases(self) -> SQL:
        """Build (address_key, partner_id, key): the addresses of each person."""
        return SQL(
            """
            SELECT address_key, partner_id, address_key AS key FROM person
             UNION
            SELECT known.address_key, known.partner_id, own.key
              FROM contact known
              JOIN res_partner contact ON contact.id = known.contact_id
        CROSS JOIN LATERAL (%s) own (key)
             WHERE own.key <> ''
            """,
            self._sql_keys(),
        )

    def _sql_words(self) -> SQL:
        """Build the words of each person: at his addresses, and those of his cards."""
        purpose = SQL("%s", self.purpose)
        return SQL(
            """
            SELECT alias.address_key, alias.partner_id, latest.*,
                   alias.key = alias.address_key AS is_own
              FROM alias
        CROSS JOIN LATERAL (%(latest)s) latest
             UNION ALL
            SELECT contact.address_key, contact.partner_id, said.id,
                   said.decision, said.date, said.source, FALSE
              FROM contact
              JOIN sunumarche_consent said ON said.partner_id = contact.contact_id
             WHERE said.channel = %(channel)s
               AND said.purpose IN (%(purpose)s, %(every)s)
               AND %(stands)s
            """,
            latest=sql_latest_word(
                sql_address_hash(SQL("alias.key")), SQL("%s", self.channel), purpose
            ),
            channel=self.channel,
            purpose=purpose,
            every=EVERY_PURPOSE,
            stands=sql_stands(purpose),
        )

    def _sql_alone(self) -> SQL:
        """Build (address_key, contact_id): the one contact with an address."""
        if not self.columns:
            return SQL("SELECT NULL::text AS address_key, 0 AS contact_id WHERE FALSE")
        return SQL(
            """
            SELECT address_key, min(contact_id) AS contact_id
              FROM (%s) holder
          GROUP BY address_key
            HAVING count(DISTINCT contact_id) = 1
            """,
            SQL(" UNION ALL ").join(
                SQL(
                    """
                    SELECT person.address_key, contact.id AS contact_id
                      FROM person
                      JOIN res_partner contact ON %s = person.address_key
                     WHERE person.partner_id = 0
                    """,
                    column,
                )
                for column in self.columns
            ),
        )

    def _sql_keys(self) -> SQL:
        """Build the keys of ``contact``; of letters, he is the address himself."""
        if not self.columns:
            prefix = get_post_key("")
            return SQL("SELECT concat(%s, contact.id::text)", prefix)
        return SQL(
            "VALUES %s", SQL(", ").join(SQL("(%s)", column) for column in self.columns)
        )
