from collections import defaultdict
from dataclasses import replace

from odoo import models


class DemoCompany(models.AbstractModel):
    _inherit = "sunumarche.demo.company"

    def _create_repeats(self, relations, cast):
        """Cards entered again, each by the salesperson who did so, and quotations.

        Return the cards, in the order of the plan.
        """
        regions, departments = self._get_regions(), self._get_departments()
        created, places = {}, defaultdict(list)
        for place, repeat in enumerate(relations.repeats):
            places[repeat.salesperson].append(place)
        for login, entered in places.items():
            user = cast.users[login]
            cards = (
                self.env["res.partner"]
                .with_user(user)
                .create(
                    [
                        self._prepare_repeat_values(
                            relations.repeats[place], user, regions, departments
                        )
                        for place in entered
                    ]
                )
            )
            created |= zip(entered, cards.with_env(self.env), strict=True)
        cards = self.env["res.partner"].union(
            *(created[place] for place in range(len(relations.repeats)))
        )
        self.env["sale.order"].create(
            [
                self._prepare_quotation_values(item, replace(cast, partners=cards))
                for item in relations.repeat_quotations
            ]
        )
        return cards

    def _prepare_repeat_values(self, repeat, user, regions, departments):
        """Without a code: the salesperson did not look it up."""
        address = repeat.address
        region = regions.get(address.region)
        return {
            "name": repeat.name,
            "is_company": False,
            "company_id": self.env.company.id,
            "street": repeat.street,
            "city": address.town,
            "state_id": region,
            "department_id": departments.get((region, address.department)),
            "country_id": self.env.ref("base.sn").id,
            "phone": repeat.phone,
            "second_phone": repeat.second_phone,
            "email": repeat.email,
            "birthdate": repeat.birthdate,
            "lang": self._get_language(),
            "tz": "Africa/Dakar",
            "user_id": user.id,
            "customer_rank": 1,
        }
