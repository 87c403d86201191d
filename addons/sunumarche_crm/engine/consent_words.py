"""What people said last: the latest word of an address on a channel, by purpose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from odoo.tools import SQL

from .consent_key import get_address_hash

# What a row for every purpose says, it says of each.
PURPOSES = ("service", "loyalty", "prospecting")
EVERY_PURPOSE = "all"
# How a person can have told staff; all other sources are the system's.
SPOKEN_SOURCES = ("form", "spoken", "letter", "message")


@dataclass(frozen=True, slots=True)
class Word:
    """A person's latest word on a channel for a purpose."""

    decision: str
    date: datetime
    source: str
    consent_id: int


def sql_latest_word(
    address_hash: SQL, channel: SQL, purpose: SQL, without: Iterable[int] = ()
) -> SQL:
    """Return the SELECT of the row that counts, to be joined laterally.

    Columns: id, decision, date, source. It reads the index of the ledger.

    :param without: ids of rows as if they had not been said
    """
    return SQL(
        """
        SELECT said.id, said.decision, said.date, said.source
          FROM sunumarche_consent said
         WHERE said.address_hash = %(address_hash)s
           AND said.channel = %(channel)s
           AND said.purpose IN (%(purpose)s, %(every)s)
           AND %(stands)s
           AND said.id <> ALL(%(without)s)
      ORDER BY said.date DESC, said.id DESC
         LIMIT 1
        """,
        address_hash=address_hash,
        channel=channel,
        purpose=purpose,
        every=EVERY_PURPOSE,
        stands=sql_stands(purpose),
        without=list(without),
    )


def sql_stands(purpose: SQL) -> SQL:
    """Whether ``said``, a row of the ledger, was not taken back for a purpose.

    Staff take back only what its own source said: to clear a bounce or to untick an
    opt-out says nothing of the "no" that the person said on his page.
    """
    return SQL(
        """
        (said.decision = 'granted' OR said.decision = 'withdrawn' AND NOT EXISTS (
            SELECT FROM sunumarche_consent lifted
             WHERE lifted.address_hash = said.address_hash
               AND lifted.channel = said.channel
               AND lifted.source = said.source
               AND lifted.decision = 'lifted'
               AND lifted.purpose IN (%(purpose)s, %(every)s)
               AND (lifted.date, lifted.id) > (said.date, said.id)))
        """,
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
        hashes = {
            (channel, get_address_hash(key)): key for channel, key in set(addresses)
        }
        words = self.get_by_hash(hashes)
        return {
            (channel, hashes[channel, address_hash], purpose): word
            for (channel, address_hash, purpose), word in words.items()
        }

    def has_foreign_no(
        self, channel: str, key: str, purpose: str, partner_id: int, user_id: int
    ) -> bool:
        """Tell whether a "no" of the address stands that is of somebody else.

        Each "no" counts that no yes followed, not the latest word alone.

        :param partner_id: whose words are his own; 0 for nobody
        :param user_id: who may have entered what he was told there himself
        """
        self.env["sunumarche.consent"].flush_model()
        aim = SQL("aim.purpose")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT 1
                  FROM unnest(%(purposes)s::text[]) aim (purpose)
                  JOIN sunumarche_consent said
                    ON said.purpose IN (aim.purpose, %(every)s)
                 WHERE said.address_hash = %(address_hash)s
                   AND said.channel = %(channel)s
                   AND said.decision = 'withdrawn'
                   AND %(stands)s
                   AND said.partner_id IS DISTINCT FROM %(partner)s
                   AND NOT (said.partner_id IS NULL AND said.user_id = %(user)s
                            AND said.source = ANY(%(spoken)s))
                   AND NOT EXISTS (
                       SELECT FROM sunumarche_consent yes
                        WHERE yes.address_hash = said.address_hash
                          AND yes.channel = said.channel
                          AND yes.decision = 'granted'
                          AND yes.purpose IN (aim.purpose, %(every)s)
                          AND (yes.date, yes.id) > (said.date, said.id))
                 LIMIT 1
                """,
                purposes=list(PURPOSES if purpose == EVERY_PURPOSE else [purpose]),
                every=EVERY_PURPOSE,
                address_hash=get_address_hash(key),
                channel=channel,
                stands=sql_stands(aim),
                partner=partner_id,
                user=user_id,
                spoken=list(SPOKEN_SOURCES),
            )
        )
        return bool(rows)

    def get_by_hash(
        self, addresses: Iterable[tuple[str, str]], without: Iterable[int] = ()
    ) -> dict[tuple[str, str, str], Word]:
        """Return ``{(channel, hash, purpose): Word}``.

        :param addresses: pairs of channel and hash of the common key
        :param without: ids of rows as if they had not been said
        """
        asked = sorted(addresses)
        if not asked:
            return {}
        self.env["sunumarche.consent"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT asked.channel, asked.address_hash, aim.purpose,
                       word.decision, word.date, word.source, word.id
                  FROM unnest(%(channels)s::text[], %(hashes)s::text[])
                       asked (channel, address_hash)
            CROSS JOIN unnest(%(purposes)s::text[]) aim (purpose)
    CROSS JOIN LATERAL (%(word)s) word
                """,
                channels=[channel for channel, _hash in asked],
                hashes=[address_hash for _channel, address_hash in asked],
                purposes=list(PURPOSES),
                word=sql_latest_word(
                    SQL("asked.address_hash"),
                    SQL("asked.channel"),
                    SQL("aim.purpose"),
                    without,
                ),
            )
        )
        return {
            (channel, address_hash, purpose): Word(decision, date, source, consent_id)
            for channel, address_hash, purpose, decision, date, source, consent_id in (
                rows
            )
        }
