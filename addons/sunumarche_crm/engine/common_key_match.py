"""Finds the customers of records that have none, by what they have in common."""

from collections.abc import Iterator
from dataclasses import dataclass

from odoo.tools import SQL

# What a key looks like: a wrong number, kept as it was typed, is none.
FORMS = {"email": "@", "phone": "^[+][0-9]+$"}


@dataclass(frozen=True, slots=True)
class Match:
    """A record without customer, and the customers who have a key of it."""

    record_id: int
    customer_ids: tuple[int, ...]


class CommonKeyMatch:
    """The records of a model that could be linked to a customer.

    How to use: ``for match in CommonKeyMatch(env["crm.lead"]).find(): ...``

    How it works: one statement joins each key column of the model with each key column
    of the customers, by their indexes. A customer of another company than the record's
    is none for it; a record without company has customers of all companies only.
    """

    def __init__(self, model):
        self.env = model.env
        self.model = model

    def find(self) -> Iterator[Match]:
        """Return a match for each active record that has a customer's key."""
        self.env.flush_all()
        joins = SQL(" UNION ALL ").join(self._get_joins())
        rows = self.env.execute_query(
            SQL(
                """
                  SELECT candidate.id,
                         array_agg(DISTINCT candidate.customer_id)
                    FROM (%s) candidate
                GROUP BY candidate.id
                ORDER BY candidate.id
                """,
                joins,
            )
        )
        return (Match(record_id, tuple(ids)) for record_id, ids in rows)

    def _get_joins(self) -> list[SQL]:
        theirs = self.env["res.partner"]._get_common_key_fields()
        return [
            self._sql_join(own, customers, FORMS[kind])
            for kind, names in self.model._get_common_key_fields().items()
            for own in names
            for customers in (
                *(self._sql_by_column(name, own) for name in theirs[kind]),
                self._sql_by_point(own),
            )
        ]

    @staticmethod
    def _sql_by_column(name: str, own: str) -> SQL:
        return SQL(
            "JOIN res_partner customer ON customer.%s = record.%s",
            SQL.identifier(name),
            SQL.identifier(own),
        )

    @staticmethod
    def _sql_by_point(own: str) -> SQL:
        """Join whose other number or address it is."""
        return SQL(
            "JOIN sunumarche_contact_point point ON point.key = record.%s"
            " JOIN res_partner customer ON customer.id = point.partner_id",
            SQL.identifier(own),
        )

    def _sql_join(self, own: str, customers: SQL, form: str) -> SQL:
        """Build the join by a column; ``form``: what a key looks like."""
        has_company = "company_id" in self.model._fields
        company = SQL("record.company_id") if has_company else SQL("NULL::integer")
        is_active = (
            SQL("record.active") if "active" in self.model._fields else SQL("TRUE")
        )
        return SQL(
            """
            SELECT record.id, customer.id AS customer_id
              FROM %(table)s record
                   %(customers)s
             WHERE record.partner_id IS NULL
               AND %(is_active)s
               AND record.%(own)s ~ %(form)s
               AND customer.active
               AND customer.partner_share
               AND (customer.company_id IS NULL OR customer.company_id = %(company)s)
            """,
            table=SQL.identifier(self.model._table),
            own=SQL.identifier(own),
            customers=customers,
            form=form,
            company=company,
            is_active=is_active,
        )
