from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import config

from odoo.addons.sunumarche_perimeter.engine.closed_gateway import ClosedGateway


@tagged("post_install", "-at_install")
class TestModules(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.modules = cls.env["ir.module.module"]
        # Two that stand for what calls out and what comes along with it.
        cls.caller = cls._add("zz_caller", ["mail"], auto=True)
        cls.above = cls._add("zz_above", ["zz_caller"], auto=True)
        cls.trigger = cls._add("zz_trigger", ["mail"])
        cls.env["ir.module.module.dependency"].create(
            {
                "module_id": cls.caller.id,
                "name": "zz_trigger",
                "auto_install_required": True,
            }
        )
        callers = patch.object(
            cls.registry["ir.module.module"],
            "_get_callers",
            lambda self: ["zz_caller"],
        )
        cls.startClassPatcher(callers)
        check = patch.object(
            cls.registry["ir.module.module"],
            "check_external_dependencies",
            lambda *args, **kwargs: None,
        )
        cls.startClassPatcher(check)

    @classmethod
    def _add(cls, name, needed, *, auto=False):
        dependencies = [
            (0, 0, {"name": one, "auto_install_required": auto}) for one in needed
        ]
        return cls.modules.create(
            {
                "name": name,
                "state": "uninstalled",
                "auto_install": auto,
                "dependencies_id": dependencies,
            }
        )

    def _states(self):
        return [one.state for one in (self.trigger, self.caller, self.above)]

    def test_what_calls_out_does_not_come_along(self):
        self.trigger.button_install()
        self.assertEqual(self._states(), ["to install", "uninstalled", "uninstalled"])

    def test_it_comes_when_it_is_named(self):
        self.caller.button_install()
        self.assertEqual(self.caller.state, "to install")
        self.assertTrue(self.caller.is_caller_wanted)

    def test_it_comes_with_what_needs_it_and_was_named(self):
        self.above.button_install()
        self.assertEqual(self._states(), ["to install", "to install", "to install"])

    def test_what_came_by_the_command_line_is_taken_away(self):
        self.caller.state = self.above.state = "installed"
        self.env["ir.model.data"]._process_end(["zz_caller"])
        self.assertEqual(self._states(), ["uninstalled", "to remove", "to remove"])

    def test_what_the_command_line_named_stays(self):
        self.caller.state = "installed"
        with patch.dict(config._runtime_options, init={"zz_caller": True}):
            self.env["ir.model.data"]._process_end(["zz_caller"])
        self.assertEqual(self.caller.state, "installed")

    def test_what_an_administrator_named_stays(self):
        self.caller.write({"state": "installed", "is_caller_wanted": True})
        self.env["ir.model.data"]._process_end(["zz_caller"])
        self.assertEqual(self.caller.state, "installed")


@tagged("post_install", "-at_install")
class TestServices(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parameters = cls.env["ir.config_parameter"]
        for name in ("sms.endpoint", "mail.link_preview_throttle"):
            cls.parameters.set_param(name, False)
        cls.called = cls.startClassPatcher(
            patch("odoo.addons.iap.tools.iap_tools.iap_jsonrpc", return_value={})
        )
        cls.posted = cls.startClassPatcher(patch("requests.post"))
        cls.got = cls.startClassPatcher(patch("requests.get"))
        service = cls.env["iap.service"].search([("technical_name", "=", "sms")])
        cls.account = cls.env["iap.account"].create({"service_id": service.id})

    def setUp(self):
        super().setUp()
        for mock in (self.called, self.posted, self.got):
            mock.reset_mock()

    def _send_sms(self):
        values = {"number": "+221771234567", "body": "Bonjour"}
        sms = self.env["sms.sms"].create(values)
        sms.send(unlink_failed=False, unlink_sent=False)
        return sms

    def test_the_publisher_hears_nothing(self):
        self.env["publisher_warranty.contract"].update_notification()
        self.posted.assert_not_called()

    def test_no_sms_leaves_before_a_gateway_is_chosen(self):
        sms = self._send_sms()
        self.assertEqual((sms.state, sms.failure_type), ("error", "sms_acc"))
        self.called.assert_not_called()
        self.assertIs(self.env.company._get_sms_api_class(), ClosedGateway)

    def test_sms_leave_once_the_company_is_registered(self):
        self.account.state = "registered"
        self._send_sms()
        self.called.assert_called_once()

    def test_sms_leave_by_the_gateway_that_was_named(self):
        self.parameters.set_param("sms.endpoint", "http://gateway.test")
        self._send_sms()
        [address], _named = self.called.call_args
        self.assertEqual(address, "http://gateway.test/api/sms/3/send")

    def test_accounts_ask_nobody(self):
        self.account.warning_threshold = 5
        self.account.web_read({"name": {}})
        self.assertEqual(self.env["iap.account"].get_credits("sms"), -1)
        self.called.assert_not_called()

    def test_no_enrichment(self):
        with self.assertRaises(AccessError):
            self.env["iap.enrich.api"]._request_enrich({1: "a@example.org"})
        self.called.assert_not_called()

    def test_pages_that_messages_name_are_not_fetched(self):
        preview = self.env["mail.link.preview"]
        self.assertFalse(preview._is_link_preview_enabled())
        self.parameters.set_param("mail.link_preview_throttle", "99")
        self.assertTrue(preview._is_link_preview_enabled())

    def test_the_editor_asks_nobody(self):
        self.authenticate("admin", "admin")
        for path, values in (
            ("generate_text", {"prompt": "x", "conversation_history": []}),
            ("media_library_search", {"query": "x"}),
            ("save_library_media", {"media": {}}),
        ):
            with self.subTest(path=path):
                answer = self._post(f"/html_editor/{path}", values)
                self.assertEqual(
                    answer["error"]["data"]["name"], "odoo.exceptions.UserError"
                )
        self.assertFalse(self.called.called or self.posted.called)

    def test_nobody_has_the_server_open_an_address(self):
        self.parameters.set_param("mail.link_preview_throttle", "99")
        path = "/html_editor/link_preview_external"
        values = {"preview_url": "http://169.254.169.254/"}
        self.authenticate(None, None)
        self.assertEqual(self._post(path, values)["result"], {})
        self.parameters.set_param("mail.link_preview_throttle", False)
        self.authenticate("admin", "admin")
        self.assertEqual(self._post(path, values)["result"], {})
        self.got.assert_not_called()

    def _post(self, path, values):
        return self.url_open(path, json={"params": values}).json()
