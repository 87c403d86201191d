"""Fills the cards of a database that had none: names, numbers, keys."""

from collections.abc import Iterable

from odoo.tools import SQL

from .email_key import sql_update_email_keys
from .person_name import split_name
from .phone_number import read_phone

BATCH = 20_000
# Table -> column of the whole name, condition of a person.
NAMED = {
    "res_partner": ("name", SQL("record.is_company IS NOT TRUE")),
    "crm_lead": ("contact_name", SQL("TRUE")),
}
# Table -> columns and types that the ORM would otherwise compute record by record.
COLUMNS = {
    "res_partner": {
        "firstname": "varchar",
        "lastname": "varchar",
        "email_key": "varchar",
    },
    "crm_lead": {
        "firstname": "varchar",
        "lastname": "varchar",
        "email_key": "varchar",
        "second_phone": "varchar",
        "birthdate": "date",
        "profession_id": "integer",
        "preferred_channel": "varchar",
        "preferred_moment": "varchar",
    },
    "mailing_contact": {"email_key": "varchar"},
}


def add_card_columns(cr) -> None:
    """Add the columns empty; harmless when they exist."""
    for table, columns in COLUMNS.items():
        for name, kind in columns.items():
            cr.execute(
                SQL(
                    "ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s %s",
                    SQL.identifier(table),
                    SQL.identifier(name),
                    SQL(kind),
                )
            )


class CardBackfill:
    """Splits the names, and puts the numbers into E.164, of records that exist.

    How to use: ``CardBackfill(env).run()``, once, when the card is installed.

    How it works: distinct names and numbers are read in Python, by the rules that
    apply to what people type, and written back by one UPDATE a batch. Names and
    numbers that somebody corrected since are left alone.
    """

    def __init__(self, env):
        self.env = env

    def run(self) -> None:
        self.env.flush_all()
        for table in COLUMNS:
            if table in NAMED:
                self._split_names(table)
                self._read_numbers(table)
            self.env.execute_query(sql_update_email_keys(table))
        self.env.invalidate_all()

    def _split_names(self, table: str) -> None:
        column, is_person = NAMED[table]
        for rows in self._fetch(
            SQL(
                """
                SELECT record.id, record.%s
                  FROM %s record
                 WHERE record.lastname IS NULL
                   AND record.firstname IS NULL
                   AND record.%s <> ''
                   AND %s
                """,
                SQL.identifier(column),
                SQL.identifier(table),
                SQL.identifier(column),
                is_person,
            )
        ):
            parts = [(record_id, *split_name(name)) for record_id, name in rows]
            self._update(table, ("firstname", "lastname"), parts)

    def _read_numbers(self, table: str) -> None:
        home = self.env["res.partner"]._get_home_country()
        for rows in self._fetch(
            SQL(
                """
                   SELECT record.id, record.phone, country.code
                     FROM %s record
                LEFT JOIN res_country country ON country.id = record.country_id
                    WHERE record.phone <> ''
                """,
                SQL.identifier(table),
            )
        ):
            kept = []
            for record_id, phone, code in rows:
                regions = tuple(dict.fromkeys((code or home, home)))
                number = read_phone(phone, regions)
                kept.append((record_id, number.stored, number.e164))
            self._update(table, ("phone", "phone_sanitized"), kept)

    def _fetch(self, query: SQL) -> Iterable[list[tuple]]:
        """Yield the rows of ``query``, whose first column is the id, in batches."""
        last_id = 0
        while True:
            rows = self.env.execute_query(
                SQL(
                    "SELECT * FROM (%s) source WHERE source.id > %s"
                    " ORDER BY source.id LIMIT %s",
                    query,
                    last_id,
                    BATCH,
                )
            )
            if not rows:
                return
            yield rows
            last_id = rows[-1][0]

    def _update(self, table: str, names: tuple[str, str], rows: list[tuple]) -> None:
        """Write two texts a row; empty ones as NULL, what is equal not at all."""
        ids, first, second = zip(*rows, strict=True)
        self.env.execute_query(
            SQL(
                """
                UPDATE %(table)s record
                   SET %(first)s = nullif(fresh.first, ''),
                       %(second)s = nullif(fresh.second, '')
                  FROM unnest(%(ids)s, %(firsts)s, %(seconds)s)
                       AS fresh (id, first, second)
                 WHERE fresh.id = record.id
                   AND (coalesce(record.%(first)s, ''), coalesce(record.%(second)s, ''))
                       IS DISTINCT FROM (fresh.first, fresh.second)
                """,
                table=SQL.identifier(table),
                first=SQL.identifier(names[0]),
                second=SQL.identifier(names[1]),
                ids=list(ids),
                firsts=list(first),
                seconds=list(second),
            )
        )
