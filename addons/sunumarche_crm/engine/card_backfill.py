"""Fills the cards of a database that had none: names, numbers, keys."""

from collections.abc import Iterator

from odoo.tools import SQL

from .email_key import get_email_key, sql_update_email_keys
from .person_name import split_name
from .phone_number import read_phone

BATCH = 20_000
# Table -> column of the whole name, condition of a person whose name has no parts yet.
NAMED = {
    "res_partner": (
        "name",
        SQL(
            "record.is_company IS NOT TRUE"
            " AND record.lastname IS NULL AND record.firstname IS NULL"
        ),
    ),
    "crm_lead": (
        "contact_name",
        SQL("record.lastname IS NULL AND record.firstname IS NULL"),
    ),
}
# What is filled, in this order.
FILLED = ("firstname", "lastname", "phone", "phone_sanitized", "email_key")
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
    """Fills names, numbers and keys of the records that exist.

    How to use: ``CardBackfill(env).run()``, once, when the card is installed.

    How it works: names, numbers and addresses are read in Python, by the very rules
    that apply to what people type, and written back by one UPDATE a batch, so that
    each row, and its many index entries, is written once. What somebody corrected
    since, and what is right already, is left alone.
    """

    def __init__(self, env):
        self.env = env
        self.home = env["res.partner"]._get_home_country()
        self.rules = env["sunumarche.email.domain"]._get_rules()

    def run(self) -> None:
        """Fill the cards of all customers and leads, and all subscribers' keys."""
        self.env.flush_all()
        for table in NAMED:
            for rows in self._fetch(table):
                self._update(table, [self._fill(*row) for row in rows])
        self.env.execute_query(sql_update_email_keys("mailing_contact"))
        self.env.invalidate_all()

    def _fill(self, record_id, name, first, last, phone, code, address) -> tuple:
        """Return a row as it should be: its id, then ``FILLED``.

        :param name: the whole name if it is to be split, else None
        :param code: the ISO code of the record's country
        """
        if name:
            first, last = split_name(name)
        regions = tuple(dict.fromkeys((code or self.home, self.home)))
        number = read_phone(phone or "", regions)
        key = get_email_key(address, self.rules)
        return record_id, first, last, number.stored, number.e164, key

    def _fetch(self, table: str) -> Iterator[list[tuple]]:
        """Yield the rows of a table in batches, by id."""
        column, is_to_split = NAMED[table]
        last_id = 0
        while rows := self.env.execute_query(
            SQL(
                """
                   SELECT record.id,
                          CASE WHEN %(is_to_split)s THEN record.%(name)s END,
                          record.firstname,
                          record.lastname,
                          record.phone,
                          country.code,
                          record.email_normalized
                     FROM %(table)s record
                LEFT JOIN res_country country ON country.id = record.country_id
                    WHERE record.id > %(last_id)s
                 ORDER BY record.id
                    LIMIT %(batch)s
                """,
                table=SQL.identifier(table),
                name=SQL.identifier(column),
                is_to_split=is_to_split,
                last_id=last_id,
                batch=BATCH,
            )
        ):
            yield rows
            last_id = rows[-1][0]

    def _update(self, table: str, rows: list[tuple]) -> None:
        """Write the rows that differ; empty texts as NULL."""
        ids, *columns = zip(*rows, strict=True)
        names = [SQL.identifier(name) for name in FILLED]
        fresh = [SQL("nullif(fresh.%s, '')", name) for name in names]
        self.env.execute_query(
            SQL(
                """
                UPDATE %(table)s record
                   SET %(assignments)s
                  FROM unnest(%(ids)s, %(arrays)s) AS fresh (id, %(names)s)
                 WHERE fresh.id = record.id
                   AND (%(stored)s) IS DISTINCT FROM (%(fresh)s)
                """,
                table=SQL.identifier(table),
                assignments=SQL(", ").join(
                    SQL("%s = %s", name, value)
                    for name, value in zip(names, fresh, strict=True)
                ),
                ids=list(ids),
                arrays=SQL(", ").join(
                    SQL("%s::text[]", list(column)) for column in columns
                ),
                names=SQL(", ").join(names),
                stored=SQL(", ").join(
                    SQL("nullif(record.%s, '')", name) for name in names
                ),
                fresh=SQL(", ").join(fresh),
            )
        )
