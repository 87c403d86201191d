from odoo import api, fields, models


class ProductPricelist(models.Model):
    _name = "product.pricelist"
    _inherit = ["product.pricelist", "sunumarche.journal.mixin"]

    _journal_life = True

    segment_ids = fields.Many2many(
        "sunumarche.segment",
        "sunumarche_segment_pricelist_rel",
        "pricelist_id",
        "segment_id",
        string="Only for Segments",
        groups="sunumarche_crm.group_customer_figures",
        help="Customers in one of these segments get this price list, unless one was "
        "chosen on their card; others do not.",
    )
    is_for_segments = fields.Boolean(
        compute="_compute_is_for_segments",
        store=True,
        compute_sudo=True,
        export_string_translation=False,
    )

    @api.depends("segment_ids")
    def _compute_is_for_segments(self):
        for pricelist in self:
            pricelist.is_for_segments = bool(pricelist.segment_ids)

    def _get_journal_fields(self):
        names = ("name", "active", "currency_id", "segment_ids")
        return super()._get_journal_fields() | dict.fromkeys(names, "price")

    def _get_partner_pricelist_multi_search_domain_hook(self, company_id):
        """Leave lists for segments out where anybody's list is looked for."""
        domain = super()._get_partner_pricelist_multi_search_domain_hook(company_id)
        return [*domain, ("is_for_segments", "=", False)]

    @api.model
    def _get_partner_pricelist_multi(self, partner_ids):
        """After a list chosen on the card, before all others: the segment's."""
        result = super()._get_partner_pricelist_multi(partner_ids)
        if not self.env["res.groups"]._is_feature_enabled(
            "product.group_product_pricelist"
        ):
            return result
        # sudo: product.pricelist, sunumarche.segment.membership - which list applies
        # to a customer is the same whoever sells to him
        pricelists = self.sudo().search(
            [
                ("is_for_segments", "=", True),
                ("company_id", "in", [self.env.company.id, False]),
            ]
        )
        if not pricelists:
            return result
        partners = self.env["res.partner"].browse(partner_ids)
        segments = partners.sudo()._get_current_segments()  # sudo: as above
        for partner in partners.sudo():  # sudo: as above
            if partner.specific_property_product_pricelist.active:
                continue
            found = pricelists.filtered(
                lambda one, partner=partner: one.segment_ids & segments[partner.id]
            )
            if found:
                result[partner.id] = self.browse(found[:1].id)
        return result
