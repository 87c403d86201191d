from odoo import api, models
from odoo.tools import split_every

from ..engine.common_key_match import CommonKeyMatch

BATCH = 200
# How many of those that could not be linked the journal names, a model and night.
NAMED = 50


class CommonKey(models.AbstractModel):
    """The nightly reconciliation: links each record to its customer, and says so."""

    _inherit = "sunumarche.common.key"

    @api.model
    def _get_linked_models(self):
        """Return the models whose records are linked to customers."""
        return [model for model in self._get_models() if model._name != "res.partner"]

    @api.model
    def _cron_reconcile(self):
        """Link what has one customer by its keys, batch by batch."""
        for model in self._get_linked_models():
            unclear = []
            has_time = True
            for batch in split_every(BATCH, CommonKeyMatch(model).find()):
                linked, left = self._process_matches(model, batch)
                unclear += left
                has_time = self.env["ir.cron"]._commit_progress(linked)
                if not has_time:
                    break
            self._journal_unclear(model, unclear)
            if not has_time:
                return

    @api.model
    def _process_matches(self, model, matches):
        """Link those that have one customer; return their number and the others."""
        unclear, events = [], []
        for match in matches:
            record = model.browse(match.record_id)
            customer = self._choose_customer(match)
            if customer:
                record._link_customer(customer)
                events.append(self._prepare_event(record, customer))
            else:
                unclear.append(match)
        self.env["sunumarche.journal"]._record("common_key", events)
        return len(events), unclear

    @api.model
    def _choose_customer(self, match):
        """Return the one customer of a match, nobody when one cannot tell.

        A company and its only person with that key are one customer: the person.
        """
        customers = self.env["res.partner"].browse(match.customer_ids)
        if len(customers) > 1 and len(customers.commercial_partner_id) == 1:
            persons = customers.filtered(lambda customer: not customer.is_company)
            customers = persons if len(persons) == 1 else customers
        return customers if len(customers) == 1 else customers.browse()

    def _prepare_event(self, record, customer):
        company = record.company_id if "company_id" in record._fields else False
        return {
            "model": record._name,
            "res_id": record.id,
            "record_name": record.display_name,
            "summary": self.env._("Linked to its customer by address or number"),
            "after": {"partner_id": customer.display_name},
            "company_id": company and company.id,
        }

    @api.model
    def _journal_unclear(self, model, matches):
        """Keep which records have several customers, one row a model and night."""
        if not matches:
            return
        records = model.browse([match.record_id for match in matches[:NAMED]])
        event = {
            "model": model._name,
            "record_name": self.env["ir.model"]._get(model._name).name,
            "summary": self.env._(
                "Several customers have their address or number: %s records",
                len(matches),
            ),
            "after": {"records": records.mapped("display_name")},
        }
        self.env["sunumarche.journal"]._record("common_key", [event])
