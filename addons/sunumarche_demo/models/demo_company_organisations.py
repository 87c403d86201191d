from odoo import models
from odoo.fields import Command


class DemoCompany(models.AbstractModel):
    _inherit = "sunumarche.demo.company"

    def _create_organisations(self, relations, cast):
        """More contacts of large companies; the roles of all, who reports to whom."""
        newcomers = self.env["res.partner"].create(
            [
                self._prepare_contact_values(contact, cast.partners[one.company])
                for one in relations.organisations
                for contact in one.newcomers
            ]
        )
        people = self._gather_people(relations, cast, newcomers)
        self._write_roles(relations, people)
        return self._create_reports(relations, people)

    def _gather_people(self, relations, cast, newcomers):
        """Return, for each organisation, its contacts in the order of its posts."""
        people, newcomers = [], iter(newcomers)
        for one in relations.organisations:
            known = cast.partners[one.company].child_ids.sorted("id")
            known = known[: len(one.posts) - len(one.newcomers)]
            people.append([*known, *(next(newcomers) for _new in one.newcomers)])
        return people

    def _write_roles(self, relations, people):
        """A write for each set of roles."""
        partners = {}
        for one, contacts in zip(relations.organisations, people, strict=True):
            for post, contact in zip(one.posts, contacts, strict=True):
                known = partners.get(post.roles, contact.browse())
                partners[post.roles] = known | contact
        for roles, contacts in partners.items():
            roles = [
                self.env.ref(f"sunumarche_crm.contact_role_{one}") for one in roles
            ]
            contacts.contact_role_ids = [Command.link(role.id) for role in roles]

    def _create_reports(self, relations, people):
        link_type = self._get_link_type("reports_to")
        return self.env["sunumarche.contact.link"].create(
            [
                {
                    "partner_id": contact.id,
                    "type_id": link_type.id,
                    "other_partner_id": contacts[post.leader].id,
                }
                for one, contacts in zip(relations.organisations, people, strict=True)
                for post, contact in zip(one.posts, contacts, strict=True)
                if post.leader is not None
            ]
        )
