"""Load tables by COPY, their indexes and foreign keys set aside meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

ROWS_A_READ = 500
COPY_BUFFER_BYTES = 1 << 18
NULL = r"\N"

FOREIGN_KEYS = """
    SELECT conname, pg_get_constraintdef(oid), obj_description(oid, 'pg_constraint')
      FROM pg_constraint
     WHERE conrelid = %s::regclass AND contype = 'f'
"""
INDEXES = """
    SELECT indexrelid::regclass::text,
           pg_get_indexdef(indexrelid),
           obj_description(indexrelid, 'pg_class')
      FROM pg_index
     WHERE indrelid = %s::regclass
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid
                                                   AND contype IN ('p', 'u', 'x'))
"""


class RowStream:
    """What COPY reads: rows of text, made while they are read."""

    def __init__(self, rows: Iterable[str]):
        self._rows = iter(rows)
        self._rest = ""

    def read(self, size: int) -> str:
        while len(self._rest) < size:
            chunk = "".join(islice(self._rows, ROWS_A_READ))
            if not chunk:
                break
            self._rest += chunk
        head, self._rest = self._rest[:size], self._rest[size:]
        return head


class RowTemplate:
    """Text rows for COPY: most columns as in a sample row, some given each time.

    :param sample: text of each column that is not null
    :param varied: names of the columns whose values ``row`` gets, in its order
    :param columns: all columns, for several templates of one table; those of the
        sample when not given
    """

    def __init__(
        self,
        sample: dict[str, str],
        varied: Sequence[str],
        columns: Iterable[str] | None = None,
    ):
        constant = [name for name in columns or sample if name not in varied]
        self.columns = (*varied, *constant)
        texts = [_escape(sample[name]) if name in sample else NULL for name in constant]
        self.row = "\t".join(["%s"] * len(varied) + texts).__add__("\n").__mod__


def _escape(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("%", "%%")):
        text = text.replace(plain, escaped)
    return text


def copy_rows(connection, table: str, columns: Sequence[str], rows: Iterable[str]):
    names = ", ".join(f'"{column}"' for column in columns)
    connection.cursor().copy_expert(
        f"COPY {table} ({names}) FROM STDIN", RowStream(rows), COPY_BUFFER_BYTES
    )


@contextmanager
def without_indexes(connection, table: str) -> Iterator[None]:
    """Drop the table's secondary indexes and foreign keys; make the same again."""
    cursor = connection.cursor()
    cursor.execute(FOREIGN_KEYS, [table])
    foreign_keys = cursor.fetchall()
    cursor.execute(INDEXES, [table])
    indexes = cursor.fetchall()
    for name, _definition, _comment in foreign_keys:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _definition, _comment in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute("SET maintenance_work_mem = '512MB'")
    for name, definition, comment in indexes:
        cursor.execute(definition)
        if comment:
            cursor.execute(f"COMMENT ON INDEX {name} IS %s", [comment])
    for name, definition, comment in foreign_keys:
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        if comment:
            cursor.execute(
                f'COMMENT ON CONSTRAINT "{name}" ON {table} IS %s', [comment]
            )


def settle(connection, *tables: str) -> None:
    """Bring statistics and visibility map up to date and keep autovacuum away."""
    for table in tables:
        connection.cursor().execute(
            f"ALTER TABLE {table} SET (autovacuum_enabled = off)"
        )
        connection.cursor().execute(f"VACUUM (ANALYZE) {table}")
