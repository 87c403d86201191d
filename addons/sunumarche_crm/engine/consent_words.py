"""What people said last: the latest word of an address on a channel, by purpose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from odoo.tools import SQL

from .consent_key import get_address_hash

# What a row for every purpose says, it says of each.
PURPOSES = ("service", "loyalty", "prospecting")
EVERY_PURPOSE = "all"


@dataclass(frozen=True, slots=True)
class Word:
    """A person's latest word on a channel for a purpose."""

    decision: str
    date: datetime
    source: str
    consent_id: int


def sql_latest_word(address_hash: SQL, channel: SQL, purpose: SQL) -> SQL:
    """Return the SELECT of the row that counts, to be joined laterally.

    Columns: id, decision, date, source. It reads the index of the ledger.
    """
    return SQL(
        """
        SELECT said.id, said.decision, said.date, said.source
          FROM sunumarche_consent said
         WHERE said.address_hash = %(address_hash)s
           AND said.channel = %(channel)s
           AND said.purpose IN (%(purpose)s, %(every)s)
      ORDER BY said.date DESC, said.id DESC
         LIMIT 1
        """,
        address_hash=address_hash,
        channel=channel,
        purpose=purpose,
        every=EVERY_PURPOSE,
    )


class ConsentWords:
    """The latest words of many addresses, in one statement.

    How to use::

        words = ConsentWords(env).get([("email", "awa@example.com")])
        words.get(("email", "awa@example.com", "prospecting"))  # a Word or None
    """

    def __init__(self, env):
        self.env = env

    def get(
        self, addresses: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str, str], Word]:
        """Return ``{(channel, key, purpose): Word}`` for those who said something.

        :param addresses: pairs of channel and common key
        """
        asked = sorted(set(addresses))
        if not asked:
            return {}
        self.env["sunumarche.consent"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT asked.channel, asked.key, aim.purpose,
                       word.decision, word.date, word.source, word.id
                  FROM unnest(%(channels)s::text[], %(keys)s::text[],
                              %(hashes)s::text[]) asked (channel, key, address_hash)
            CROSS JOIN unnest(%(purposes)s::text[]) aim (purpose)
    CROSS JOIN LATERAL (%(word)s) word
                """,
                channels=[channel for channel, _key in asked],
                keys=[key for _channel, key in asked],
                hashes=[get_address_hash(key) for _channel, key in asked],
                purposes=list(PURPOSES),
                word=sql_latest_word(
                    SQL("asked.address_hash"), SQL("asked.channel"), SQL("aim.purpose")
                ),
            )
        )
        return {
            (channel, key, purpose): Word(decision, date, source, consent_id)
            for channel, key, purpose, decision, date, source, consent_id in rows
        }
