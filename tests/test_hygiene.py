"""Rules that every addon of this repository keeps, checked on the live registry."""

import inspect
import re

from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from odoo.addons.test_lint.tests.test_override_signatures import assert_valid_override

from .common import OUR_MODULES, RepoCase

# Methods a logged-in user may call over RPC. Adding one is a decision: list it here.
PUBLIC_PREFIXES = ("action_", "ask_", "find_known", "get_my_day")
# A column of such a name on a core table breaks somebody's unqualified SQL.
AMBIGUOUS_FIELDS = ("state", "type", "score", "date")


class TestModels(RepoCase):
    def _our_definitions(self):
        """Yield ``(model class, definition class)`` for every class we wrote."""
        for model_cls in self.registry.values():
            for klass in model_cls.mro():
                ours = getattr(klass, "_module", None) in OUR_MODULES
                if ours and "pool" not in vars(klass):
                    yield model_cls, klass

    def _our_methods(self):
        """Yield ``(name, method, definition class, class above that has it)``."""
        for model_cls, klass in self._our_definitions():
            mro = model_cls.mro()
            above = mro[mro.index(klass) + 1 :]
            for name, method in vars(klass).items():
                if not name.startswith("__") and inspect.isfunction(method):
                    parent = next((k for k in above if name in vars(k)), None)
                    yield name, method, klass, parent

    def test_every_stored_model_has_an_access_rule_with_a_group(self):
        for name in {m._name for m, k in self._our_definitions() if k._name == m._name}:
            if self.env[name]._abstract:
                continue
            rules = self.env["ir.model.access"].search([("model_id.model", "=", name)])
            with self.subTest(model=name):
                self.assertTrue(rules)
                self.assertTrue(all(rules.mapped("group_id")))

    def test_one2many_inverses_are_indexed(self):
        for model in self.env.values():
            for field in model._fields.values():
                if field.type != "one2many" or field._module not in OUR_MODULES:
                    continue
                if not field.inverse_name:  # a computed one has no column to index
                    continue
                comodel = self.env[field.comodel_name]
                with self.subTest(model=comodel._name, field=field.inverse_name):
                    self.assertIn(field.inverse_name, self._indexed(comodel._table))

    def _indexed(self, table):
        """Return the columns of a table that an index over all its rows begins with."""
        self.env.cr.execute(
            SQL(
                """
                SELECT attname
                  FROM pg_index
                  JOIN pg_attribute
                    ON attrelid = indrelid
                   AND attnum = indkey[0]
                 WHERE indrelid = to_regclass(%(table)s)
                   AND (indpred IS NULL
                        OR pg_get_expr(indpred, indrelid) LIKE '%%IS NOT NULL)')
                """,
                table=table,
            )
        )
        return {name for (name,) in self.env.cr.fetchall()}

    def test_overrides_keep_the_signature(self):
        for name, method, klass, parent in self._our_methods():
            if parent is None or not callable(vars(parent)[name]):
                continue
            with self.subTest(model=klass._name, method=name):
                assert_valid_override(
                    inspect.signature(vars(parent)[name]),
                    inspect.signature(method),
                    is_private=name.startswith("_"),
                )

    def test_public_methods_are_meant_to_be_public(self):
        for name, method, klass, parent in self._our_methods():
            if name.startswith("_") or parent is not None:
                continue
            private = getattr(method, "_api_private", False)
            with self.subTest(model=klass._name, method=name):
                self.assertTrue(private or name.startswith(PUBLIC_PREFIXES))

    def test_fields_added_to_core_models_have_specific_names(self):
        for model in self.env.values():
            if model._original_module in OUR_MODULES:
                continue
            for name in AMBIGUOUS_FIELDS:
                field = model._fields.get(name)
                with self.subTest(model=model._name, field=name):
                    self.assertFalse(field and field._module in OUR_MODULES)


class TestData(RepoCase):
    def _ours(self, model):
        """Return the records of a model that our addons' data made."""
        data = self.env["ir.model.data"].search(
            [("module", "in", OUR_MODULES), ("model", "=", model)]
        )
        return self.env[model].browse(data.mapped("res_id"))

    def test_crons_call_an_existing_cron_method(self):
        for cron in self._ours("ir.cron"):
            with self.subTest(cron=cron.name):
                call = re.fullmatch(r"model\.(_cron_\w+)\(.*\)", cron.code.strip())
                self.assertTrue(call and hasattr(self.env[cron.model_name], call[1]))

    def test_every_rule_has_a_domain_that_works(self):
        user = self.env.ref("base.user_admin")
        for rule in self._ours("ir.rule"):
            model = self.env[rule.model_id.model].with_user(user)
            context = rule.with_user(user)._eval_context()
            with self.subTest(rule=rule.name):
                domain = safe_eval(rule.domain_force, context)
                model.sudo().search(domain, limit=1)

    def test_who_sees_a_menu_may_read_what_it_opens(self):
        access = self.env["ir.model.access"]
        expressions = self.env["res.groups"]._get_group_definitions()
        for menu in self._ours("ir.ui.menu"):
            if not menu.action or menu.action._name != "ir.actions.act_window":
                continue
            for group in self._groups_that_see(menu):
                readers = access._get_access_groups(menu.action.res_model, "read")
                with self.subTest(menu=menu.complete_name, group=group.full_name):
                    self.assertLessEqual(expressions.from_ids(group.ids), readers)

    def _groups_that_see(self, menu):
        """Return the groups named on the menu or, failing that, on one above it."""
        while menu and not menu.group_ids:
            menu = menu.parent_id
        return menu.group_ids or self.env.ref("base.group_user")
