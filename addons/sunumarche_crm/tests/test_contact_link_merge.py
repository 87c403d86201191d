from odoo.tests import tagged
from odoo.tools import SQL

from ..engine.contact_link_merge import ContactLinkFold
from .link_common import LinkCase


@tagged("post_install", "-at_install")
class TestContactLinkMerge(LinkCase):
    """What a merge of Binta into Awa does to links, and undoing it."""

    def _find(self):
        pairs = [(self.binta.id, self.awa.id)]
        ids = ContactLinkFold(self.env).find_folded(pairs)
        return self.env["sunumarche.contact.link"].browse(ids)

    def _rows(self):
        self.env.flush_all()
        return self.env.execute_query_dict(
            SQL("SELECT * FROM sunumarche_contact_link ORDER BY id")
        )

    def _repoint(self, source, survivor):
        for column in ("partner_id", "other_partner_id"):
            self.env.execute_query(
                SQL(
                    "UPDATE sunumarche_contact_link SET %s = %s WHERE %s = %s"
                    " RETURNING id",
                    SQL.identifier(column),
                    survivor.id,
                    SQL.identifier(column),
                    source.id,
                )
            )

    def test_what_folds(self):
        sides = self.env["sunumarche.contact.link"]
        sides += self._link(self.awa, "same_person", self.binta)
        self._link(self.awa, "sponsor", self.demba)
        sides += self._link(self.binta, "sponsor", self.shop)
        sides -= sides[-1]
        self._link(self.awa, "spouse", self.cheikh)
        sides += self._link(self.binta, "spouse", self.cheikh)
        self._link(self.awa, "partner", self.demba, date_end="2024-12-31")
        self._link(self.binta, "partner", self.demba, date_start="2025-01-01")
        self.assertEqual(self._find(), (sides + sides.mirror_id).sorted("id"))

    def test_one_of_two_that_only_one_of_may_hold_folds(self):
        self._link(self.awa, "reports_to", self.cheikh)
        link = self._link(self.binta, "reports_to", self.demba)
        self.assertEqual(self._find(), (link + link.mirror_id).sorted("id"))

    def test_the_survivor_s_own_link_is_kept_though_it_is_younger(self):
        older = self._link(self.binta, "spouse", self.cheikh)
        self._link(self.awa, "spouse", self.cheikh)
        self.assertEqual(self._find(), (older + older.mirror_id).sorted("id"))

    def test_nothing_folds_without_links(self):
        self.assertFalse(self._find())
        self.assertEqual(ContactLinkFold(self.env).find_folded([]), [])

    def test_links_survive_a_merge_and_its_undoing(self):
        self._link(self.awa, "same_person", self.binta)
        self._link(self.awa, "spouse", self.cheikh)
        self._link(self.binta, "spouse", self.cheikh)
        self._link(self.binta, "sponsor", self.demba, comment="Bal")
        before = self._rows()
        folded = self._find()
        journal = [row for row in before if row["id"] in folded.ids]
        moved = [
            row["id"]
            for row in before
            if self.binta.id in (row["partner_id"], row["other_partner_id"])
            and row not in journal
        ]
        folded.unlink()
        self._repoint(self.binta, self.awa)
        self.env.invalidate_all()
        self.assertEqual(
            {(link.type_id, link.other_partner_id) for link in self.awa.link_ids},
            {
                (self._type("spouse"), self.cheikh),
                (self._type("sponsor"), self.demba),
            },
        )
        self._undo(moved, journal)
        self.assertEqual(self._rows(), before)

    def _undo(self, moved, journal):
        """Repoint back, then insert what was folded."""
        for column in ("partner_id", "other_partner_id"):
            self.env.execute_query(
                SQL(
                    "UPDATE sunumarche_contact_link SET %s = %s"
                    " WHERE id = ANY(%s) AND %s = %s RETURNING id",
                    SQL.identifier(column),
                    self.binta.id,
                    moved,
                    SQL.identifier(column),
                    self.awa.id,
                )
            )
        columns = SQL(", ").join(map(SQL.identifier, journal[0]))
        values = SQL(", ").join(
            SQL("(%s)", SQL(", ").join(SQL("%s", value) for value in row.values()))
            for row in journal
        )
        self.env.execute_query(
            SQL(
                "INSERT INTO sunumarche_contact_link (%s) VALUES %s RETURNING id",
                columns,
                values,
            )
        )
