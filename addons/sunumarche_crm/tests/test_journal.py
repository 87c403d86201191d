from freezegun import freeze_time
from psycopg2.errors import RestrictViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from .home_common import ROLES
from .journal_common import CRM, JournalCase

READERS = ("direction", "administrator")
OTHERS = tuple(role for role in ROLES if role not in READERS)
PARAMETER = "sunumarche_crm.journal_retention_months"


@tagged("post_install", "-at_install")
class TestJournalAccess(JournalCase):
    def _user(self, role):
        return new_test_user(self.env, f"journal_{role}", groups=f"{CRM}{role}")

    def test_direction_and_administrators_read(self):
        row = self._record()
        for role in READERS:
            with self.subTest(role=role):
                self.assertEqual(row.with_user(self._user(role)).summary, "Trial")

    def test_other_roles_do_not_read(self):
        row = self._record()
        for role in OTHERS:
            with self.subTest(role=role), self.assertRaises(AccessError):
                row.with_user(self._user(role)).read(["summary"])

    def test_another_company_is_not_seen_but_what_concerns_all_is(self):
        company = self.env["res.company"].create({"name": "Thiès"})
        theirs = self._record(company_id=company.id)
        everybody = self._record()
        seen = self.journal.with_user(self._user("direction")).search(
            [("id", "in", (theirs | everybody).ids)]
        )
        self.assertEqual(seen, everybody)

    def test_nobody_writes_through_the_orm(self):
        row = self._record()
        users = [self._user(role) for role in ROLES]
        users.append(self.env.ref("base.user_admin"))
        for journal in [self.journal.with_user(user) for user in users] + [
            self.journal.sudo(),
            self.journal.with_user(self.env.ref("base.user_admin")).sudo(),
        ]:
            with self.subTest(user=journal.env.user.login, su=journal.env.su):
                for refused in (
                    lambda own=journal: own.create({"kind": "rights"}),
                    lambda own=journal: row.with_env(own.env).write({"summary": "x"}),
                    lambda own=journal: row.with_env(own.env).unlink(),
                ):
                    with self.assertRaises(UserError):
                        refused()
        self.assertEqual(row.summary, "Trial")
        self.assertEqual(set(self._rows().mapped("model")), {False, "res.users"})

    def test_deleting_in_sudo_says_why(self):
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self._record().sudo().unlink()

    def test_the_author_is_who_acts_and_not_who_lends_his_rights(self):
        self.journal.with_user(self.manager).sudo()._record("rights", [{}])
        self.assertRecordValues(
            self._rows(),
            [{"user_id": self.manager.id, "login": "seynabou", "address": ""}],
        )

    def test_a_deleted_author_leaves_his_login(self):
        user = new_test_user(self.env, "modou")
        self._start()
        self.journal.with_user(user)._record("export", [{"summary": "Trial"}])
        user.sudo().unlink()
        self.env.invalidate_all()
        row = self._rows("export")
        self.assertRecordValues(row, [{"user_id": False, "login": "modou"}])
        self.assertEqual(self._rows("rights").mapped("summary"), ["Deleted"])

    def test_the_record_opens_until_it_is_deleted(self):
        partner = self.env["res.partner"].create({"name": "Awa"})
        row = self._record(
            model="res.partner", res_id=partner.id, record_name="Awa"
        ).with_user(self._user("direction"))
        action = row.action_open_record()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("res.partner", partner.id)
        )
        partner.unlink()
        row.invalidate_recordset()
        self.assertFalse(row.record_exists)
        with self.assertRaisesRegex(UserError, "Awa no longer exists"):
            row.action_open_record()

    def test_a_row_of_a_model_that_is_gone_is_readable(self):
        row = self._record(model="gone.model", res_id=3, after={"price": 2.5})
        self.assertEqual(
            (row.model_name, self._text(row), row.record_exists),
            (False, "price: 2.50", False),
        )


@tagged("post_install", "-at_install")
class TestJournalGuard(JournalCase):
    def _execute(self, query):
        with self.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.env.execute_query(query)

    def _old_row(self, months):
        date = f"now() AT TIME ZONE 'utc' - interval '{months} months 1 day'"
        self.env.execute_query(
            SQL(
                "INSERT INTO sunumarche_journal (date, kind)"  # pylint: disable=sql-injection
                f" VALUES ({date}, 'rights')"
            )
        )

    def _purged(self):
        before = self.journal.search_count([])
        self.journal._purge()
        return before - self.journal.search_count([])

    def test_sql_changes_are_refused(self):
        row = self._record()
        for query in (
            SQL("UPDATE sunumarche_journal SET summary = 'x' WHERE id = %s", row.id),
            SQL("UPDATE sunumarche_journal SET user_id = NULL WHERE id = %s", row.id),
            SQL(
                "UPDATE sunumarche_journal SET date = '2001-01-01' WHERE id = %s",
                row.id,
            ),
            SQL("DELETE FROM sunumarche_journal WHERE id = %s", row.id),
            SQL("TRUNCATE sunumarche_journal"),
        ):
            with self.subTest(query=query.code), self.assertRaises(RestrictViolation):
                self._execute(query)

    def test_rows_past_the_retention_are_purged(self):
        self._old_row(59)
        self.assertEqual(self._purged(), 0)
        self._old_row(60)
        self.assertEqual(self._purged(), 1)

    def test_a_shorter_retention_purges_sooner(self):
        self.env["ir.config_parameter"].set_param(PARAMETER, "24")
        self._old_row(23)
        self._old_row(24)
        self.assertEqual(self._purged(), 1)

    def test_a_year_is_kept_whatever_is_set(self):
        self._old_row(11)
        for value in ("0", "3", "-5", "abc", "99999999999"):
            self.env["ir.config_parameter"].set_param(PARAMETER, value)
            with self.subTest(value=value):
                self.env.flush_all()
                self.assertEqual(self._purged(), 0)
                with self.assertRaises(RestrictViolation):
                    self._execute(SQL("DELETE FROM sunumarche_journal"))

    def test_the_purge_works_in_batches_from_the_oldest(self):
        for months in (80, 90, 70):
            self._old_row(months)
        self.assertEqual([self.journal._purge(2), self.journal._purge(2)], [2, 1])

    def test_the_cron_purges(self):
        self._old_row(80)
        count = self.journal.search_count([])
        with self.enter_registry_test_mode():
            self.env.ref("sunumarche_crm.ir_cron_journal_purge").method_direct_trigger()
        self.assertEqual(self.journal.search_count([]), count - 1)

    def test_the_setting_is_journalled(self):
        parameter = self.env["ir.config_parameter"]
        parameter.set_param(PARAMETER, "60")
        self._start()
        self.env["res.config.settings"].create(
            {"journal_retention_months": 24}
        ).execute()
        record = parameter.search([("key", "=", PARAMETER)])
        self._assert_rows((record, "Value", {"value": "60"}, {"value": "24"}))
        self.assertEqual(self._rows().kind, "setting")
        parameter.set_param("sunumarche_crm.other", "1")
        self.assertEqual(len(self._rows()), 1)

    def test_less_than_a_year_is_refused_in_the_settings(self):
        settings = self.env["res.config.settings"]
        for months in (11, 0, -1):
            with self.subTest(months=months), self.assertRaises(ValidationError):
                settings.create({"journal_retention_months": months})
        settings.create({"journal_retention_months": 12})

    def test_the_time_is_that_of_the_event(self):
        with freeze_time("2025-01-02 03:04:05"):
            row = self._record()
        self.assertEqual(str(row.date), "2025-01-02 03:04:05")
