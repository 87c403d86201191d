"""Nothing of ours is without its lines: models, methods, menus, actions, reports."""

import inspect

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ..common import OUR_MODULES, RepoCase
from .matrix import LINES, Attempt, Line, StoredState, read_table, undone
from .world import EVERYONE, OWNERS, SCOPED, World

# What the matrix tries line by line, and what is core's.
ORM_METHODS = ("create", "name_create", "write", "unlink", "export_data")
ORM_METHODS += ("execute_import", "default_get", "onchange", "copy_data")
ORM_METHODS += ("fields_get", "get_view")
ACCESS_LOGGERS = (
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_rule",
)


class RightsCase(RepoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = World(cls.env)

    def setUp(self):
        super().setUp()
        self.world.forget_after(self)

    def _ours(self, model):
        """Return the records of a model that our addons' data made."""
        data = self.env["ir.model.data"].search(
            [("module", "in", OUR_MODULES), ("model", "=", model)]
        )
        return self.env[model].browse(data.mapped("res_id"))


class TestModelCoverage(RightsCase):
    def _our_models(self):
        return {
            name
            for name, model in self.registry.items()
            if model._original_module in OUR_MODULES and not model._abstract
        }

    def test_every_model_has_a_line_for_every_role(self):
        lines = {(line.role, line.model) for line in LINES}
        for model in self._our_models():
            for role in EVERYONE:
                self.assertIn(
                    (role, model),
                    lines,
                    f"add lines for model {model} to tests/rights/matrix.csv",
                )

    def test_a_model_that_shows_customers_has_a_line_for_every_kind(self):
        lines = {(line.role, line.model, line.records) for line in LINES}
        for model in {line.model for line in LINES} & SCOPED.keys():
            for role in EVERYONE:
                for kind in OWNERS:
                    self.assertIn(
                        (role, model, kind),
                        lines,
                        f"add lines for the {kind} records of {model} to "
                        "tests/rights/matrix.csv",
                    )

    def test_a_stored_model_with_a_customer_is_tried_by_kind(self):
        """A new model with a link to contacts belongs to SCOPED, not to UNSCOPED."""
        technical = {"sunumarche.customer.indicator.queue", "sunumarche.segment.queue"}
        for name in self._our_models() - technical:
            field = self.env[name]._fields.get("partner_id")
            if field and field.comodel_name == "res.partner":
                self.assertIn(name, SCOPED, f"move {name} to values_scoped.SCOPED")

    def test_no_line_stands_twice_and_every_line_is_of_something_that_exists(self):
        keys = [(line.role, line.model, line.records) for line in LINES]
        self.assertEqual(len(keys), len(set(keys)))
        for role, model, kind in keys:
            self.assertIn(role, EVERYONE)
            self.assertIn(model, self.env)
            self.assertIn(kind, (*OWNERS, "colleague", "any"))


# Core's methods that ours refuse more often, or answer in other words: who may call
# them is core's decision.
NARROWED = {
    "get_empty_list_help",
    "load",
    "reset_password",
    "add_members",
    "button_install",
    "button_uninstall",
    "get_credits",
    "message_notify",
    "message_post",
    "message_process",
    "message_subscribe",
    "module_uninstall",
}


class TestPublicMethods(RightsCase):
    def _our_public_methods(self):
        """Yield ``(model name, method name)`` of what anyone may call over RPC."""
        for model in self.registry.values():
            for klass in model.mro():
                ours = getattr(klass, "_module", None) in OUR_MODULES
                if not ours or "pool" in vars(klass) or model._abstract:
                    continue
                for name, method in vars(klass).items():
                    known = {*ORM_METHODS, *NARROWED}
                    tried = not inspect.isfunction(method) or name in known
                    if not tried and self._is_public(model, name):
                        yield model._name, name

    def _is_public(self, model, name):
        """Tell whether core lets it be called: what overrides the private is too."""
        try:
            get_public_method(self.env[model._name], name)
        except AccessError:
            return False
        return True

    def test_every_public_method_is_in_the_list(self):
        listed = {
            (row["model"], row["method"]) for row in read_table("public_methods.csv")
        }
        self.assertEqual(
            set(self._our_public_methods()),
            listed,
            "bring tests/rights/public_methods.csv up to date",
        )

    @mute_logger(*ACCESS_LOGGERS, "odoo.models.unlink")
    def test_every_public_method_is_refused_to_the_other_roles(self):
        faults = [
            f"{row['model']}.{row['method']} as {role}: {fault}"
            for row in read_table("public_methods.csv")
            for role in EVERYONE
            for fault in self._try(row, role)
        ]
        self.assertFalse(faults, "\n".join(["", *faults]))

    def _try(self, row, role):
        kind = "unassigned" if row["model"] in SCOPED else "any"
        line = Line(role, row["model"], kind, frozenset())
        attempt = Attempt(self.world, line, "read")
        state = StoredState(attempt.record)
        self.env.invalidate_all()
        allowed = role in row["roles"].split()
        with undone(self.env):
            if self._is_refused(attempt, row["method"]) == allowed:
                yield "refused" if allowed else "let through"
            if not allowed and not state.is_unchanged():
                yield "something was written"

    def _is_refused(self, attempt, method):
        """Other errors speak of the record, not of rights."""
        model = attempt.as_user()
        try:
            with self.env.cr.savepoint():
                getattr(model.browse(attempt.record.ids), method)()
        except AccessError:
            return True
        except UserError:
            return False
        return False


class TestScreens(RightsCase):
    def _menu_lines(self):
        for row in read_table("menus.csv"):
            yield self.env.ref(row["menu"]), set(row["roles"].split())

    def _visible_menus(self, role):
        """The ids of the menus shown: those allowed, below menus allowed."""
        menus = self.env["ir.ui.menu"].with_user(self.world.users[role])
        if not menus.has_access("read"):
            return set()
        allowed = menus._visible_menu_ids(debug=False)
        return {
            menu.id
            for menu in self._ours("ir.ui.menu")
            if {int(part) for part in menu.parent_path.split("/") if part} <= allowed
        }

    def test_every_menu_has_its_line(self):
        listed = self.env["ir.ui.menu"].union(*(m for m, _roles in self._menu_lines()))
        self.assertEqual(
            self._ours("ir.ui.menu"), listed, "bring tests/rights/menus.csv up to date"
        )

    def test_each_menu_is_seen_by_its_roles_only(self):
        seen = {role: self._visible_menus(role) for role in EVERYONE}
        for menu, roles in self._menu_lines():
            viewers = {role for role in EVERYONE if menu.id in seen[role]}
            self.assertEqual(viewers, roles, menu.complete_name)

    def test_what_a_visible_menu_opens_can_be_opened(self):
        for menu, roles in self._menu_lines():
            for role in sorted(roles):
                if menu.action and menu.action._name == "ir.actions.act_window":
                    with self.subTest(menu=menu.complete_name, role=role):
                        self._open(menu.action, self.world.users[role])

    def _open(self, action, user):
        """Do what the browser does: views, first page, groups."""
        env = self.env(user=user)
        env.invalidate_all()
        model = env[action.res_model]
        views = [view for view in action.views if view[1] != "search"]
        found = model.get_views([*views, (action.search_view_id.id, "search")])
        if model._abstract or model._transient:
            return
        scope = {
            "uid": user.id,
            "context": {},
            "allowed_company_ids": env.companies.ids,
        }
        domain = safe_eval(action.domain or "[]", scope)
        fields = self._fields_shown(found["views"], views)
        model.web_search_read(domain, {name: {} for name in fields}, limit=5)
        groupby = next(
            (name for name in fields if model._fields[name].type == "many2one"), "id"
        )
        model.web_read_group(domain, [groupby], ["__count"])

    def _fields_shown(self, found, views):
        """The fields of the list, or of the first view that shows many records."""
        kinds = [kind for _id, kind in views if kind in ("list", "kanban")]
        if not kinds:
            return []
        arch = etree.fromstring(found[kinds[0]]["arch"])
        return [
            node.get("name")
            for node in arch.iter("field")
            if not any(parent.tag == "field" for parent in node.iterancestors())
        ]

    def test_every_report_and_server_action_of_ours_has_groups(self):
        for model in ("ir.actions.report", "ir.actions.server"):
            for action in self._ours(model):
                if model == "ir.actions.server" and action.usage == "ir_cron":
                    continue
                self.assertTrue(action.group_ids, action.name)

    @mute_logger(*ACCESS_LOGGERS, "odoo.addons.base.models.ir_actions")
    def test_nobody_runs_the_scheduled_actions(self):
        """Only the scheduler does, and who may configure it; others are by group."""
        for action in self._ours("ir.actions.server"):
            for role in EVERYONE:
                user = self.world.users[role]
                if action.group_ids & user.all_group_ids:
                    continue
                as_user = action.with_user(user)
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    as_user.run()
