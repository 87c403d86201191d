from odoo import models
from odoo.fields import Command

from ..engine.agencies import AGENCIES, HEAD_OFFICE
from ..engine.staff import STAFF


class DemoCompany(models.AbstractModel):
    _inherit = "sunumarche.demo.company"

    def _create_agencies(self, staff):
        """Return ``{agency: its sales team}``, the head office apart.

        :param staff: what ``_create_staff`` returned
        """
        agencies = self.env["sunumarche.agency"]
        head_office = agencies.create(self._prepare_agency_values(HEAD_OFFICE, staff))
        below = agencies.create(
            [
                {
                    **self._prepare_agency_values(agency.name, staff),
                    "parent_id": head_office.id,
                    "territory_ids": [
                        Command.create(self._prepare_territory_values(territory))
                        for territory in agency.territories
                    ],
                }
                for agency in AGENCIES
            ]
        )
        teams = self.env["crm.team"].create(
            [self._prepare_team_values(agency, staff) for agency in AGENCIES]
        )
        return dict(zip(below, teams, strict=True))

    def _prepare_agency_values(self, name, staff):
        users = [staff[one.login].id for one in STAFF if one.agency == name]
        return {
            "name": name,
            "company_id": self.env.company.id,
            "user_ids": [Command.set(users)],
        }

    def _prepare_territory_values(self, territory):
        regions = self._get_regions()
        return {
            "name": territory.name,
            "state_ids": [Command.set([regions[name] for name in territory.regions])],
        }

    def _prepare_team_values(self, agency, staff):
        members = [staff[one.login].id for one in STAFF if one.agency == agency.name]
        return {
            "name": agency.name,
            "company_id": self.env.company.id,
            "user_id": staff[agency.head].id,
            "member_ids": [Command.set(members)],
            "shares_customers": agency.shares_customers,
        }
