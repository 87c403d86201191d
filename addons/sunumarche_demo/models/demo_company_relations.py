from odoo import models
from odoo.fields import Command


class DemoCompany(models.AbstractModel):
    _inherit = "sunumarche.demo.company"

    def _create_relations(self, plan, cast):
        """Who lives, works and deals with whom; what people said and handed in."""
        relations = plan.relations
        with self._timed("households and links"):
            self._create_households(relations, cast)
            self._create_links(relations, cast)
        with self._timed("organisations and documents"):
            self._create_organisations(relations, cast)
            self._create_documents(relations, cast)
        with self._timed("consents"):
            self._create_consents(relations, cast)
        with self._timed("cards entered again"):
            self._create_repeats(relations, cast)

    def _create_households(self, relations, cast):
        households = self.env["sunumarche.household"]
        return households.with_context(lang=self._get_language()).create(
            [
                self._prepare_household_values(household, cast)
                for household in relations.households
            ]
        )

    def _prepare_household_values(self, household, cast):
        return {
            "head_id": cast.partners[household.head.customer].id,
            "member_ids": [
                Command.create(
                    {
                        "partner_id": cast.partners[member.customer].id,
                        "date_start": member.since,
                        "date_end": member.until,
                    }
                )
                for member in household.members
            ],
        }

    def _create_links(self, relations, cast):
        return self.env["sunumarche.contact.link"].create(
            [
                {
                    "partner_id": cast.partners[link.customer].id,
                    "type_id": self._get_link_type(link.kind).id,
                    "other_partner_id": cast.partners[link.other].id,
                    "date_start": link.since,
                    "date_end": link.until,
                }
                for link in relations.links
            ]
        )

    def _get_link_type(self, name):
        return self.env.ref(f"sunumarche_crm.link_type_{name}")

    def _create_documents(self, relations, cast):
        return self.env["sunumarche.customer.document"].create(
            [
                {
                    "name": document.name,
                    "type_id": self.env.ref(
                        f"sunumarche_crm.document_type_{document.kind}"
                    ).id,
                    "partner_id": cast.partners[document.customer].id,
                    "date_issued": document.issued,
                    "date_expiry": document.expiry,
                }
                for document in relations.documents
            ]
        )
