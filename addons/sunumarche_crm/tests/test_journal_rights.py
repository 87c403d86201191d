from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .journal_common import CRM, JournalCase

SECRET = "Teranga-2025!"


@tagged("post_install", "-at_install")
class TestJournalRights(JournalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, "modou", groups=f"{CRM}buyer")
        cls.group = cls.env["res.groups"].create({"name": "Tellers"})
        cls.partner_model = cls.env["ir.model"]._get("res.partner")

    def test_groups_given_and_taken(self):
        self.user.with_user(self.manager).write(
            {
                "group_ids": [
                    Command.link(self.group.id),
                    Command.unlink(self.env.ref(f"{CRM}buyer").id),
                ]
            }
        )
        self._assert_rows(
            (
                self.user,
                "Groups",
                {"group_ids": ["SUNUMARCHE CRM / Buyer"]},
                {"group_ids": ["Tellers"]},
            )
        )
        self.assertRecordValues(
            self._rows(),
            [
                {
                    "kind": "rights",
                    "user_id": self.manager.id,
                    "login": "seynabou",
                    "record_name": self.user.display_name,
                }
            ],
        )
        self.assertEqual(
            self._text(self._rows()), "Groups: +Tellers, -SUNUMARCHE CRM / Buyer"
        )

    def test_the_same_groups_again_leave_no_row(self):
        self.user.write({"group_ids": [Command.set(self.user.group_ids.ids)]})
        self.user.write({"login": "modou", "active": True})
        self._assert_rows()

    def test_login_and_archive(self):
        self.user.write({"login": "modou2", "active": False})
        self._assert_rows(
            (
                self.user,
                "Login, Active",
                {"login": "modou", "active": True},
                {"login": "modou2", "active": False},
            )
        )

    def test_companies(self):
        company = self.env["res.company"].create({"name": "Thiès"})
        self._start()
        self.user.company_ids += company
        self._assert_rows(
            (self.user, "Companies", {}, {"company_ids": ["Thiès"]}),
            (self.user, "Groups", {}, {"group_ids": ["Multi Companies"]}),
        )

    def test_a_password_changes_without_being_told(self):
        self.user.password = SECRET
        self.env["res.users"].with_user(self.user).change_password(SECRET, SECRET + "2")
        wizard = self.env["change.password.wizard"].with_user(self.manager)
        wizard.with_context(active_ids=self.user.ids, active_model="res.users").create(
            {
                "user_ids": [
                    Command.create(
                        {
                            "user_id": self.user.id,
                            "user_login": self.user.login,
                            "new_passwd": SECRET + "3",
                        }
                    )
                ]
            }
        ).user_ids.change_password_button()
        rows = self._rows()
        self.assertEqual(rows.mapped("summary"), ["Password changed"] * 3)
        self.assertEqual(rows[1].user_id, self.user)
        self.assertEqual(rows[2].user_id, self.manager)
        content = str(self.journal.search([]).read())
        self.assertNotIn(SECRET, content)
        self.assertNotIn("pbkdf2", content)

    def test_a_user_created_and_deleted(self):
        user = new_test_user(self.env, "fatou", groups="base.group_user")
        self.assertEqual(self._rows()[0].after["login"], "fatou")
        self.assertEqual(self._rows()[0].after["group_ids"], ["Role / User"])
        self._start()
        user_id = user.id
        user.unlink()
        row = self._rows()
        self.assertEqual(
            (row.summary, row.res_id, row.before["login"], row.after),
            ("Deleted", user_id, "fatou", False),
        )

    def test_a_group_gets_users_and_implies(self):
        buyer = self.env.ref(f"{CRM}buyer")
        self.group.write({"user_ids": [Command.link(self.user.id)]})
        self.group.write({"implied_ids": [Command.link(buyer.id)]})
        self._assert_rows(
            (self.group, "User", {}, {"user_ids": [self.user.display_name]}),
            (
                self.group,
                "Implied Groups",
                {},
                {"implied_ids": ["SUNUMARCHE CRM / Buyer"]},
            ),
        )

    def test_a_group_lives(self):
        group = self.env["res.groups"].create({"name": "Couriers"})
        self._assert_rows((group, "Created", {}, {"name": "Couriers"}))
        self._start()
        group_id = group.id
        group.unlink()
        self.assertEqual(
            [(row.summary, row.res_id, row.before) for row in self._rows()],
            [("Deleted", group_id, {"name": "Couriers"})],
        )

    def test_access_rights(self):
        access = self.env["ir.model.access"].create(
            {
                "name": "tellers",
                "model_id": self.partner_model.id,
                "group_id": self.group.id,
                "perm_read": True,
            }
        )
        created = {
            "name": "tellers",
            "active": True,
            "model_id": self.partner_model.display_name,
            "group_id": "Tellers",
            "perm_read": True,
        }
        self._assert_rows((access, "Created", {}, created))
        self._start()
        access.perm_write = True
        self._assert_rows(
            (access, "Write Access", {"perm_write": False}, {"perm_write": True})
        )
        self.assertEqual(self._text(self._rows()), "Write Access: no → yes")
        self._start()
        access.unlink()
        self.assertEqual(self._rows().before, created | {"perm_write": True})

    def test_rules(self):
        rule = self.env["ir.rule"].create(
            {
                "name": "own",
                "model_id": self.partner_model.id,
                "groups": [Command.link(self.group.id)],
                "domain_force": "[('id', '=', 1)]",
            }
        )
        self.assertEqual(self._rows().after["groups"], ["Tellers"])
        self._start()
        rule.domain_force = "[(1, '=', 1)]"
        self._assert_rows(
            (
                rule,
                "Domain",
                {"domain_force": "[('id', '=', 1)]"},
                {"domain_force": "[(1, '=', 1)]"},
            )
        )

    def test_what_modules_bring_is_left_out(self):
        self.patch(self.env.registry, "ready", False)
        self.group.write({"user_ids": [Command.link(self.user.id)]})
        self.env["res.groups"].create({"name": "Couriers"}).unlink()
        self._assert_rows()

    def test_a_context_does_not_silence(self):
        self.group.with_context(install_mode=True).write({"name": "Cashiers"})
        self._assert_rows(
            (self.group, "Name", {"name": "Tellers"}, {"name": "Cashiers"})
        )

    def test_api_keys_by_name(self):
        keys = self.env["res.users.apikeys"].with_user(self.user)
        key = keys.sudo()._generate(None, "Platform", None)
        self.user.api_key_ids.with_user(self.user)._remove()
        self._assert_rows(
            (self.user, "API key created", {}, {"api_key_ids": ["Platform"]}),
            (self.user, "API key removed", {"api_key_ids": ["Platform"]}, {}),
        )
        self.assertEqual(self._rows().user_id, self.user)
        self.assertNotIn(key, str(self._rows().read()))

    def test_the_row_goes_with_the_change(self):
        savepoint = self.cr.savepoint()
        self.group.name = "Cashiers"
        self.assertEqual(len(self._rows()), 1)
        savepoint.rollback()
        self.env.invalidate_all()
        self._assert_rows()
