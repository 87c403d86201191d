from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..engine.merge_reference import OWN_TABLES, ReferenceCatalog


@tagged("post_install", "-at_install")
class TestMergeReferences(TransactionCase):
    """Every column that points to contacts is known, and what is none is left out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.found = ReferenceCatalog(cls.env).find("res.partner")
        cls.columns = {(each.table, each.column) for each in cls.found}

    def _get(self, table, column):
        [reference] = [
            each for each in self.found if (each.table, each.column) == (table, column)
        ]
        return reference

    def test_every_stored_many2one_to_contacts_is_found(self):
        missing = set()
        for model in self.env.registry.models.values():
            if model._abstract or model._transient or not model._auto:
                continue
            if model._table in OWN_TABLES:
                continue
            for field in model._fields.values():
                is_link = field.type == "many2one" and field.store
                if not is_link or field.comodel_name != "res.partner":
                    continue
                if field.company_dependent or field.name == "merged_into_id":
                    continue
                if (model._table, field.name) not in self.columns:
                    missing.add((model._table, field.name))
        self.assertFalse(missing)

    def test_every_many2many_of_lasting_models_is_found(self):
        missing = set()
        for model in self.env.registry.models.values():
            if model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                is_link = field.type == "many2many" and field.store
                if not is_link or field.comodel_name != "res.partner":
                    continue
                if field.relation in OWN_TABLES:
                    continue
                if (field.relation, field.column2) not in self.columns:
                    missing.add((field.relation, field.column2))
        self.assertFalse(missing)

    def test_messages_files_and_activities_are_found_by_their_model(self):
        for table, column, named in (
            ("mail_message", "res_id", "model"),
            ("mail_followers", "res_id", "res_model"),
            ("mail_activity", "res_id", "res_model"),
            ("ir_attachment", "res_id", "res_model"),
            ("ir_model_data", "res_id", "model"),
        ):
            with self.subTest(table=table):
                self.assertEqual(self._get(table, column).model_column, named)

    def test_unique_indexes_are_known(self):
        followers = self._get("mail_followers", "partner_id")
        self.assertIn(("res_id", "res_model"), followers.keys)
        tags = self._get("res_partner_res_partner_category_rel", "partner_id")
        self.assertFalse(tags.has_id)
        self.assertEqual(tags.keys, (("category_id",),))

    def test_an_index_of_some_rows_only_counts_where_it_skips_null(self):
        notifications = self._get("mail_notification", "res_partner_id")
        self.assertEqual(notifications.keys, (("mail_message_id",),))
        memberships = self._get("sunumarche_segment_membership", "partner_id")
        self.assertFalse(memberships.keys)

    def test_wizards_and_merging_itself_are_left_out(self):
        tables = {each.table for each in self.found}
        self.assertFalse(tables & OWN_TABLES)
        self.assertNotIn("sunumarche_merge_wizard", tables)
        self.assertNotIn("base_partner_merge_automatic_wizard", tables)
        self.assertNotIn(("res_partner", "merged_into_id"), self.columns)
        self.assertIn(("res_partner", "parent_id"), self.columns)

    def test_rules_name_tables_that_exist(self):
        rules = self.env["sunumarche.merge"]._get_fold_rules()
        [[known]] = self.env.execute_query(
            SQL(
                "SELECT count(*) FROM pg_class"
                " WHERE relkind = 'r' AND relname = ANY(%s)",
                list(rules),
            )
        )
        self.assertEqual(known, len(rules))
