from odoo import api, fields, models

READERS = "sunumarche_crm.group_customer_figures"
DAY = {"days": 1}


class ResPartner(models.Model):
    """Who reports to whom among a customer's contacts, and what part each plays.

    Both directions are read from, and written as, links of the type "reports to".
    """

    _inherit = "res.partner"

    contact_role_ids = fields.Many2many(
        "sunumarche.contact.role",
        "sunumarche_contact_role_partner_rel",
        "partner_id",
        "role_id",
        string="Roles in the Business Relation",
        groups=READERS,
        copy=False,
        help="Who decides, advises, uses, pays at this customer.",
    )
    reports_to_id = fields.Many2one(
        "res.partner",
        compute="_compute_reports_to_id",
        inverse="_inverse_reports_to_id",
        search="_search_reports_to_id",
        groups=READERS,
    )
    direct_report_ids = fields.One2many(
        "res.partner",
        string="Reported to by",
        compute="_compute_reports",
        groups=READERS,
    )

    @api.depends("link_ids.other_partner_id", "link_ids.date_end")
    def _compute_reports_to_id(self):
        links = self._get_reporting_links()
        leaders = {link.partner_id.id: link.other_partner_id for link in links}
        for partner in self:
            partner.reports_to_id = leaders.get(partner._origin.id)

    @api.depends("link_ids.other_partner_id", "link_ids.date_end")
    def _compute_reports(self):
        links = self.env["sunumarche.contact.link"].search(
            self._get_reporting_domain("manager") & self._in_links()
        )
        reports = links.grouped("partner_id")
        for partner in self:
            found = reports.get(partner._origin, links.browse())
            partner.direct_report_ids = found.other_partner_id

    def _in_links(self):
        return fields.Domain("partner_id", "in", self._origin.ids)

    def _get_reporting_links(self):
        return self.env["sunumarche.contact.link"].search(
            self._get_reporting_domain("reports_to") & self._in_links()
        )

    @api.model
    def _get_reporting_domain(self, name):
        """Domain of the links of today by which people report."""
        links = self.env["sunumarche.contact.link"]
        link_type = self.env.ref(f"sunumarche_crm.link_type_{name}")
        return fields.Domain("type_id", "=", link_type.id) & links._get_current_domain(
            fields.Date.context_today(self)
        )

    def _inverse_reports_to_id(self):
        """End the link that holds and begin another; what began today is corrected."""
        today = fields.Date.context_today(self)
        for partner in self:
            leader, link = partner.reports_to_id, partner._get_reporting_links()
            if link.other_partner_id == leader:
                continue
            if link.date_start == today:
                link.unlink()
            elif link:
                link.date_end = fields.Date.subtract(today, **DAY)
            if leader:
                self.env["sunumarche.contact.link"].create(
                    {
                        "partner_id": partner.id,
                        "type_id": self.env.ref(
                            "sunumarche_crm.link_type_reports_to"
                        ).id,
                        "other_partner_id": leader.id,
                        "date_start": today if link else False,
                    }
                )

    @api.model
    def _search_reports_to_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        reporting = self._get_reporting_domain("reports_to")
        leaders = fields.Domain("other_partner_id", "in", [one for one in value if one])
        found = fields.Domain("link_ids", "any", reporting & leaders)
        if False in value:
            found |= fields.Domain("link_ids", "not any", reporting)
        return found

    def action_open_organisation(self):
        """Show who reports to whom among the customer's contacts."""
        self.ensure_one()
        self.check_access("read")
        customer = self.commercial_partner_id
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sunumarche_crm.res_partner_organisation_action"
        )
        return action | {
            "domain": [
                ("commercial_partner_id", "=", customer.id),
                ("is_company", "=", False),
            ],
            "context": {"default_parent_id": customer.id},
            "name": self.env._("Organisation of %s", customer.display_name),
        }
