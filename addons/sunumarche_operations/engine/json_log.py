"""The server's log as one JSON object a line, for programs that collect logs."""

from __future__ import annotations

import json
import logging
import os
import time

VARIABLE = "SUNU_LOG_FORMAT"
# What werkzeug's records carry besides, as Odoo's filter leaves it: queries, seconds
# in the database, seconds elsewhere, and the cursor with a replica.
PERFORMANCE = ("queries", "sql_seconds", "python_seconds", "cursor")


class JsonFormatter(logging.Formatter):
    """Writes a record as JSON, whatever its text holds; times are UTC.

    How to use: ``SUNU_LOG_FORMAT=json`` in the server's environment, with this addon
    among the ``server_wide_modules``.
    """

    converter = time.gmtime
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record),
            "level": logging.getLevelName(record.levelno),
            "logger": record.name,
            "database": getattr(record, "dbname", None),
            "process": getattr(record, "pid", None) or record.process,
            "message": record.getMessage(),
            **self._read_performance(record),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)

    @staticmethod
    def _read_performance(record: logging.LogRecord) -> dict[str, object]:
        """Return the figures of a request, and nothing for other records."""
        words = str(getattr(record, "perf_info", "") or "").split()
        if len(words) < len(PERFORMANCE) - 1 or "-" in words[:3]:
            return {}
        figures = dict(zip(PERFORMANCE, words, strict=False))
        numbers = {name: float(figures[name]) for name in PERFORMANCE[1:3]}
        return {**figures, "queries": int(figures["queries"]), **numbers}


def install() -> None:
    """Give every handler of the root logger the JSON format, if it is asked for."""
    if os.environ.get(VARIABLE) != "json":
        return
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonFormatter())
