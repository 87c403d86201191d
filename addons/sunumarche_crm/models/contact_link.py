from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..engine.contact_link_checks import (
    WantedLink,
    find_link_in_loop,
    find_standing_in_the_way,
    take_turns,
)
from ..engine.customer_scope import CustomerScope
from ..engine.written_values import read_written

# A value of one side -> that of the mirrored row.
MIRRORED = {"partner_id": "other_partner_id", "other_partner_id": "partner_id"}
COMMON = ("date_start", "date_end", "comment")


class ContactLink(models.Model):
    """A link between two contacts, seen from one of them.

    Every link has two rows, one from each side, always written together: what a
    contact is linked to is one indexed search. A link holds from ``date_start`` to
    ``date_end``, both days included; an empty one is open.
    """

    _name = "sunumarche.contact.link"
    _inherit = ["sunumarche.customer.record"]
    _description = "Link between Contacts"
    _order = "date_end desc nulls first, date_start desc nulls last, id"
    _rec_name = "type_id"
    _customer_fields = ("partner_id", "other_partner_id")
    _customer_scope = CustomerScope(("partner_id", "other_partner_id"))

    partner_id = fields.Many2one(
        "res.partner", string="Contact", required=True, ondelete="cascade"
    )
    type_id = fields.Many2one(
        "sunumarche.contact.link.type",
        string="Link",
        required=True,
        index=True,
        ondelete="restrict",
    )
    other_partner_id = fields.Many2one(
        "res.partner",
        string="Linked to",
        required=True,
        index=True,
        ondelete="cascade",
    )
    date_start = fields.Date(string="Since", help="Empty: since ever.")
    date_end = fields.Date(string="Last Day", help="Empty: the link still holds.")
    comment = fields.Char()
    mirror_id = fields.Many2one(
        "sunumarche.contact.link",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        copy=False,
        export_string_translation=False,
    )
    is_single = fields.Boolean(
        related="type_id.is_single",
        store=True,
        precompute=True,
        export_string_translation=False,
    )
    is_current = fields.Boolean(
        string="Holds Today", compute="_compute_is_current", search="_search_is_current"
    )

    _dates = models.Constraint(
        "CHECK (date_end >= date_start)", "A link cannot end before it begins."
    )
    _not_itself = models.Constraint(
        "CHECK (partner_id != other_partner_id)",
        "A contact cannot be linked to itself.",
    )
    # Ranges of one number each: PostgreSQL's own ranges need no extension.
    _identical = models.Constraint(
        """EXCLUDE USING gist (
            int4range(partner_id, partner_id, '[]') WITH =,
            int4range(other_partner_id, other_partner_id, '[]') WITH =,
            int4range(type_id, type_id, '[]') WITH =,
            daterange(date_start, date_end, '[]') WITH &&
        ) DEFERRABLE""",
        "These two contacts already have this link at that time.",
    )
    _single = models.Constraint(
        """EXCLUDE USING gist (
            int4range(partner_id, partner_id, '[]') WITH =,
            int4range(type_id, type_id, '[]') WITH =,
            daterange(date_start, date_end, '[]') WITH &&
        ) WHERE (is_single) DEFERRABLE""",
        "A contact has one link of this type at a time.",
    )
    _partner_type_idx = models.Index("(partner_id, type_id)")

    @api.depends("date_start", "date_end")
    def _compute_is_current(self):
        today = fields.Date.context_today(self)
        for link in self:
            start, end = link.date_start, link.date_end
            link.is_current = (not start or start <= today) and (
                not end or end >= today
            )

    @api.model
    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        current = self._get_current_domain(fields.Date.context_today(self))
        return Domain.OR(current if wanted else ~current for wanted in value)

    @api.model
    def _get_current_domain(self, day):
        """Domain of the links that hold on a day."""
        begun = Domain("date_start", "=", False) | Domain("date_start", "<=", day)
        return begun & (Domain("date_end", "=", False) | Domain("date_end", ">=", day))

    @api.depends("type_id", "partner_id", "other_partner_id")
    def _compute_display_name(self):
        for link in self:
            link.display_name = self.env._(
                "%(contact)s %(link)s %(other)s",
                contact=link.partner_id.display_name,
                link=link.type_id.name,
                other=link.other_partner_id.display_name,
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Write each link from both its sides."""
        vals_list = [
            {name: value for name, value in vals.items() if name != "mirror_id"}
            for vals in vals_list
        ]
        self._check_naming(vals_list)
        self._refuse_what_stands_in_the_way(
            [self._get_wanted(vals) for vals in vals_list]
        )
        links = super().create(vals_list)
        super().create([link._prepare_mirror_values() for link in links])
        links._set_mirrors()
        links._refuse_loops()
        return links

    def _set_mirrors(self):
        """Tell the rows just created which ones are their mirrors."""
        self.flush_model()
        self.env.execute_query(
            SQL(
                """
                   UPDATE sunumarche_contact_link link
                      SET mirror_id = mirror.id
                     FROM sunumarche_contact_link mirror
                    WHERE mirror.mirror_id = link.id
                      AND link.id = ANY(%s)
                RETURNING link.id
                """,
                self.ids,
            )
        )
        self.invalidate_recordset(["mirror_id"])

    def write(self, vals):
        """Write the other side too."""
        vals = {name: value for name, value in vals.items() if name != "mirror_id"}
        if not vals or not self:
            return True
        if vals.keys() & {"partner_id", "type_id", "other_partner_id", *COMMON[:2]}:
            self.check_access("write")
            self._check_naming([vals])
            self._refuse_what_stands_in_the_way(
                [self._get_wanted(vals, link) for link in self]
            )
        result = super().write(vals)
        mirrors = self.mirror_id - self
        super(ContactLink, mirrors).write(self._prepare_mirror_changes(vals))
        self._refuse_loops()
        return result

    def unlink(self):
        return super(ContactLink, self | self.mirror_id).unlink()

    @api.constrains("partner_id", "type_id", "other_partner_id")
    def _check_partner_kinds(self):
        for link in self:
            sides = (
                (link.partner_id, link.type_id),
                (link.other_partner_id, link.type_id._get_reverse()),
            )
            for partner, link_type in sides:
                kind = "company" if partner.is_company else "person"
                if link_type.partner_kind not in (False, kind):
                    raise ValidationError(self._describe_wrong_kind(partner, link_type))

    def _describe_wrong_kind(self, partner, link_type):
        if link_type.partner_kind == "company":
            return self.env._(
                "“%(link)s” is said of companies; %(contact)s is a person.",
                link=link_type.name,
                contact=partner.display_name,
            )
        return self.env._(
            "“%(link)s” is said of people; %(contact)s is a company.",
            link=link_type.name,
            contact=partner.display_name,
        )

    @api.model
    def _get_wanted(self, vals, link=None):
        """Return what these values make of a new link, or of one that changes."""
        link = link or self.browse()
        link_type = self.env["sunumarche.contact.link.type"].browse(
            read_written(self, vals, "type_id", link.type_id.id)
        )
        return WantedLink(
            read_written(self, vals, "partner_id", link.partner_id.id) or None,
            link_type.id or None,
            read_written(self, vals, "other_partner_id", link.other_partner_id.id)
            or None,
            read_written(self, vals, "date_start", link.date_start) or None,
            read_written(self, vals, "date_end", link.date_end) or None,
            link_type.is_single,
            link.id or 0,
        )

    def _refuse_what_stands_in_the_way(self, wanted):
        """Name the link that is there already.

        PostgreSQL refuses it as well, whoever writes and by whatever way, but without
        a name.
        """
        dated = [
            link
            for link in wanted
            if not (link.date_start and link.date_end)
            or link.date_start <= link.date_end
        ]
        both_sides = dated + self._turn(dated)
        found = find_standing_in_the_way(self.env, both_sides)
        if found:
            raise ValidationError(self.browse(found[0])._describe_obstacle())

    def _turn(self, wanted):
        """Return the same links wanted, read from the other side."""
        link_types = self.env["sunumarche.contact.link.type"]
        turned = []
        for link in wanted:
            reverse = link_types.browse(link.type_id)
            reverse = reverse._get_reverse() if reverse else reverse
            turned.append(
                link._replace(
                    partner_id=link.other_partner_id,
                    other_partner_id=link.partner_id,
                    type_id=reverse.id or None,
                    is_single=reverse.is_single,
                    row_id=self.browse(link.row_id).mirror_id.id or 0,
                )
            )
        return turned

    def _describe_obstacle(self):
        """Say what is in the way; of a link one may not see only that it is there."""
        if not self.has_access("read"):
            return self.env._(
                "One of these contacts already has such a link, with a contact that "
                "your role does not show you. Ask your CRM administrator."
            )
        return self._describe_refusal()

    def _describe_refusal(self):
        """Say which link is in the way, and when it holds."""
        name = self.display_name
        start, end = (
            format_date(self.env, day) for day in (self.date_start, self.date_end)
        )
        if start and end:
            return self.env._(
                "There is already a link: %(link)s, from %(start)s to %(end)s.",
                link=name,
                start=start,
                end=end,
            )
        if start:
            return self.env._(
                "There is already a link: %(link)s, since %(start)s. End it first.",
                link=name,
                start=start,
            )
        if end:
            return self.env._(
                "There is already a link: %(link)s, until %(end)s.", link=name, end=end
            )
        return self.env._("There is already a link: %s. End it first.", name)

    def _prepare_mirror_values(self):
        return {
            "partner_id": self.other_partner_id.id,
            "type_id": self.type_id._get_reverse().id,
            "other_partner_id": self.partner_id.id,
            "mirror_id": self.id,
            **{name: self[name] for name in COMMON},
        }

    def _prepare_mirror_changes(self, vals):
        changes = {MIRRORED[name]: vals[name] for name in MIRRORED if name in vals}
        changes |= {name: vals[name] for name in COMMON if name in vals}
        if "type_id" in vals:
            link_type = self.env["sunumarche.contact.link.type"].browse(
                read_written(self, vals, "type_id")
            )
            changes["type_id"] = link_type._get_reverse().id
        return changes

    def _refuse_loops(self):
        """Refuse a chain of links that comes back, where the type forbids it."""
        checked = self.filtered("type_id.refuses_loops")
        if not checked:
            return
        self.flush_model()
        take_turns(self.env, checked.type_id.ids)
        found = find_link_in_loop(self.env, checked.ids)
        if found:
            link = self.browse(found)
            raise ValidationError(
                self.env._(
                    "%(link)s would close a loop: %(other)s already leads back to "
                    "%(contact)s.",
                    link=link.display_name,
                    other=link.other_partner_id.display_name,
                    contact=link.partner_id.display_name,
                )
            )

    def action_open_other(self):
        """Open the card of the contact at the other end."""
        self.ensure_one()
        return self.other_partner_id._get_records_action(context={})

    def _erase_person(self, person):
        self.unlink()
