"""Whose a record is, for the wall."""

from typing import NamedTuple


class CustomerScope(NamedTuple):
    """The fields by which a record belongs to somebody's customers.

    :param customers: the contacts it is about; of several, one has to see all
    :param salesperson: its own salesperson, where it has one
    :param agency: its own agency, where it has one
    """

    customers: tuple[str, ...] = ("partner_id",)
    salesperson: str | None = None
    agency: str | None = None
