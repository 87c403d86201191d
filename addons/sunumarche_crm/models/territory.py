from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

BATCH = 1_000
ZONES = ("department_ids", "state_ids")
ASSIGNED_MODELS = ("res.partner", "crm.lead")


class Territory(models.Model):
    """Regions and departments whose customers one agency looks after.

    A territory that names the department of an address wins over one that names its
    region. Within a company a region or a department has one territory at most.
    """

    _name = "sunumarche.territory"
    _description = "Territory"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    agency_id = fields.Many2one(
        "sunumarche.agency", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="agency_id.company_id", store=True, index=True)
    state_ids = fields.Many2many(
        "res.country.state",
        string="Regions",
        help="Their customers, unless the department belongs to another territory.",
    )
    department_ids = fields.Many2many("sunumarche.department", string="Departments")

    @api.constrains("state_ids", "department_ids", "agency_id", "active")
    def _check_zones(self):
        """Refuse a region or a department that two territories claim."""
        for territory in self.filtered("active"):
            for zones in ZONES:
                other = self.search(
                    [
                        ("id", "!=", territory.id),
                        ("company_id", "=", territory.company_id.id),
                        (zones, "in", territory[zones].ids),
                    ],
                    limit=1,
                )
                if other:
                    raise ValidationError(
                        self.env._(
                            "%(zones)s: the territory %(territory)s has it already.",
                            zones=", ".join(
                                (other[zones] & territory[zones]).mapped("name")
                            ),
                            territory=other.name,
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        territories = super().create(vals_list)
        self._trigger_assignment()
        return territories

    def write(self, vals):
        result = super().write(vals)
        self._trigger_assignment()
        return result

    def unlink(self):
        result = super().unlink()
        self._trigger_assignment()
        return result

    @api.model
    def _trigger_assignment(self):
        """Have customers and leads assigned anew, in the background."""
        self.env.registry.clear_cache()
        cron = self.env.ref("sunumarche_crm.territory_cron", raise_if_not_found=False)
        if cron:
            # sudo: ir.cron - what follows from a territory needs no further right
            cron.sudo()._trigger()

    @api.model
    @tools.ormcache()
    def _get_territories(self):
        """Return ``{(company id or False, zone's model and id): territory's id}``.

        Kept, because territories of contacts are computed one contact at a time.
        """
        # sudo: sunumarche.territory - an address has its territory whoever types it
        territories = self.sudo().search([("active", "=", True)], order="id desc")
        return {
            (territory.company_id.id, zone._name, zone.id): territory.id
            for territory in territories
            for zones in ZONES
            for zone in territory[zones]
        }

    @api.model
    def _find(self, territories, record):
        """Return the territory of the record's address, of its company if it has one.

        :param territories: what ``_get_territories`` returned
        :param record: a record with ``company_id``, ``department_id``, ``state_id``
        """
        companies = {company for company, _model, _zone in territories}
        if record.company_id:
            companies &= {False, record.company_id.id}
        for zone in filter(None, (record.department_id, record.state_id)):
            for company in sorted(companies, reverse=True):
                key = (company, zone._name, zone._origin.id)
                if territory_id := territories.get(key):
                    return self.browse(territory_id).with_env(record.env)
        return self.browse()

    @api.model
    def _cron_assign(self):
        """Give each customer and lead the territory its address says, if not by hand.

        In batches committed one by one: a worker killed half-way loses nothing, and
        the next run starts where something differs.
        """
        for model_name in ASSIGNED_MODELS:
            self._assign(self.env[model_name].with_context(active_test=False))

    @api.model
    def _assign(self, records):
        domain = Domain("territory_by_hand", "=", False) & self._get_misplaced_domain()
        last_id = 0
        while batch := records.search(
            domain & Domain("id", ">", last_id), order="id", limit=BATCH
        ):
            last_id = batch[-1].id
            batch._plan_territory()
            records.flush_model()
            self.env["ir.cron"]._commit_progress(len(batch))
            records.invalidate_model()

    @api.model
    def _get_misplaced_domain(self):
        """Domain of what may have another territory than its address says."""
        territories = self.search([("active", "=", True)])
        named = territories.department_ids.ids
        misplaced = Domain.FALSE
        zones = Domain.FALSE
        for territory in territories:
            zone = Domain("department_id", "in", territory.department_ids.ids) | (
                Domain("state_id", "in", territory.state_ids.ids)
                & Domain("department_id", "not in", named)
            )
            placed = Domain("territory_id", "=", territory.id) & Domain(
                "agency_id", "=", territory.agency_id.id
            )
            misplaced |= zone & ~placed
            zones |= zone
        return misplaced | (Domain("territory_id", "!=", False) & ~zones)
