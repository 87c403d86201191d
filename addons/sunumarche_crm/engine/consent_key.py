"""The hash by which the consent ledger knows an address, named or erased."""

from hashlib import sha256

from odoo.tools import SQL

SALT = "sunumarche:"
LENGTH = 32


def get_address_hash(key: str) -> str:
    """Return the hash of a common key; ``sql_address_hash`` says the same."""
    return sha256(f"{SALT}{key}".encode()).hexdigest()[:LENGTH]


def sql_address_hash(key: SQL) -> SQL:
    """Return the SQL of the hash of a column of keys."""
    return SQL(
        "left(encode(sha256(convert_to(%s || %s, 'UTF8')), 'hex'), %s)",
        SALT,
        key,
        LENGTH,
    )


def get_post_key(partner_id: int | str) -> str:
    """Return the key of a contact's postal address: the contact itself."""
    return f"contact:{partner_id}"
