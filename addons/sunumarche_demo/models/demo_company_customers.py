from odoo import models
from odoo.tools import split_every

from .demo_company import SOURCE_NAME

BATCH = 4000


class DemoCompany(models.AbstractModel):
    _inherit = "sunumarche.demo.company"

    def _create_customers(self, plan, users):
        """Return the customers in the plan's order; their contacts come along."""
        regions = self._get_regions()
        departments = self._get_departments()
        professions = self._create_professions(plan)
        partners = self.env["res.partner"].create(
            [
                self._prepare_customer_values(customer, users, regions, departments)
                | self._prepare_card_values(card, professions)
                for customer, card in zip(
                    plan.customers, plan.relations.cards, strict=True
                )
            ]
        )
        self.env["res.partner"].create(
            [
                self._prepare_contact_values(contact, partner)
                for customer, partner in zip(plan.customers, partners, strict=True)
                for contact in customer.contacts
            ]
        )
        return partners

    def _get_regions(self):
        """``{name: region}`` of Senegal; empty where they are not on file."""
        return {
            region.name: region.id
            for region in self.env["res.country.state"].search(
                [("country_id", "=", self.env.ref("base.sn").id)]
            )
        }

    def _get_departments(self):
        """``{(region, name): department}``, by the id of the region."""
        departments = self.env["sunumarche.department"].search(
            [("country_id", "=", self.env.ref("base.sn").id)]
        )
        return {(one.state_id.id, one.name): one.id for one in departments}

    def _prepare_customer_values(self, customer, users, regions, departments):
        """Agency and territory follow from the address."""
        address = customer.address
        region = regions.get(address.region)
        salesperson = customer.salesperson and users[customer.salesperson].id
        return {
            "name": customer.name,
            "ref": customer.code,
            "is_company": customer.is_company,
            "company_id": self.env.company.id,
            "street": address.street,
            "street2": address.quarter,
            "zip": address.postcode,
            "city": address.town,
            "state_id": region,
            "department_id": departments.get((region, address.department)),
            "country_id": self.env.ref("base.sn").id,
            "phone": customer.phone,
            "email": customer.email,
            "lang": self._get_language(),
            "tz": "Africa/Dakar",
            "user_id": salesperson,
            "customer_rank": 1,
        }

    def _prepare_contact_values(self, contact, partner):
        return {
            "name": contact.name,
            "function": contact.function,
            "phone": contact.phone,
            "email": contact.email,
            "parent_id": partner.id,
            "type": "contact",
            "company_id": self.env.company.id,
            "lang": self._get_language(),
            "tz": "Africa/Dakar",
        }

    def _create_history(self, plan, partners):
        source = self._get_source()
        history = self.env["sunumarche.purchase.history"]
        numbered = enumerate(plan.history, start=1)
        for batch in split_every(BATCH, numbered):
            history.create(
                [
                    self._prepare_history_values(number, purchase, partners, source)
                    for number, purchase in batch
                ]
            )
            self.env.flush_all()
            history.invalidate_model()

    def _get_source(self):
        sources = self.env["sunumarche.purchase.source"]
        return sources.search([("name", "=", SOURCE_NAME)], limit=1) or sources.create(
            {"name": SOURCE_NAME}
        )

    def _prepare_history_values(self, number, purchase, partners, source):
        partner = partners[purchase.customer]
        amount = -purchase.amount if purchase.is_refund else purchase.amount
        return {
            "company_id": self.env.company.id,
            "source_id": source.id,
            "external_customer": partner.ref,
            "line_key": f"{purchase.day:%Y%m%d}-{number:05d}",
            "partner_id": partner.id,
            "date": purchase.day,
            "kind": "refund" if purchase.is_refund else "purchase",
            "quantity": purchase.quantity,
            "original_amount": amount,
            "original_currency_id": self.env.company.currency_id.id,
            "amount": amount,
        }
