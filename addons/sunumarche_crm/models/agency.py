from odoo import fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..engine.written_values import read_written


class Agency(models.Model):
    """A place of the company that looks after customers; agencies form a tree.

    Salespeople of an agency see its customers without salesperson; a head of agency
    sees all customers, leads and orders of the agency and of what is below it.
    """

    _name = "sunumarche.agency"
    _inherit = ["sunumarche.scope.source", "sunumarche.journal.mixin"]
    _description = "Agency"
    _order = "sequence, name, id"
    _parent_store = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, index=True
    )
    parent_id = fields.Many2one(
        "sunumarche.agency",
        string="Part of",
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("sunumarche.agency", "parent_id", string="Agencies")
    user_ids = fields.Many2many(
        "res.users",
        "sunumarche_agency_users_rel",
        "agency_id",
        "user_id",
        string="Staff",
        domain=[("share", "=", False)],
    )
    territory_ids = fields.One2many(
        "sunumarche.territory", "agency_id", string="Territories"
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE active", "There is an agency of that name already."
    )

    _check_company_auto = True
    _journal_life = True

    def write(self, vals):
        if parent_id := read_written(self, vals, "parent_id"):
            self._check_parent(parent_id)
        return super().write(vals)

    def _check_parent(self, parent_id):
        """Refuse, before the tree is rebuilt, an agency that becomes part of itself."""
        below = Domain("id", "child_of", self.ids) & Domain("id", "=", parent_id)
        if parent := self.with_context(active_test=False).search(below, limit=1):
            raise ValidationError(
                self.env._(
                    "%(agency)s cannot be part of %(parent)s, which is itself part of "
                    "it or the same agency.",
                    agency=", ".join(self.mapped("name")),
                    parent=parent.name,
                )
            )

    def _get_journal_fields(self):
        names = ("name", "active", "parent_id", "company_id", "user_ids")
        return super()._get_journal_fields() | dict.fromkeys(names, "rights")
