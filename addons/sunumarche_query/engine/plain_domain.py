"""Domains as JSON, for what opens them in a view."""

from datetime import date, datetime

from odoo.fields import Date, Datetime, Domain
from odoo.tools import OrderedSet

# SQL can be iterated over too: what is not named here never becomes a list.
COLLECTIONS = (list, tuple, set, frozenset, OrderedSet)


def to_plain(domain: Domain) -> list | None:
    """The domain as a list that JSON can hold; None when it holds a subquery."""
    try:
        return [_to_plain_term(term) for term in domain]
    except TypeError:
        return None


def _to_plain_term(term):
    if isinstance(term, str):
        return term
    if isinstance(term, Domain):
        raise TypeError(type(term))
    field, operator, value = term
    return [field, operator, _to_plain_value(value)]


def _to_plain_value(value):
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, datetime):
        return Datetime.to_string(value)
    if isinstance(value, date):
        return Date.to_string(value)
    if isinstance(value, Domain):
        return [_to_plain_term(term) for term in value]
    if isinstance(value, COLLECTIONS):
        return [_to_plain_value(one) for one in value]
    raise TypeError(type(value))
