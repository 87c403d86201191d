from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.sunumarche_operations.hooks import MINIMUM_PARAMETER, post_init_hook
from odoo.addons.sunumarche_operations.models.res_users import FACTOR_PARAMETER


@tagged("post_install", "-at_install")
class TestSecondFactor(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(cls.env, "clerk", "base.group_user")
        cls.exporter = new_test_user(
            cls.env, "exporter", "base.group_user,base.group_allow_export"
        )
        cls.administrator = new_test_user(cls.env, "chief", "base.group_system")
        cls.parameters = cls.env["ir.config_parameter"]

    def _kinds(self):
        users = self.clerk | self.exporter | self.administrator
        return [user._mfa_type() for user in users]

    def test_it_is_not_required_before_somebody_says_so(self):
        self.parameters.set_param(FACTOR_PARAMETER, False)
        self.assertEqual(self._kinds(), [None, None, None])

    def test_it_is_required_of_exporters_and_administrators(self):
        self.parameters.set_param(FACTOR_PARAMETER, "True")
        self.assertEqual(self._kinds(), [None, "totp_mail", "totp_mail"])
        self.assertEqual(self.exporter._mfa_url(), "/web/login/totp")
        self.assertTrue(self.exporter._rpc_api_keys_only())
        self.assertFalse(self.clerk._rpc_api_keys_only())

    def test_who_has_an_application_is_asked_for_its_code(self):
        self.parameters.set_param(FACTOR_PARAMETER, "True")
        self.exporter.totp_secret = "JBSWY3DPEHPK3PXP"
        self.assertEqual(self.exporter._mfa_type(), "totp")

    def test_core_can_still_require_it_of_all(self):
        self.parameters.set_param("auth_totp.policy", "employee_required")
        self.assertEqual(self.clerk._mfa_type(), "totp_mail")

    def test_nobody_locks_himself_out(self):
        self.parameters.set_param(FACTOR_PARAMETER, False)
        settings = self.env["res.config.settings"].with_user(self.administrator)
        with self.assertRaisesRegex(ValidationError, "your own second factor"):
            settings.create({"second_factor": True})
        self.assertFalse(self.parameters.get_param(FACTOR_PARAMETER))
        self.administrator.totp_secret = "JBSWY3DPEHPK3PXP"
        self.administrator.invalidate_recordset(["totp_enabled"])
        settings.create({"second_factor": True}).execute()
        self.assertTrue(self.parameters.get_param(FACTOR_PARAMETER))

    def test_other_settings_can_be_saved_once_it_is_required(self):
        self.parameters.set_param(FACTOR_PARAMETER, "True")
        settings = self.env["res.config.settings"].with_user(self.administrator)
        settings.create({"backup_hours": 30}).execute()
        self.assertTrue(self.parameters.get_param(FACTOR_PARAMETER))


@tagged("post_install", "-at_install")
class TestDefaults(TransactionCase):
    def test_sessions_end_after_a_working_day_and_lock_after_an_hour(self):
        clerk = new_test_user(self.env, "clerk", "base.group_user")
        timeouts = clerk._get_lock_timeouts()
        self.assertEqual(timeouts["lock_timeout"], [(12 * 3600, False)])
        self.assertEqual(timeouts["lock_timeout_inactivity"], [(3600, False)])

    def test_passwords_are_longer_than_in_core_unless_somebody_chose(self):
        parameters = self.env["ir.config_parameter"]
        for before, after in (("8", "12"), ("10", "10"), ("16", "16")):
            parameters.set_param(MINIMUM_PARAMETER, before)
            post_init_hook(self.env)
            self.assertEqual(parameters.get_param(MINIMUM_PARAMETER), after)
