import secrets

from odoo import models
from odoo.fields import Command

from ..engine.staff import STAFF


class DemoCompany(models.AbstractModel):
    _inherit = "sunumarche.demo.company"

    def _create_staff(self):
        """Return ``{login: user}``; a user who exists already joins the company."""
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
        staff = known | {user.login: user for user in newcomers}
        self._prepare_team(staff)
        return staff

    def _prepare_user_values(self, employee):
        """Values of a user with a password that nobody knows."""
        groups = [self.env.ref(group).id for group in employee.groups]
        return {
            "login": employee.login,
            "name": employee.name,
            "email": employee.email,
            "function": employee.function,
            "password": secrets.token_urlsafe(24),
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

    def _prepare_team(self, staff):
        self.env["crm.team"].create(
            {
                "name": "Agence de Dakar",
                "company_id": self.env.company.id,
                "user_id": staff["chef.agence"].id,
                "member_ids": [
                    Command.set((staff["chef.agence"] | staff["vendeur"]).ids)
                ],
            }
        )
