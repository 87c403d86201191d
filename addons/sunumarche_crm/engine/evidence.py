"""What was written to last, in a file: the journal and the ledger of consents."""

import json
import zipfile

from odoo.tools import SQL

BATCH = 5_000
# File in the archive -> table.
TABLES = {"journal.jsonl": "sunumarche_journal", "consent.jsonl": "sunumarche_consent"}


class Evidence:
    """The rows that nobody may change, which go with the addon.

    How to use: ``write_archive(file)`` makes a ZIP archive with a JSON object a line,
    and the documents that people signed; ``count()`` says how many rows there are.
    """

    def __init__(self, env):
        self.env = env

    def count(self):
        """Return the number of rows of each table."""
        return {table: self._count(table) for table in TABLES.values()}

    def _count(self, table):
        query = SQL("SELECT count(*) FROM %s", SQL.identifier(table))
        return self.env.execute_query(query)[0][0]

    def write_archive(self, target):
        """Write the archive; return the number of rows of each table in it."""
        written = {}
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, table in TABLES.items():
                with archive.open(name, "w", force_zip64=True) as stream:
                    written[table] = self._write_rows(stream, table)
            self._write_documents(archive)
        return written

    def _write_rows(self, stream, table):
        last, number = 0, 0
        while rows := self._read_rows(table, last):
            for last, row in rows:  # noqa: B007
                text = json.dumps(row, ensure_ascii=False, sort_keys=True)
                stream.write(f"{text}\n".encode())
            number += len(rows)
        return number

    def _read_rows(self, table, last):
        return self.env.execute_query(
            SQL(
                "SELECT id, to_jsonb(line) FROM %s line WHERE id > %s"
                " ORDER BY id LIMIT %s",
                SQL.identifier(table),
                last,
                BATCH,
            )
        )

    def _write_documents(self, archive):
        """Add the forms and letters by which people gave their word."""
        # sudo: whoever takes the ledger out takes its documents out
        attachments = self.env["ir.attachment"].sudo()
        domain = [("res_model", "=", "sunumarche.consent"), ("res_field", "!=", False)]
        for document in attachments.search(domain):
            name = f"documents/{document.res_id}-{document.res_field}"
            archive.writestr(name, document.raw or b"")
