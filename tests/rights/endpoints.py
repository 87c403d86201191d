"""Calls a method over HTTP the four ways that Odoo offers, and names the outcome."""

import json
import xmlrpc.client

from odoo.tests.common import get_db_name

REFUSALS = (
    "odoo.exceptions.AccessError",
    "odoo.exceptions.AccessDenied",
    "odoo.http.SessionExpiredException",
)
# faultCode of /xmlrpc/2 for an AccessError: addons/rpc/controllers/xmlrpc.py.
ACCESS_FAULT = 4


def _outcome(error_name, message=""):
    if not error_name:
        return "done"
    return "refused" if error_name in REFUSALS else f"{error_name}: {message}"


class Json2:
    """``/json/2``, with an API key as bearer token; without a key for the public."""

    name = "/json/2"

    def __init__(self, case, user, key):
        self.case = case
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def call(self, model, method, ids, arguments):
        body = {**arguments, **({"ids": ids} if ids else {})}
        response = self.case.url_open(
            f"/json/2/{model}/{method}", json=body, headers=self.headers
        )
        if response.ok:
            return "done", response.json()
        if response.status_code == 401:
            return "refused", None
        error = response.json()
        return _outcome(error["name"], error["message"]), None


class CallKw:
    """``/web/dataset/call_kw``, with the session of a browser."""

    name = "/web/dataset/call_kw"

    def __init__(self, case, user, key):
        self.case = case
        case.authenticate(user.login if key else None, user.login)

    def call(self, model, method, ids, arguments):
        params = {
            "model": model,
            "method": method,
            "args": [] if method == "create" else [ids],
            "kwargs": arguments,
        }
        if method == "create":
            params["args"] = [params["kwargs"].pop("vals_list")]
        return _jsonrpc(self.case, f"/web/dataset/call_kw/{model}/{method}", params)


class JsonRpc:
    """``/jsonrpc``, with the API key as password."""

    name = "/jsonrpc"

    def __init__(self, case, user, key):
        self.case = case
        self.credentials = [get_db_name(), user.id, key or "no key"]

    def call(self, model, method, ids, arguments):
        positional = [arguments["vals_list"]] if method == "create" else [ids]
        named = {k: v for k, v in arguments.items() if k != "vals_list"}
        params = {
            "service": "object",
            "method": "execute_kw",
            "args": [*self.credentials, model, method, positional, named],
        }
        return _jsonrpc(self.case, "/jsonrpc", params)


class XmlRpc(JsonRpc):
    """``/xmlrpc/2/object``, with the API key as password."""

    name = "/xmlrpc/2/object"

    def call(self, model, method, ids, arguments):
        positional = [arguments["vals_list"]] if method == "create" else [ids]
        named = {k: v for k, v in arguments.items() if k != "vals_list"}
        # through JSON: commands of lists become plain numbers
        values = json.loads(json.dumps([positional, named]))
        body = xmlrpc.client.dumps(
            (*self.credentials, model, method, *values), "execute_kw", allow_none=True
        )
        response = self.case.url_open(
            self.name, data=body.encode(), headers={"Content-Type": "text/xml"}
        )
        try:
            (result,), _method = xmlrpc.client.loads(response.content)
        except xmlrpc.client.Fault as fault:
            denied = fault.faultCode in (3, ACCESS_FAULT)
            return ("refused" if denied else fault.faultString), None
        return "done", result


def _jsonrpc(case, url, params):
    response = case.url_open(url, json={"jsonrpc": "2.0", "params": params}).json()
    if "error" not in response:
        return "done", response["result"]
    data = response["error"]["data"]
    return _outcome(data["name"], data["message"]), None
