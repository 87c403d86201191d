"""What a report's addresses stand for, read inside Odoo with the user's rights."""

from __future__ import annotations

import base64
import logging
import posixpath
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, unquote_to_bytes, urljoin, urlsplit

import requests
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from odoo.exceptions import UserError
from odoo.http import root
from odoo.tools.image import image_process
from odoo.tools.mimetypes import guess_mimetype

from odoo.addons.web.controllers.binary import Binary
from odoo.addons.web.controllers.report import ReportController

_logger = logging.getLogger(__name__)

TIMEOUT = 10
MAX_BYTES = 20 * 1024 * 1024
CHUNK_BYTES = 65_536
MAX_LOGGED = 200


class Refused(ValueError):
    """An address that a report may not read, or that leads nowhere."""


@dataclass(frozen=True)
class Resource:
    """What an address gave."""

    content: bytes
    mimetype: str


def _routes(function: Callable[..., Any], endpoint: str) -> list[Rule]:
    """Return a controller's own addresses, so that they cannot differ from core's."""
    return [Rule(r, endpoint=endpoint) for r in function.original_routing["routes"]]


ROUTES = Map(
    [
        *_routes(Binary.content_image, "image"),
        *_routes(Binary.content_common, "content"),
        *_routes(Binary.content_assets, "asset"),
        *_routes(Binary.company_logo, "logo"),
        *_routes(ReportController.report_barcode, "barcode"),
    ],
    strict_slashes=False,
)


class ReportResources:
    """Reads the images, fonts and style sheets of a report.

    How to use: ``ReportResources(env, base_url, own_hosts, allowed_hosts)`` and
    ``get(url)``, which returns a Resource or raises Refused.

    How it works: an address of this server is never asked for over HTTP. Static files
    are read from the addons; records by the method that core's controller uses, as
    the user of ``env`` without superuser mode; barcodes are drawn. Everything else is
    refused, except hosts that an administrator named: those are asked once, without
    following redirections.
    """

    def __init__(
        self,
        env: Any,
        base_url: str,
        own_hosts: Collection[str] = (),
        allowed_hosts: Collection[str] = (),
    ) -> None:
        self.env = env(su=False)
        self.base_url = base_url
        self.own_hosts = {urlsplit(base_url).netloc, *own_hosts} - {""}
        self.allowed_hosts = frozenset(allowed_hosts)

    def get(self, url: str) -> Resource:
        """Return what is at an address; raise Refused where there is nothing for us."""
        try:
            return self._get(url)
        except Refused as refusal:
            address = url[:MAX_LOGGED]
            _logger.warning(
                "Report of user %s: %s (%s)", self.env.uid, refusal, address
            )
            raise

    def may_read(self, url: str) -> bool:
        """Tell whether an address is one of ours, or of a host that is allowed."""
        parts = urlsplit(urljoin(self.base_url, url))
        hosts = self.own_hosts | self.allowed_hosts
        return parts.scheme == "data" or parts.netloc in hosts

    def _get(self, url: str) -> Resource:
        if url[:5].lower() == "data:":
            return _read_data(url)
        parts = urlsplit(urljoin(self.base_url, url))
        if parts.scheme not in ("http", "https"):
            raise Refused("only http and data addresses are read")
        if parts.netloc in self.own_hosts:
            return self._get_own(parts.path, parts.query)
        if parts.netloc in self.allowed_hosts:
            return _download(parts.geturl())
        raise Refused("outside addresses are not read")

    def _get_own(self, path: str, query: str) -> Resource:
        static = _static_file(path)
        if static:
            with open(static, "rb") as file:
                return _resource(file.read())
        try:
            endpoint, values = ROUTES.bind("", query_args=query).match(path)
        except HTTPException as error:
            raise Refused("no report reads this address") from error
        arguments = dict(parse_qsl(query)) | values
        try:
            return getattr(self, f"_get_{endpoint}")(**arguments)
        except (UserError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise Refused(str(error)) from error

    def _get_image(
        self, width: Any = 0, height: Any = 0, crop: Any = False, **arguments: Any
    ) -> Resource:
        record, field = self._find(**arguments)
        resource = self._read(record, field)
        if not resource.content:
            placeholder = record._get_placeholder_filename(field)
            resource = _resource(self.env["ir.binary"]._placeholder(placeholder))
        size = (int(width), int(height))
        if not any(size) or resource.mimetype == "image/svg+xml":
            return resource
        content = image_process(resource.content, size=size, crop=crop)
        return Resource(content, resource.mimetype)

    def _get_content(self, **arguments: Any) -> Resource:
        return self._read(*self._find(**arguments))

    def _find(
        self,
        xmlid: str | None = None,
        model: str = "ir.attachment",
        id: Any = None,
        field: str = "raw",
        access_token: str | None = None,
        **_ignored: Any,
    ) -> tuple[Any, str]:
        """Return the record and field of an address, as core's controller does."""
        record_id = None if id is None else int(id)
        record = self.env["ir.binary"]._find_record(
            xmlid, model, record_id, access_token, field=field
        )
        return record, field

    def _read(self, record: Any, field: str) -> Resource:
        """Return what a field holds that the user may read."""
        if record._name == "ir.attachment" and field in ("raw", "datas"):
            return self._read_attachment(record)
        if record._fields[field].type != "binary":
            raise Refused("the field holds no file")
        record._check_field_access(record._fields[field], "read")
        value = record.with_context(bin_size=False)[field] or b""
        return _resource(base64.b64decode(value))

    def _read_attachment(self, attachment: Any) -> Resource:
        if attachment.type != "url":
            return Resource(attachment.raw or b"", attachment.mimetype)
        if urlsplit(attachment.url).netloc:
            raise Refused("the attachment is kept outside")
        return self._get(attachment.url)

    def _get_asset(self, filename: str, unique: str, **_ignored: Any) -> Resource:
        """Return a compiled style sheet, compiled now if nobody asked for it yet."""
        # sudo: ir.attachment - assets are public; the domain finds nothing else.
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("public", "=", True),
                    ("url", "=", f"/web/assets/{unique}/{filename}"),
                    ("res_model", "=", "ir.ui.view"),
                    ("res_id", "=", 0),
                ],
                limit=1,
            )
        )
        attachment = attachment or self._compile_asset(filename)
        return Resource(attachment.raw, "text/css")

    def _compile_asset(self, filename: str) -> Any:
        name, rtl, kind, autoprefix = self.env["ir.asset"]._parse_bundle_name(
            filename, debug_assets=False
        )
        if kind != "css":
            raise Refused("reports run no scripts")
        bundle = self.env["ir.qweb"]._get_asset_bundle(
            name, css=True, js=False, rtl=rtl, autoprefix=autoprefix
        )
        # sudo: ir.attachment - compiled assets are public.
        return self.env["ir.attachment"].sudo().browse(bundle.css().id)

    def _get_logo(self, company: Any = None, **_ignored: Any) -> Resource:
        companies = self.env["res.company"]
        found = companies.browse(int(company)).exists() if company else companies
        # sudo: res.company - a logo is public at this address, without a session.
        logo = (found or self.env.company).sudo().logo_web
        if not logo:
            raise Refused("the company has no logo")
        return _read_data(f"data:;base64,{logo.decode()}")

    def _get_barcode(self, barcode_type: str, value: str, **options: Any) -> Resource:
        reports = self.env["ir.actions.report"]
        return Resource(reports.barcode(barcode_type, value, **options), "image/png")


def _static_file(path: str) -> str | None:
    """Return the file of ``/<addon>/static/…``; nothing outside ``static`` is one."""
    path = posixpath.normpath(unquote(path))
    return root.get_static_file(path) if path.startswith("/") else None


def _resource(content: bytes) -> Resource:
    return Resource(content, guess_mimetype(content))


def _read_data(url: str) -> Resource:
    """Decode a ``data:`` address."""
    head, found, body = url[5:].partition(",")
    if not found:
        raise Refused("not a data address")
    raw = unquote_to_bytes(body)
    if head.lower().endswith(";base64"):
        raw = base64.b64decode(raw)
    return Resource(raw, head.split(";")[0] or guess_mimetype(raw))


def _download(url: str) -> Resource:
    """Ask an allowed host, once: no redirection, no more than MAX_BYTES."""
    try:
        with requests.get(
            url, timeout=TIMEOUT, allow_redirects=False, stream=True
        ) as response:
            if response.status_code != requests.codes.ok:
                raise Refused(f"the host answers {response.status_code}")
            content = b""
            for chunk in response.iter_content(CHUNK_BYTES):
                content += chunk
                if len(content) > MAX_BYTES:
                    raise Refused("too large")
            mimetype = response.headers.get("Content-Type", "").split(";")[0]
    except requests.RequestException as error:
        raise Refused(str(error)) from error
    return Resource(content, mimetype or guess_mimetype(content))
