import json
import logging
import sys
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from odoo.addons.sunumarche_operations.engine import json_log


def record(message, *arguments, **values):
    made = logging.LogRecord(
        "odoo.http", logging.WARNING, "file.py", 1, message, arguments, None
    )
    made.created, made.msecs = 1_773_133_200.5, 500
    for name, value in {"dbname": "company", "pid": 42, **values}.items():
        setattr(made, name, value)
    return made


def written(made):
    text = json_log.JsonFormatter().format(made)
    assert "\n" not in text
    return json.loads(text)


@tagged("post_install", "-at_install")
class TestJsonLog(BaseCase):
    def test_a_record_is_one_object(self):
        self.assertEqual(
            written(record("Sold %s to\n%s", 3, "Awa")),
            {
                "time": "2026-03-10T09:00:00.500Z",
                "level": "WARNING",
                "logger": "odoo.http",
                "database": "company",
                "process": 42,
                "message": "Sold 3 to\nAwa",
            },
        )

    def test_a_request_has_its_figures(self):
        line = written(record("GET /odoo", perf_info="12 0.034 0.120"))
        self.assertEqual(
            (line["queries"], line["sql_seconds"], line["python_seconds"]),
            (12, 0.034, 0.12),
        )
        line = written(record("GET /odoo", perf_info="12 0.034 0.120 ro"))
        self.assertEqual(line["cursor"], "ro")

    def test_other_records_have_none(self):
        self.assertNotIn("queries", written(record("Started", perf_info="- - -")))

    def test_an_exception_stays_in_its_line(self):
        made = record("It broke")
        try:
            raise ValueError("no\nway")
        except ValueError:
            made.exc_info = sys.exc_info()
        self.assertIn("ValueError: no\nway", written(made)["exception"])

    def test_it_is_used_when_asked_for_only(self):
        handler = logging.StreamHandler()
        with patch.object(logging.getLogger(), "handlers", [handler]):
            with patch.dict("os.environ", {json_log.VARIABLE: "text"}):
                json_log.install()
                self.assertIsNone(handler.formatter)
            with patch.dict("os.environ", {json_log.VARIABLE: "json"}):
                json_log.install()
                self.assertIsInstance(handler.formatter, json_log.JsonFormatter)
