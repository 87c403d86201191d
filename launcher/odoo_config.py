"""The private odoo.conf of a database: the company's file plus what is secret."""

from __future__ import annotations

import configparser
import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from .home import REPOSITORY, write_private

if TYPE_CHECKING:
    from .runtime import Runtime

BASE_CONFIG = REPOSITORY / "odoo.conf"


def compose(base: str, options: Mapping[str, str]) -> str:
    """Return a configuration: the base, then the options, which win."""
    parser = configparser.RawConfigParser()
    parser.read_string(base)
    for name, value in options.items():
        parser.set("options", name, value)
    text = io.StringIO()
    parser.write(text)
    return text.getvalue()


def private_options(runtime: Runtime, database: str) -> dict[str, str]:
    """Return the options that only this clone on this machine can know."""
    addons = (*runtime.tree.addons_path, REPOSITORY / "addons")
    return {
        "addons_path": ",".join(map(str, addons)),
        "data_dir": str(runtime.instance.data),
        "db_host": runtime.connection.host,
        "db_port": runtime.connection.port,
        "db_user": runtime.connection.odoo.name,
        "db_password": runtime.connection.odoo.password,
        "db_name": database,
        "dbfilter": f"^{database}$",
        "admin_passwd": runtime.instance.secret("master"),
    }


def write_config(
    path: Path, runtime: Runtime, database: str, options: Mapping[str, str]
) -> None:
    """Write the configuration of a database, readable by its owner only."""
    base = BASE_CONFIG.read_text("utf-8")
    known = {**private_options(runtime, database), **options}
    write_private(path, compose(base, known))
