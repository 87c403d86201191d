from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.contact_link_graph import ContactLinkGraph
from ..engine.contact_link_path import ContactLinkPath

LINK_READERS = "sunumarche_crm.group_customer_figures"


class ResPartner(models.Model):
    """Whom a contact is linked to."""

    _inherit = "res.partner"

    link_ids = fields.One2many(
        "sunumarche.contact.link", "partner_id", string="Links", groups=LINK_READERS
    )
    link_count = fields.Integer(
        string="Links that Hold",
        compute="_compute_link_count",
        groups=LINK_READERS,
    )

    @api.depends("link_ids.date_start", "link_ids.date_end")
    def _compute_link_count(self):
        counts = dict(
            self.env["sunumarche.contact.link"]._read_group(
                [("partner_id", "in", self.ids), ("is_current", "=", True)],
                ["partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.link_count = counts.get(partner._origin, 0)

    def action_open_link_graph(self):
        """Open the graph of the contact's links."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.client"]._for_xml_id(
            "sunumarche_crm.link_graph_action"
        )
        return action | {
            "params": {"partner_id": self.id},
            "name": self.env._("Links of %s", self.display_name),
        }

    @api.readonly
    def ask_link_graph(self, depth=2):
        """Return who is around this contact, for the graph.

        :param depth: how many links away, 1 to 3
        :return: see ``ContactLinkGraph.get_around``
        """
        self.ensure_one()
        self.check_access("read")
        self.env["sunumarche.contact.link"].check_access("read")
        return ContactLinkGraph(self.env).get_around(
            self.id, min(max(int(depth), 1), 3)
        )

    @api.readonly
    def ask_link_path(self, other_id=False):
        """Return the shortest chain of links to another contact, in words.

        :return: a list of dicts ``partner_id``, ``partner``, ``link``, ``other_id``,
            ``other``, or False when no chain leads there
        """
        self.ensure_one()
        self.check_access("read")
        self.env["sunumarche.contact.link"].check_access("read")
        other = self.browse(other_id).exists()
        if not other:
            raise UserError(self.env._("Choose the contact to whom a path is wanted."))
        other.check_access("read")
        steps = ContactLinkPath(self.env).find(self.id, other.id)
        return steps if steps is None else self._describe_steps(steps)

    def _describe_steps(self, steps):
        link_types = self.env["sunumarche.contact.link.type"]
        return [
            {
                "partner_id": step.partner_id,
                "partner": self.browse(step.partner_id).display_name,
                "link": link_types.browse(step.type_id).name,
                "other_id": step.other_partner_id,
                "other": self.browse(step.other_partner_id).display_name,
            }
            for step in steps
        ]
