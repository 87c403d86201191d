import sys
from contextlib import ExitStack
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.base.models import ir_actions_report as core

from ..engine import press
from ..models import ir_actions_report
from .common import PrintCase

PARAMETER = "report_weasyprint.engine"


class TestEngineChoice(PrintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": "x"})
        cls.report = cls._create_report("<p>Text</p>")

    def _wkhtml(self, state="install", version="", patched=False):
        info = core.WkhtmlInfo(state, False, "none", version, patched, "none", None)
        stack = ExitStack()
        for module in (core, ir_actions_report):
            stack.enter_context(patch.object(module, "_wkhtml", return_value=info))
        return stack

    def test_weasyprint_prints_without_wkhtmltopdf(self):
        with self._wkhtml():
            self.assertEqual(self.reports.get_wkhtmltopdf_state(), "ok")
            self.assertIn("Text", self._print(self.report, self.partner).text())

    def test_a_report_may_choose_weasyprint_against_the_settings(self):
        self.env["ir.config_parameter"].set_param(PARAMETER, "wkhtmltopdf")
        self.report.pdf_engine = "weasyprint"
        with self._wkhtml():
            self.assertEqual(self.reports.get_wkhtmltopdf_state(), "install")
            self.assertIn("Text", self._print(self.report, self.partner).text())

    def test_a_report_may_choose_wkhtmltopdf_against_the_settings(self):
        self.report.pdf_engine = "wkhtmltopdf"
        done = type("Done", (), {"returncode": 0, "stderr": ""})()
        with (
            self._wkhtml("ok", "0.12.6", patched=True),
            patch.object(core, "_run_wkhtmltopdf", return_value=done) as run,
        ):
            self.reports._run_wkhtmltopdf(["<html/>"], report_ref=self.report)
        self.assertTrue(run.called)

    def test_wkhtmltopdf_that_is_missing_is_said(self):
        self.report.pdf_engine = "wkhtmltopdf"
        with self._wkhtml(), self.assertRaisesRegex(UserError, "wkhtmltopdf"):
            self._print(self.report, self.partner)

    def test_a_missing_library_is_said(self):
        for broken in (None, OSError):
            missing = {"weasyprint": None}
            with (
                self.subTest(broken=broken),
                patch.dict(sys.modules, missing),
                patch.object(press, "_idle", []),
                mute_logger("odoo.addons.report_weasyprint.engine.library"),
                self.assertRaisesRegex(UserError, "WeasyPrint"),
            ):
                self._print(self.report, self.partner)

    def test_the_settings_keep_the_choice(self):
        settings = self.env["res.config.settings"].create(
            {"report_pdf_engine": "wkhtmltopdf", "report_allowed_hosts": "a.example"}
        )
        settings.execute()
        self.assertEqual(self.reports._get_default_pdf_engine(), "wkhtmltopdf")
        resources = self.reports._get_report_resources()
        self.assertEqual(resources.allowed_hosts, {"a.example"})

    def test_the_settings_say_which_wkhtmltopdf_there_is(self):
        settings = self.env["res.config.settings"]
        for options, words in (
            (("install",), "not installed"),
            (("ok", "0.12.6", False), "without the patch"),
            (("ok", "0.12.6", True), "version 0.12.6"),
        ):
            with self._wkhtml(*options):
                self.assertIn(words, settings.new({}).report_wkhtmltopdf)
