from odoo import models
from odoo.tools import SQL


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Queue the survivor, and drop the figures that spoke of separate customers.

        The next refresh computes the survivor's indicators, the next night rewrites
        the monthly snapshots, since their totals no longer fit the documents.
        """
        partners = self.env["res.partner"].browse(partner_ids).exists()
        customers = partners.commercial_partner_id
        self._forget_customer_figures(customers.ids)
        self._forget_memberships(customers - self._get_survivor(partners, dst_partner))
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

    def _forget_customer_figures(self, partner_ids):
        for table in (
            "sunumarche_customer_indicator",
            "sunumarche_customer_snapshot",
            "sunumarche_rfm_history",
        ):
            self.env.execute_query(
                SQL(
                    "DELETE FROM %s WHERE partner_id = ANY(%s)",
                    SQL.identifier(table),
                    partner_ids,
                )
            )

    def _get_survivor(self, partners, dst_partner):
        """The contact that stays, as core chooses it."""
        if dst_partner and dst_partner in partners:
            return dst_partner
        return self._get_ordered_partner(partners.ids)[-1:]

    def _forget_memberships(self, partners):
        """Drop the segment memberships of contacts that disappear."""
        self.env.execute_query(
            SQL(
                """
                DELETE FROM sunumarche_segment_membership
                      WHERE partner_id = ANY(%s)
                """,
                partners.ids,
            )
        )
        self.env["sunumarche.segment.membership"].invalidate_model()
