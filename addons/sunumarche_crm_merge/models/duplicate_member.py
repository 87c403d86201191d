from odoo import api, fields, models
from odoo.tools import SQL


class DuplicateMember(models.Model):
    """One record of a group of probable duplicates: a contact, lead or subscriber."""

    _name = "sunumarche.duplicate.member"
    _inherit = ["sunumarche.customer.record"]
    _description = "Record Among Probable Duplicates"
    _order = "group_id, profile_key"
    _log_access = False
    _customer_scope = None

    group_id = fields.Many2one(
        "sunumarche.duplicate.group", required=True, ondelete="cascade", index=True
    )
    profile_key = fields.Integer(
        required=True, index=True, export_string_translation=False
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", index="btree_not_null", ondelete="cascade"
    )
    lead_id = fields.Many2one(
        "crm.lead", string="Opportunity", index="btree_not_null", ondelete="cascade"
    )
    subscriber_id = fields.Many2one(
        "mailing.contact",
        index="btree_not_null",
        ondelete="cascade",
    )
    name = fields.Char(required=True)
    kind = fields.Char(string="Type", compute="_compute_card")
    email = fields.Char(string="E-mail", compute="_compute_card")
    phone = fields.Char(compute="_compute_card")
    city = fields.Char(compute="_compute_card")
    birthdate = fields.Date(string="Birth Date", compute="_compute_card")
    created_on = fields.Datetime(compute="_compute_card")

    @api.depends("partner_id", "lead_id", "subscriber_id")
    @api.depends_context("lang")
    def _compute_card(self):
        for member in self:
            card = member._get_card()
            member.kind = self.env["ir.model"]._get(card._name).name
            member.email = card["email_normalized"]
            member.phone = "phone" in card and card.phone
            member.city = "city" in card and card.city
            member.birthdate = "birthdate" in card and card.birthdate
            member.created_on = card.create_date

    def _get_card(self):
        """Return the record; an empty one of its model if the user may not read it."""
        record = self._get_record()
        return record if record.has_access("read") else record.browse()

    def _get_record(self):
        self.ensure_one()
        return self.partner_id or self.lead_id or self.subscriber_id

    def action_open(self):
        """Open the record."""
        return self._get_record().get_formview_action()

    @api.model
    def _write_members(self, document):
        """Insert the members of the groups of ``document``."""
        self.env.execute_query(
            SQL(
                """
                INSERT INTO sunumarche_duplicate_member
                            (group_id, profile_key, partner_id, lead_id, subscriber_id,
                             name)
                     SELECT member.group_id,
                            member.key,
                            partner.id,
                            lead.id,
                            subscriber.id,
                            coalesce(partner.name, lead.contact_name, lead.partner_name,
                                     subscriber.name, subscriber.email, '')
                       FROM (SELECT line.id AS group_id, key::integer AS key
                               FROM jsonb_to_recordset(%s::jsonb)
                                    line (id integer, members jsonb),
                                    jsonb_array_elements_text(line.members) key) member
                  LEFT JOIN res_partner partner
                         ON member.key %% 4 = 0 AND partner.id = member.key / 4
                  LEFT JOIN crm_lead lead
                         ON member.key %% 4 = 1 AND lead.id = member.key / 4
                  LEFT JOIN mailing_contact subscriber
                         ON member.key %% 4 = 2 AND subscriber.id = member.key / 4
                """,
                document,
            )
        )

    def _erase_person(self, person):
        """Who is gone is nobody's duplicate."""
        self.group_id.unlink()
