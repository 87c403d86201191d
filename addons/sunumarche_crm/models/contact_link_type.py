from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KINDS = [("person", "People"), ("company", "Companies")]


class ContactLinkType(models.Model):
    """One direction in which two contacts can be linked: "is the sponsor of".

    The other direction ("was sponsored by") is the type in ``reverse_id``; a type
    without one reads the same from both sides ("is married to"). What forbids loops is
    the same for both directions, what is allowed on a side belongs to that side's.
    """

    _name = "sunumarche.contact.link.type"
    _description = "Type of Link"
    _order = "sequence, id"

    name = fields.Char(
        string="Link",
        required=True,
        translate=True,
        help="Read between two contacts: A is the sponsor of B.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    reverse_id = fields.Many2one(
        "sunumarche.contact.link.type",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        copy=False,
    )
    reverse_name = fields.Char(
        string="From the Other Side",
        compute="_compute_reverse_name",
        inverse="_inverse_reverse_name",
        help="Read from B to A: B was sponsored by A. Leave empty when it reads the "
        "same from both sides.",
    )
    partner_kind = fields.Selection(
        KINDS, string="Who", help="Empty: people and companies."
    )
    is_single = fields.Boolean(
        string="One at a Time",
        help="A contact has one such link at a time: one employer, one spouse.",
    )
    refuses_loops = fields.Boolean(
        string="No Loops",
        help="A chain of such links never comes back to where it started: nobody "
        "reports to his own subordinate.",
    )
    is_account_partner = fields.Boolean(
        string="Partner of the Account",
        help="Contacts linked so are listed as partners involved in the account.",
    )
    loop_guard = fields.Integer(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="Written by whoever adds a link that must not close a loop, so that two "
        "people who do it at the same moment come one after the other.",
    )

    _name_uniq = models.UniqueIndex(
        "((name->>'en_US'))", "A link with this name already exists."
    )

    @api.depends("reverse_id.name")
    @api.depends_context("lang")
    def _compute_reverse_name(self):
        for link_type in self:
            link_type.reverse_name = link_type.reverse_id.name

    def _inverse_reverse_name(self):
        for link_type in self.filtered("reverse_name"):
            if link_type.reverse_id:
                link_type.reverse_id.name = link_type.reverse_name
            else:
                link_type.reverse_id = self.create(
                    {
                        "name": link_type.reverse_name,
                        "reverse_id": link_type.id,
                        "sequence": link_type.sequence,
                        "refuses_loops": link_type.refuses_loops,
                    }
                )

    @api.model_create_multi
    def create(self, vals_list):
        """The reverse of a type knows it too."""
        link_types = super().create(vals_list)
        for link_type in link_types:
            if link_type.reverse_id and not link_type.reverse_id.reverse_id:
                link_type.reverse_id.reverse_id = link_type
        return link_types

    def write(self, vals):
        """What forbids loops forbids them from both sides."""
        result = super().write(vals)
        if "refuses_loops" in vals:
            others = self.reverse_id.filtered(
                lambda other: other.refuses_loops != vals["refuses_loops"]
            )
            if others:
                others.refuses_loops = vals["refuses_loops"]
        return result

    def unlink(self):
        return super(ContactLinkType, self | self.reverse_id).unlink()

    @api.constrains("reverse_id")
    def _check_reverse_id(self):
        for link_type in self.filtered("reverse_id"):
            if link_type.reverse_id.reverse_id not in (link_type, self.browse()):
                raise ValidationError(
                    self.env._(
                        "%(name)s is already the other side of %(other)s.",
                        name=link_type.reverse_id.name,
                        other=link_type.reverse_id.reverse_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self.env["sunumarche.contact.link"].search(
            [("type_id", "in", (self | self.reverse_id).ids)], limit=1
        )
        shipped = (self | self.reverse_id)._get_external_ids()
        if used or any(
            xml_id.startswith("sunumarche_crm.")
            for xml_ids in shipped.values()
            for xml_id in xml_ids
        ):
            raise UserError(
                self.env._(
                    "This type of link is used or came with the application: archive "
                    "it instead."
                )
            )

    def _get_reverse(self):
        """Return the same link read from the other side."""
        self.ensure_one()
        return self.reverse_id or self
