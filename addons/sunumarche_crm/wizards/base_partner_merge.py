from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Queue the survivor, and drop the figures that spoke of separate customers.

        The next refresh computes the survivor's indicators, the next night rewrites
        the monthly snapshots, since their totals no longer fit the documents.
        """
        partners = self.env["res.partner"].browse(partner_ids).exists()
        customers = partners.commercial_partner_id
        survivor = self._get_survivor(partners, dst_partner)
        for model in self.env["sunumarche.customer.record"]._get_customer_figures():
            model._forget_merged(customers.ids, survivor.id)
        result = super()._merge(
            partner_ids, dst_partner=dst_partner, extra_checks=extra_checks
        )
        # sudo: res.company - the survivor's figures change in every company, those
        # that the user cannot see included
        companies = self.env["res.company"].sudo().search([])  # pylint: disable=no-search-all
        self.env["sunumarche.customer.indicator.queue"]._mark(
            (partner.commercial_partner_id.id, company.id)
            for partner in partners.exists()
            for company in companies
        )
        self.env["sunumarche.segment.queue"]._mark(
            partners.exists().commercial_partner_id.ids
        )
        return result

    def _get_survivor(self, partners, dst_partner):
        """The contact that stays, as core chooses it."""
        if dst_partner and dst_partner in partners:
            return dst_partner
        return self._get_ordered_partner(partners.ids)[-1:]
