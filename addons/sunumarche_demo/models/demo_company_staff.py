from odoo import models
from odoo.fields import Command

from ..engine.staff import STAFF


class DemoCompany(models.AbstractModel):
    _inherit = "sunumarche.demo.company"

    def _create_staff(self):
        """Return ``{login: user}``; a user who exists already joins the company.

        All in one call, and without passwords: hashing sixty would take longer than
        the rest. Nobody logs in before an administrator sets his.
        """
        users = self.env["res.users"].with_context(active_test=False)
        known = {
            user.login: user
            for user in users.search([("login", "in", [one.login for one in STAFF])])
        }
        for user in known.values():
            user.company_ids = [Command.link(self.env.company.id)]
        newcomers = users.create(
            [
                self._prepare_user_values(employee)
                for employee in STAFF
                if employee.login not in known
            ]
        )
        return known | {user.login: user for user in newcomers}

    def _prepare_user_values(self, employee):
        groups = [self.env.ref(group).id for group in employee.groups]
        return {
            "login": employee.login,
            "name": employee.name,
            "email": employee.email,
            "function": employee.function,
            "lang": self._get_language(),
            "tz": "Africa/Dakar",
            "company_id": self.env.company.id,
            "company_ids": [Command.set(self.env.company.ids)],
            "group_ids": [Command.set(groups)],
        }

    def _get_language(self):
        """French where it is installed."""
        installed = dict(self.env["res.lang"].get_installed())
        return "fr_FR" if "fr_FR" in installed else self.env.lang or "en_US"
