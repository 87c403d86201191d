"""The statements by which PostgreSQL keeps the rows of a table as they were written."""

from collections.abc import Mapping, Sequence

from odoo.tools import SQL


class AppendOnlyGuard:
    """A table to which rows are added and of which none is changed, by anybody.

    How to use, in ``init`` of the model::

        for statement in AppendOnlyGuard("sunumarche_journal", "The journal").install():
            env.execute_query(statement)

    How it works: triggers refuse updates, deletions and truncation, whatever the way:
    the ORM as superuser, RPC, plain SQL. What passes is said below, and a migration,
    which disables the trigger and has it enabled by ``init``.

    :param name: what the message calls the table
    :param references: column -> table: PostgreSQL's foreign key may empty the column
        once the row that it refers to is gone
    :param free: columns that say nothing of their own and may change
    :param erasable: columns that may be emptied, and only emptied
    :param erasable_when: condition on OLD under which they may
    :param may_go: condition on OLD under which a row may be deleted
    """

    def __init__(
        self,
        table: str,
        name: str,
        references: Mapping[str, str] | None = None,
        free: Sequence[str] = (),
        erasable: Sequence[str] = (),
        erasable_when: SQL | None = None,
        may_go: SQL | None = None,
    ):
        self.table = table
        self.name = name
        self.references = dict(references or {})
        self.free = list(free)
        self.erasable = list(erasable)
        self.erasable_when = erasable_when or SQL("TRUE")
        self.may_go = may_go or SQL("FALSE")

    @property
    def function(self) -> SQL:
        return SQL.identifier(f"{self.table}_guard")

    def install(self) -> list[SQL]:
        """Return the statements that put the guard up, or bring it up to date."""
        return [
            self._sql_function(),
            self._sql_trigger("row", SQL("UPDATE OR DELETE"), SQL("ROW")),
            self._sql_trigger("table", SQL("TRUNCATE"), SQL("STATEMENT")),
        ]

    def drop(self) -> SQL:
        """Return the statement that takes the guard away; triggers go with it."""
        return SQL("DROP FUNCTION IF EXISTS %s() CASCADE", self.function)

    def _sql_function(self) -> SQL:
        changing = [*self.references, *self.free, *self.erasable]
        return SQL(
            """
            CREATE OR REPLACE FUNCTION %(function)s() RETURNS trigger
            LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    IF %(may_go)s THEN
                        RETURN OLD;
                    END IF;
                ELSIF TG_OP = 'UPDATE' THEN
                    IF to_jsonb(NEW) - %(changing)s::text[]
                       = to_jsonb(OLD) - %(changing)s::text[]
                       AND %(conditions)s
                    THEN
                        RETURN NEW;
                    END IF;
                END IF;
                RAISE EXCEPTION '%% is append-only: %% refused', %(name)s, TG_OP
                      USING ERRCODE = 'restrict_violation';
            END
            $$
            """,
            function=self.function,
            may_go=self.may_go,
            changing=changing,
            conditions=SQL(" AND ").join(self._get_conditions()),
            name=self.name,
        )

    def _get_conditions(self) -> list[SQL]:
        return [
            SQL("TRUE"),
            *(
                self._sql_emptied(
                    column,
                    SQL(
                        "NOT EXISTS (SELECT FROM %s WHERE id = %s)",
                        SQL.identifier(table),
                        SQL.identifier("old", column),
                    ),
                )
                for column, table in self.references.items()
            ),
            *(
                self._sql_emptied(column, self.erasable_when)
                for column in self.erasable
            ),
        ]

    @staticmethod
    def _sql_emptied(column: str, condition: SQL) -> SQL:
        """A column that stays, or is emptied under the condition."""
        new, old = SQL.identifier("new", column), SQL.identifier("old", column)
        return SQL(
            "(%(new)s IS NOT DISTINCT FROM %(old)s OR %(new)s IS NULL AND %(when)s)",
            new=new,
            old=old,
            when=condition,
        )

    def _sql_trigger(self, name: str, operations: SQL, level: SQL) -> SQL:
        return SQL(
            """
            DROP TRIGGER IF EXISTS %(trigger)s ON %(table)s;
            CREATE TRIGGER %(trigger)s
            BEFORE %(operations)s ON %(table)s
            FOR EACH %(level)s EXECUTE FUNCTION %(function)s()
            """,
            trigger=SQL.identifier(f"{self.table}_guard_{name}"),
            table=SQL.identifier(self.table),
            operations=operations,
            level=level,
            function=self.function,
        )
