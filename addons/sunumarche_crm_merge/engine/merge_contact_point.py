"""Every number and address of the cards that become one stays with the one kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from odoo.tools import SQL, email_split

MODEL = "sunumarche.contact.point"


def place(
    first: str,
    second: str,
    others: Iterable[str],
    get_key: Callable[[str], str],
    known: Iterable[str] = (),
) -> tuple[str, list[str]]:
    """Return what stands second on a card, and what it has no room for.

    :param first: what stands first on it
    :param second: what stands second on it, if that is not the same
    :param others: what must stand somewhere, the most important first
    :param get_key: what two spellings of one number or address have in common
    :param known: keys that stand somewhere already
    """
    taken = {get_key(first), *known} if first else set(known)
    if second and get_key(second) in taken:
        second = ""
    rest = []
    for value in filter(None, [second, *others]):
        key = get_key(value)
        if key not in taken:
            taken.add(key)
            rest.append(value)
    return (rest[0] if rest else ""), rest[1:]


class ContactPointMerger:
    """Gives the cards kept the numbers and addresses of those that go.

    How to use: while ``merge_map`` stands::

        merger = ContactPointMerger(env)    # before the cards change: it reads them
        merger.run()                        # once the cards kept are filled

    How it works: what stands on no line of a card kept becomes its second number or
    address; what it has no room for becomes a ``sunumarche.contact.point`` of it,
    which is written down to be taken back. Numbers are compared as E.164, addresses
    by their common key.
    """

    def __init__(self, env):
        self.env = env
        self.points = env[MODEL]
        self.cards = self._read_cards()

    def _read_cards(self) -> dict[int, list[dict]]:
        """Return ``{survivor: cards}``, its own first, then those that go in order."""
        rows = self.env.execute_query_dict(
            SQL(
                """
                  SELECT map.new, map.merge_id, card.country_id, card.phone,
                         card.second_phone, card.email, card.second_email
                    FROM (SELECT new, merge_id, old, rank FROM merge_map
                           UNION
                          SELECT new, merge_id, new, -1 FROM merge_map) map
                    JOIN res_partner card ON card.id = map.old
                ORDER BY map.new, map.rank
                """
            )
        )
        cards: dict[int, list[dict]] = {}
        for row in rows:
            cards.setdefault(row["new"], []).append(row)
        return cards

    def run(self) -> None:
        survivors = self.env["res.partner"].browse(self.cards)
        seconds, points = [], []
        for survivor in survivors:
            cards = self.cards[survivor.id]
            phone, phones = self._place_phones(survivor, cards)
            email, emails = self._place_emails(survivor, cards)
            seconds.append(
                {
                    "id": survivor.id,
                    "phone": phone or None,
                    "email": email or None,
                    "email_key": self._get_email_key(email) if email else None,
                }
            )
            points += [
                (cards[0]["merge_id"], {"partner_id": survivor.id, "value": value})
                for value in phones + emails
            ]
        self._write_seconds(seconds)
        self._create(points)

    def _place_phones(self, survivor, cards: list[dict]) -> tuple[str, list[str]]:
        return place(
            survivor.phone or "",
            survivor.second_phone or "",
            [card[name] for card in cards for name in ("phone", "second_phone")],
            self._get_phone_key,
            survivor.contact_point_ids.mapped("key"),
        )

    def _place_emails(self, survivor, cards: list[dict]) -> tuple[str, list[str]]:
        return place(
            survivor.email or "",
            survivor.second_email or "",
            [
                address
                for card in cards
                for name in ("email", "second_email")
                for address in split_addresses(card[name])
            ],
            self._get_email_key,
            [
                *survivor.contact_point_ids.mapped("key"),
                *map(self._get_email_key, split_addresses(survivor.email)),
            ],
        )

    def _get_phone_key(self, phone: str) -> str:
        return self.env["sunumarche.common.key"]._get_phone_key(phone) or phone

    def _get_email_key(self, email: str) -> str:
        return self.env["sunumarche.common.key"]._get_email_key(email) or email.lower()

    def _write_seconds(self, seconds: list[dict]) -> None:
        self.env.execute_query(
            SQL(
                """
                UPDATE res_partner card
                   SET second_phone = line.phone,
                       second_email = line.email,
                       second_email_key = line.email_key,
                       phone_sanitized = coalesce(
                           card.phone_sanitized,
                           CASE WHEN line.phone ~ '^[+][0-9]+$' THEN line.phone END)
                  FROM jsonb_to_recordset(%s::jsonb)
                       line (id integer, phone text, email text, email_key text)
                 WHERE card.id = line.id
                """,
                json.dumps(seconds),
            )
        )

    def _create(self, points: list[tuple[int, dict]]) -> None:
        if not points:
            return
        created = self.points.create([values for _merge_id, values in points])
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """
                INSERT INTO sunumarche_merge_move
                            (merge_id, operation, table_name, old_id, new_id, rows)
                     SELECT line.merge_id, 'added', 'sunumarche_contact_point',
                            line.id, line.partner_id, '[]'::jsonb
                       FROM jsonb_to_recordset(%s::jsonb)
                            line (merge_id integer, id integer, partner_id integer)
                """,
                json.dumps(
                    [
                        {
                            "merge_id": merge_id,
                            "id": point.id,
                            "partner_id": point.partner_id.id,
                        }
                        for (merge_id, _values), point in zip(
                            points, created, strict=True
                        )
                    ]
                ),
            )
        )


def split_addresses(text: str | None) -> list[str]:
    """Return the addresses of a field; what is none stays as it was typed."""
    return (email_split(text) or [text]) if text else []
