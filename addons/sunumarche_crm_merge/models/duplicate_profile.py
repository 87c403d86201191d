from odoo import api, models
from odoo.tools import SQL

from ..engine.profile_source import KINDS, MODEL_KINDS, SOURCES
from ..engine.profile_sql import PROFILE_COLUMNS, sql_keys, sql_profiles
from ..engine.profile_text import SQL_SOUND, SQL_TEXT

MARKS = "sunumarche_duplicate_profile"
SQL_TABLES = SQL(
    """
    CREATE TABLE IF NOT EXISTS sunumarche_duplicate_profile (
        id integer PRIMARY KEY,
        company_id integer,
        is_company boolean NOT NULL,
        last text,
        first text,
        last_sound text,
        first_sound text,
        words text,
        email text,
        mailbox text,
        phones text[] NOT NULL,
        birthdate date,
        street text,
        house text,
        zip text,
        city text,
        tax text);
    CREATE TABLE IF NOT EXISTS sunumarche_duplicate_key (
        hash bigint NOT NULL,
        rule smallint NOT NULL,
        profile_id integer NOT NULL);
    CREATE TABLE IF NOT EXISTS sunumarche_duplicate_term (
        kind text,
        term text,
        frequency real NOT NULL,
        PRIMARY KEY (kind, term))
    """
)


# Made anew after all keys are written again: one by one, they would take as long again.
SQL_INDEXES = SQL(
    """
    CREATE INDEX IF NOT EXISTS sunumarche_duplicate_key_hash
        ON sunumarche_duplicate_key (hash, rule) INCLUDE (profile_id);
    CREATE INDEX IF NOT EXISTS sunumarche_duplicate_key_profile
        ON sunumarche_duplicate_key (profile_id)
    """
)
SQL_DROP_INDEXES = SQL(
    """
    DROP INDEX IF EXISTS sunumarche_duplicate_key_hash;
    DROP INDEX IF EXISTS sunumarche_duplicate_key_profile
    """
)


class DuplicateProfile(models.AbstractModel):
    """What of a contact, a lead or a subscriber is compared, in three plain tables.

    ``sunumarche_duplicate_profile`` has one row a record that may be somebody's
    duplicate (``engine/profile_source.py`` says which), with normalised texts;
    ``sunumarche_duplicate_key`` the keys under which it is found; and
    ``sunumarche_duplicate_term`` how frequent names are. Nobody reads them
    but the engine, so they are no models of their own.
    """

    _name = "sunumarche.duplicate.profile"
    _description = "Profile to Find Duplicates"

    def init(self):
        for statement in (SQL_TEXT, SQL_SOUND, SQL_TABLES, SQL_INDEXES):
            self.env.execute_query(statement)

    @api.model
    def _mark(self, model_name, record_ids):
        """Have the profiles of these records follow when the transaction ends."""
        kind = MODEL_KINDS[model_name]
        marks = self.env.cr.precommit.data.setdefault(MARKS, set())
        if not marks:
            self.env.cr.precommit.add(self._follow)
        marks.update(record_id * KINDS + kind for record_id in record_ids)

    @api.model
    def _follow(self):
        """Bring the profiles of all marked records up to date."""
        marks = self.env.cr.precommit.data.pop(MARKS, None)
        if marks:
            self.env.flush_all()
            self._refresh(sorted(marks))

    @api.model
    def _refresh(self, profile_ids):
        """Write these profiles again; none of what is no person any more."""
        self._delete_profiles(profile_ids)
        for kind, source in SOURCES.items():
            record_ids = [
                profile_id // KINDS
                for profile_id in profile_ids
                if profile_id % KINDS == kind
            ]
            if record_ids:
                self._insert_profiles(
                    SQL("%s AND contact.id = ANY(%s)", source, record_ids)
                )
        self._insert_keys(
            SQL(
                "SELECT * FROM sunumarche_duplicate_profile WHERE id = ANY(%s)",
                profile_ids,
            )
        )

    def _delete_profiles(self, profile_ids):
        for table, column in (("key", "profile_id"), ("profile", "id")):
            self.env.execute_query(
                SQL(
                    "DELETE FROM %s WHERE %s = ANY(%s)",
                    SQL.identifier(f"sunumarche_duplicate_{table}"),
                    SQL.identifier(column),
                    profile_ids,
                )
            )

    @api.model
    def _rebuild(self):
        """Write all profiles again, for what was loaded past the ORM."""
        self.env.flush_all()
        self.env.execute_query(
            SQL("TRUNCATE sunumarche_duplicate_key, sunumarche_duplicate_profile")
        )
        for source in SOURCES.values():
            self._insert_profiles(source)
        self._insert_all_keys()
        self._analyze()

    def _analyze(self):
        for table in ("key", "profile"):
            self.env.execute_query(
                SQL("ANALYZE %s", SQL.identifier(f"sunumarche_duplicate_{table}"))
            )

    def _insert_profiles(self, source):
        self.env.execute_query(
            SQL(
                "INSERT INTO sunumarche_duplicate_profile (%s) %s",
                SQL(", ").join(map(SQL.identifier, PROFILE_COLUMNS)),
                sql_profiles(source),
            )
        )

    def _insert_all_keys(self):
        """Write the keys of all profiles into the empty table."""
        self.env.execute_query(SQL_DROP_INDEXES)
        self._insert_keys(SQL("SELECT * FROM sunumarche_duplicate_profile"))
        self.env.execute_query(SQL_INDEXES)

    def _insert_keys(self, profiles):
        self.env.execute_query(
            SQL(
                "INSERT INTO sunumarche_duplicate_key (hash, rule, profile_id) %s",
                sql_keys(profiles),
            )
        )
