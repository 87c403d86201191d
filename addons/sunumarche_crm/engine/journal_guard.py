"""The statements by which PostgreSQL keeps the journal as it was written."""

from odoo.tools import SQL

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
# Two things pass: deleting a row past the retention, and a foreign key of PostgreSQL
# emptying the reference to a user or company that was deleted this moment.
SQL_GUARD = SQL(
    """
    CREATE OR REPLACE FUNCTION sunumarche_journal_guard() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.date < sunumarche_journal_limit() THEN
                RETURN OLD;
            END IF;
        ELSIF TG_OP = 'UPDATE' THEN
            IF to_jsonb(NEW) - '{user_id,company_id}'::text[]
               = to_jsonb(OLD) - '{user_id,company_id}'::text[]
               AND (NEW.user_id IS NOT DISTINCT FROM OLD.user_id
                    OR NEW.user_id IS NULL AND NOT EXISTS (
                       SELECT FROM res_users WHERE id = OLD.user_id))
               AND (NEW.company_id IS NOT DISTINCT FROM OLD.company_id
                    OR NEW.company_id IS NULL AND NOT EXISTS (
                       SELECT FROM res_company WHERE id = OLD.company_id))
            THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'The journal is append-only: %% refused', TG_OP
              USING ERRCODE = 'restrict_violation';
    END
    $$
    """
)
SQL_ROW_TRIGGER = SQL(
    """
    DROP TRIGGER IF EXISTS sunumarche_journal_guard_row ON sunumarche_journal;
    CREATE TRIGGER sunumarche_journal_guard_row
    BEFORE UPDATE OR DELETE ON sunumarche_journal
    FOR EACH ROW EXECUTE FUNCTION sunumarche_journal_guard()
    """
)
SQL_TABLE_TRIGGER = SQL(
    """
    DROP TRIGGER IF EXISTS sunumarche_journal_guard_table ON sunumarche_journal;
    CREATE TRIGGER sunumarche_journal_guard_table
    BEFORE TRUNCATE ON sunumarche_journal
    FOR EACH STATEMENT EXECUTE FUNCTION sunumarche_journal_guard()
    """
)
# The triggers go with the function.
SQL_DROP = SQL(
    """
    DROP FUNCTION IF EXISTS sunumarche_journal_guard() CASCADE;
    DROP FUNCTION IF EXISTS sunumarche_journal_limit()
    """
)
