"""A test that sends requests as the users of the small company."""

from unittest.mock import patch

from passlib.context import CryptContext

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .endpoints import Json2
from .matrix import StoredState, undone
from .world import EVERYONE, World

LOGGERS = (
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.res_users",
    "odoo.addons.rpc.controllers.jsonrpc",
    "odoo.addons.rpc.controllers.xmlrpc",
    "odoo.http",
    "odoo.models.unlink",
    "werkzeug",
)
INTERNAL = tuple(role for role in EVERYONE if role not in ("portal", "public"))


@tagged("standard", "post_install", "-at_install")
class RpcCase(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = World(cls.env)
        muted = mute_logger(*LOGGERS)
        muted.__enter__()
        cls.addClassCleanup(muted.__exit__)
        cls.keys = cls._generate_keys()
        cls.env.flush_all()

    @classmethod
    def _generate_keys(cls):
        """An API key of each role; a single round, as in core's tests of passwords."""
        quick = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=1)
        keys = cls.env["res.users.apikeys"]
        with patch("odoo.addons.base.models.res_users.KEY_CRYPT_CONTEXT", quick):
            return {
                role: keys.with_user(cls.world.users[role])
                .sudo()
                ._generate("rpc", "rights", None)
                for role in EVERYONE
                if role != "public"
            }

    def setUp(self):
        super().setUp()
        self.world.forget_after(self)

    def url_open(self, *args, **kwargs):
        self.opener.trust_env = False  # no look for a proxy at each request
        return super().url_open(*args, **kwargs)

    def open(self, endpoint, role):
        return endpoint(self, self.world.users[role], self.keys.get(role))

    def record(self, model, kind, role="salesperson"):
        return self.world.record(model, kind, role)

    def call(self, role, model, method, records=(), **arguments):
        """Call over ``/json/2``; return the outcome and the result."""
        ids = list(getattr(records, "ids", records))
        self.env.flush_all()
        answer = self.open(Json2, role).call(model, method, ids, arguments)
        self.env.invalidate_all()
        return answer

    def result(self, role, model, method, records=(), **arguments):
        """The result of a call that must be let through."""
        outcome, result = self.call(role, model, method, records, **arguments)
        self.assertEqual(outcome, "done", (role, model, method))
        return result

    def assertRefused(self, role, model, method, records=(), target=None, **arguments):
        """The call ends in an AccessError, and ``target`` stays as it is."""
        targets = [StoredState(record) for record in target or ()]
        with self.subTest(role=role, model=model, method=method), undone(self.env):
            outcome, _result = self.call(role, model, method, records, **arguments)
            self.assertEqual(outcome, "refused")
            for state in targets:
                self.assertTrue(state.is_unchanged(), "something was written")
