from odoo.tools import SQL

# Trusted ones: the owner of a database may create them.
EXTENSIONS = ("pg_trgm", "fuzzystrmatch")
# Columns that are empty on every row: the ORM need not compute them.
COLUMNS = {
    "second_email": SQL("varchar"),
    "second_email_key": SQL("varchar"),
    "merged_into_id": SQL("integer"),
}


def pre_init_hook(env):
    """Create what the comparison of texts needs; add the columns of contacts."""
    for name in EXTENSIONS:
        env.execute_query(
            SQL("CREATE EXTENSION IF NOT EXISTS %s", SQL.identifier(name))
        )
    for name, kind in COLUMNS.items():
        env.execute_query(
            SQL(
                "ALTER TABLE res_partner ADD COLUMN IF NOT EXISTS %s %s",
                SQL.identifier(name),
                kind,
            )
        )


def post_init_hook(env):
    """Make the profiles of all contacts, leads and subscribers."""
    env["sunumarche.duplicate.profile"]._rebuild()


def uninstall_hook(env):
    """Take the tables away that no model describes."""
    for table in ("key", "profile", "term"):
        env.execute_query(
            SQL(
                "DROP TABLE IF EXISTS %s CASCADE",
                SQL.identifier(f"sunumarche_duplicate_{table}"),
            )
        )
