"""How long PostgreSQL keeps the journal as it was written, at least."""

from odoo.tools import SQL

from .append_only import AppendOnlyGuard

# Rows dated before this may go: the retention that was set, 60 months without, and
# never less than a year whatever was set.
SQL_LIMIT = SQL(
    """
    CREATE OR REPLACE FUNCTION sunumarche_journal_limit() RETURNS timestamp
    LANGUAGE sql STABLE AS $$
        SELECT (now() AT TIME ZONE 'utc') - make_interval(months => greatest(12,
               coalesce((SELECT value::integer
                           FROM ir_config_parameter
                          WHERE key = 'sunumarche_crm.journal_retention_months'
                            AND value ~ '^[0-9]{1,4}$'), 60)))
    $$
    """
)
JOURNAL_GUARD = AppendOnlyGuard(
    "sunumarche_journal",
    "The journal",
    references={"user_id": "res_users", "company_id": "res_company"},
    erasable=["record_name", "before", "after"],
    erasable_when=SQL("OLD.model = 'res.partner'"),
    may_go=SQL("OLD.date < sunumarche_journal_limit()"),
)
SQL_DROP_LIMIT = SQL("DROP FUNCTION IF EXISTS sunumarche_journal_limit()")
