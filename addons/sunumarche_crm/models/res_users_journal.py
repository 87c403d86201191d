import contextlib

from odoo import models
from odoo.exceptions import AccessDenied


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "sunumarche.journal.mixin"]

    _journal_life = True

    def write(self, vals):
        result = super().write(vals)
        if vals.get("password"):
            self._journal_password()
        return result

    def _journal_password(self):
        """Keep that the password changed, never to what."""
        self.env["sunumarche.journal"]._record(
            "rights",
            [
                user._prepare_journal_event({}, {}, self.env._("Password changed"))
                # sudo: the author may be the user, by a link received by mail
                for user in self.sudo()
            ],
        )

    def _get_journal_fields(self):
        names = ("login", "active", "group_ids", "company_ids")
        return super()._get_journal_fields() | dict.fromkeys(names, "rights")

    @contextlib.contextmanager
    def _assert_can_auth(self, user=None):
        """Keep refused attempts, by form or RPC; not those that core's cooldown stops.

        ``user`` is the login typed, or an id.
        """
        tried = False
        try:
            with super()._assert_can_auth(user=user):
                tried = True
                yield
        except AccessDenied:
            if tried:
                if isinstance(user, int):
                    # sudo: res.users: nobody is logged in yet
                    user = self.sudo().browse(user).exists().login or user
                self.env["sunumarche.journal"]._record_failed_login(user)
            raise
