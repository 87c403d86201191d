from odoo import models


class ResUsersApikeys(models.Model):
    _inherit = "res.users.apikeys"

    def _generate(self, scope, name, expiration_date):
        key = super()._generate(scope, name, expiration_date)
        self._journal_key(self.env.user, {}, {"api_key_ids": [name]})
        return key

    def unlink(self):
        # sudo: res.users: the key's owner, who is not always the author
        for key in self.sudo():
            self._journal_key(key.user_id.sudo(), {"api_key_ids": [key.name]}, {})
        return super().unlink()

    def _journal_key(self, user, before, after):
        """Keep that ``user`` got or lost a key: its name only.

        Models made after this one (devices trusted for 2FA) hold no API key.
        """
        if self._name == "res.users.apikeys":
            summary = self.env._("API key created")
            if before:
                summary = self.env._("API key removed")
            event = user._prepare_journal_event(before, after, summary)
            self.env["sunumarche.journal"]._record("rights", [event])
