"""Finds where core's and our code opens a connection to another machine."""

import ast
import re
from pathlib import Path

from odoo.modules.module import Manifest

from launcher.addons import read_callers
from tests.common import MANIFESTS

COUNTRY = "sn"
CALL = re.compile(
    r"""(?x)
    (\w+\.)*requests\.(get|post|put|patch|delete|head|request|Session)
    | (\w+\.)*Session
    | (\w+\.)*(urlopen|urlretrieve|ServerProxy|create_connection|iap_jsonrpc)
    | (\w+\.)*(SMTP|SMTP_SSL|IMAP4|IMAP4_SSL|POP3|POP3_SSL)
    | (\w+\.)*(HTTPConnection|HTTPSConnection|FTP|FTP_TLS)
    | (\w+\.)*OdooIMAP4\w* | (\w+\.)*OdooPOP3\w*
    """
)


def find_calls(modules):
    """Return ``module/path:function`` of every place that opens a connection."""
    found = set()
    for name in modules:
        root = Path(Manifest.for_addon(name).path)
        for path in root.rglob("*.py"):
            relative = path.relative_to(root)
            if not {"tests", "static"} & set(relative.parts):
                places = _find_in(ast.parse(path.read_text("utf-8")))
                found |= {f"{name}/{relative}:{place}" for place in places}
    return found


def _find_in(tree, inside="module"):
    for node in ast.iter_child_nodes(tree):
        name = inside
        if isinstance(node, ast.FunctionDef):
            name = node.name
        if isinstance(node, ast.Call) and CALL.fullmatch(ast.unparse(node.func)):
            yield name
        yield from _find_in(node, name)


def find_modules():
    """Return what our addons need and what installs itself with that.

    :return: names of core's and our modules; what is kept out is not among them
    """
    chosen = _close({"base", "web", *MANIFESTS})
    while True:
        coming = {name for name in _self_installing() if _comes(name, chosen)}
        if coming <= chosen:
            return chosen
        chosen = _close(chosen | coming)


def _close(names):
    """Add what these depend on."""
    todo, closed = set(names), set()
    while todo:
        name = todo.pop()
        closed.add(name)
        todo |= set(Manifest.for_addon(name)["depends"]) - closed
    return closed


def _self_installing():
    return [
        manifest.name
        for manifest in Manifest.all_addon_manifests()
        if manifest["auto_install"] and manifest.name not in read_callers()
    ]


def _comes(name, chosen):
    manifest = Manifest.for_addon(name)
    countries = manifest.get("countries") or [COUNTRY]
    return manifest["auto_install"] <= chosen and COUNTRY in countries
