from odoo import api, fields, models
from odoo.tools import email_normalize

from odoo.addons.sunumarche_crm.engine.consent_key import get_post_key
from odoo.addons.sunumarche_crm.engine.email_key import get_email_key


class ResPartner(models.Model):
    """A contact that may be merged into another one, and taken apart again."""

    _name = "res.partner"
    _inherit = ["res.partner", "sunumarche.profiled.mixin"]

    merged_into_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        help="The contact that has all documents of this one since they were merged.",
    )
    second_email = fields.Char(
        string="Second E-mail",
        help="Another address of the same person, kept when two contacts were merged.",
    )
    second_email_key = fields.Char(
        compute="_compute_second_email_key",
        store=True,
        index="btree_not_null",
        copy=False,
        export_string_translation=False,
    )
    merge_count = fields.Integer(
        compute="_compute_merge_count",
        groups="sunumarche_crm_merge.group_merge",
        export_string_translation=False,
    )

    @api.depends("second_email")
    def _compute_second_email_key(self):
        rules = self.env["sunumarche.email.domain"]._get_rules()
        for partner in self:
            address = email_normalize(partner.second_email or "", strict=False)
            partner.second_email_key = get_email_key(address or None, rules)

    def _compute_merge_count(self):
        counts = dict(
            self.env["sunumarche.merge"]._read_group(
                [("survivor_id", "in", self.ids)], ["survivor_id"], ["__count"]
            )
        )
        for partner in self:
            partner.merge_count = counts.get(partner, 0)

    @api.model
    def _get_common_key_fields(self):
        names = super()._get_common_key_fields()
        return names | {"email": [*names["email"], "second_email_key"]}

    def _get_consent_addresses(self):
        """What was said of letters, was said of a contact: that of all he is counts."""
        addresses = super()._get_consent_addresses()
        if self.second_email_key:
            addresses.append(("email", self.second_email_key, self.second_email))
        merged = self.with_context(active_test=False).search(
            [("merged_into_id", "in", self.ids)]
        )
        return addresses + [
            ("post", get_post_key(partner.id), partner.display_name)
            for partner in merged
        ]

    def action_open_merges(self):
        """Open what was merged into this contact."""
        self.ensure_one()
        self.env["sunumarche.merge"]._check_right()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "sunumarche_crm_merge.sunumarche_merge_action"
            ),
            "domain": [("survivor_id", "=", self.id)],
        }

    def action_merge(self):
        """Open the comparison of these contacts, to merge them."""
        return self.env["sunumarche.merge.wizard"]._prepare_action(self)

    def _follow_merge(self):
        """Have all that is worked out of these contacts follow what became of them."""
        family = self.browse(self.ids) | self.with_context(active_test=False).child_ids
        for name in ("complete_name", "commercial_partner_id"):
            self.env.add_to_compute(self._fields[name], family)
        self.env.flush_all()
        # sudo: res.company - figures of all companies
        companies = self.env["res.company"].sudo().search([])  # pylint: disable=no-search-all
        self.env["sunumarche.customer.indicator.queue"]._mark(
            (partner.id, company.id) for partner in self for company in companies
        )
        self.env["sunumarche.segment.queue"]._mark(self.ids)
        self._mark_profiles()
        self.env["sunumarche.duplicate.profile"]._follow()

    def _get_same_person(self):
        """Those that were merged into them, and those into which they were."""
        merged = self.with_context(active_test=False).search(
            [("merged_into_id", "in", self.ids)]
        )
        return super()._get_same_person() | merged | self.merged_into_id
