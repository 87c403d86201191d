from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user
from odoo.tools import SQL

from odoo.addons.sunumarche_crm.tests.common import CustomerCase

# What merging itself writes, and the marks that a refresh removes.
LEFT_OUT = frozenset(
    (
        *("sunumarche_merge", "sunumarche_merge_move", "sunumarche_merge_loser_rel"),
        *("sunumarche_journal", "sunumarche_customer_indicator_queue"),
        *("sunumarche_segment_queue", "sunumarche_linkage", "bus_bus"),
        *("sunumarche_linkage_weight", "ir_sequence", "sunumarche_duplicate_exception"),
        *("sunumarche_duplicate_key", "ir_logging", "orm_signaling_registry"),
    )
)
DATES = ["write_date", "write_uid"]


MERGER = (
    "sunumarche_crm.group_service_agent,sunumarche_crm_merge.group_merge,"
    "base.group_partner_manager"
)


class ProfileCase(TransactionCase):
    """Reads how a record is compared with others."""

    def _get_profile(self, record, kind=0):
        """Return the row of its profile; nothing if it is not compared."""
        self.env.flush_all()
        self.env["sunumarche.duplicate.profile"]._follow()
        rows = self.env.execute_query_dict(
            SQL(
                "SELECT * FROM sunumarche_duplicate_profile WHERE id = %s",
                record.id * 4 + kind,
            )
        )
        return rows[0] if rows else {}


class MergeCase(CustomerCase):
    """Contacts to merge, and somebody who may."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.merger = new_test_user(
            cls.env,
            "merger",
            MERGER,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.kept = cls._create_customer(
            "Awa Diop", phone="+221771234567", email="awa@example.com"
        )
        cls.gone = cls._create_customer("Awa DIOP", phone="+221761234567")
        cls.env.flush_all()

    def _merge(self, survivor=None, losers=None):
        merges = self.env["sunumarche.merge"].with_user(self.merger)
        return merges._merge({survivor or self.kept: losers or self.gone})

    def _dump(self):
        """Return ``{table: rows}`` of the whole database, without dates of writing."""
        self.env.flush_all()
        self.env["sunumarche.duplicate.profile"]._follow()
        tables = self.env.execute_query(
            SQL(
                """
                SELECT relname
                  FROM pg_class
                 WHERE relkind = 'r'
                   AND relnamespace = current_schema::regnamespace
                """
            )
        )
        return {
            table: self.env.execute_query(
                SQL(
                    "SELECT md5(string_agg(line, '|' ORDER BY line)) FROM"
                    " (SELECT (to_jsonb(row) - %s::text[])::text AS line FROM %s row)"
                    " lines",
                    DATES,
                    SQL.identifier(table),
                )
            )
            for (table,) in tables
            if table not in LEFT_OUT
        }

    def _find_differences(self, before, after):
        return sorted(table for table in before if before[table] != after[table])
