"""What PostgreSQL lets by of the consent ledger, which is append-only."""

from odoo.tools import SQL

from .append_only import AppendOnlyGuard

# Rows never go. Erasing a person empties what names him and leaves the hash of his
# address, so that a "no" stays a "no"; which contact a row is shown with may change.
# What a merge inferred, and nobody said, goes when the merge is undone.
CONSENT_GUARD = AppendOnlyGuard(
    "sunumarche_consent",
    "The consent ledger",
    references={"user_id": "res_users"},
    free=["partner_id"],
    erasable=["address", "proof", "document_name", "model", "res_id"],
    may_go=SQL("OLD.source = 'merge'"),
)
