"""Gaining rights: whoever may not grant them cannot, the CRM administrator included."""

from odoo.fields import Command

from .rpc_case import INTERNAL, RpcCase


class TestEscalation(RpcCase):
    def _group(self, name="base.group_system"):
        return self.env.ref(name)

    def test_ones_own_account(self):
        for role in INTERNAL:
            me = self.world.users[role]
            for values in (
                {"group_ids": [Command.link(self._group().id)]},
                {"group_ids": [Command.link(self._group("base.group_erp_manager").id)]},
                {"company_ids": [Command.link(self.world.other_company.id)]},
                {"agency_ids": [Command.link(self.world.agencies["thies"].id)]},
                {"share": True},
            ):
                self.assertRefused(role, "res.users", "write", me, me, vals=values)

    def test_the_account_of_another(self):
        admin = self.env.ref("base.user_admin")
        for role in INTERNAL:
            for values in ({"password": "taken over"}, {"login": "taken"}):
                self.assertRefused(
                    role, "res.users", "write", admin, admin, vals=values
                )

    def test_the_card_of_a_technical_administrator(self):
        """Whoever changes its address receives the link that resets the password."""
        card = self.env.ref("base.user_admin").partner_id
        for role in INTERNAL:
            self.assertRefused(
                role,
                "res.partner",
                "write",
                card,
                card,
                vals={"email": "me@example.com"},
            )

    def test_an_account_made_through_a_contact(self):
        for role in INTERNAL:
            user = {"name": "Puppet", "login": "puppet", "group_ids": self._group().ids}
            values = {"name": "Puppet", "user_ids": [Command.create(user)]}
            self.assertRefused(role, "res.partner", "create", vals_list=[values])
            self.assertFalse(self.env["res.users"].search([("login", "=", "puppet")]))

    def test_the_groups(self):
        for role in INTERNAL:
            user = self.world.users[role]
            group = user.group_ids[0]
            for values in (
                {"implied_ids": [Command.link(self._group().id)]},
                {"customer_scope": "all"},
            ):
                self.assertRefused(
                    role, "res.groups", "write", group, group, vals=values
                )
            self.assertRefused(
                role,
                "res.groups",
                "write",
                self._group(),
                vals={"user_ids": [Command.link(user.id)]},
            )

    def test_the_rules(self):
        rule = self.env.ref("sunumarche_crm.res_partner_rule_scope")
        access = self.env.ref("sunumarche_crm.access_rfm_policy_figures")
        for role in INTERNAL:
            for record, values in (
                (rule, {"active": False}),
                (rule, {"domain_force": "[]"}),
                (access, {"perm_write": True}),
            ):
                self.assertRefused(
                    role, record._name, "write", record, record, vals=values
                )

    def test_code_that_runs_as_superuser(self):
        model = self.env["ir.model"]._get_id("res.partner")
        code = {"name": "Puppet", "model_id": model, "state": "code", "code": "pass"}
        for role in INTERNAL:
            for target in ("ir.actions.server", "ir.cron"):
                self.assertRefused(role, target, "create", vals_list=[code])

    def test_templates_and_views_that_run_code(self):
        view = {"name": "Puppet", "type": "qweb", "arch": "<t t-name='x'/>"}
        for role in INTERNAL:
            self.assertRefused(role, "ir.ui.view", "create", vals_list=[view])

    def test_settings_and_modules(self):
        module = self.env["ir.module.module"].search(
            [("state", "=", "uninstalled")], limit=1
        )
        for role in INTERNAL:
            self.assertRefused(role, "res.config.settings", "create", vals_list=[{}])
            self.assertRefused(
                role, "ir.module.module", "button_install", module, module
            )
            self.assertRefused(
                role,
                "ir.config_parameter",
                "set_param",
                key="database.secret",
                value="known",
            )

    def test_the_scheduled_actions(self):
        for name in (
            "ir_cron_customer_indicator_rebuild",
            "ir_cron_journal_purge",
            "territory_cron",
        ):
            cron = self.env.ref(f"sunumarche_crm.{name}")
            for role in INTERNAL:
                self.assertRefused(role, "ir.cron", "method_direct_trigger", cron)
                self.assertRefused(
                    role, "ir.actions.server", "run", cron.ir_actions_server_id
                )

    def test_private_methods(self):
        own = self.record("res.partner", "own")
        for method in ("_get_scope_domain", "_write", "_compute_territory"):
            self.assertRefused("administrator", "res.partner", method, own)
        event = self.record("sunumarche.journal", "any")
        for method in ("init", "_record", "_record_failed_login", "_purge"):
            self.assertRefused("administrator", event._name, method, event)

    def test_an_administrator_without_technical_rights(self):
        admin = self.world.users["administrator"]
        for group in ("base.group_system", "base.group_erp_manager"):
            self.assertFalse(admin.has_group(group))
