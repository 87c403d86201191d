from odoo import api, fields, models


class TerritoryMixin(models.AbstractModel):
    """Agency and territory of a customer, a lead or an order.

    The territory follows from the address, the agency from the territory or, without
    one, from the salesperson. What is assigned by hand stays.
    """

    _name = "sunumarche.territory.mixin"
    _description = "Agency and Territory"

    territory_id = fields.Many2one(
        "sunumarche.territory",
        compute="_compute_territory",
        store=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    agency_id = fields.Many2one(
        "sunumarche.agency",
        compute="_compute_territory",
        store=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    territory_by_hand = fields.Boolean(
        string="Assigned by Hand",
        copy=False,
        help="Ticked: territory and agency stay as they are. Otherwise they follow "
        "from the region and the department.",
    )

    def _compute_territory(self):
        """Assign territory and agency; overridden to say from what they depend."""
        by_hand = self.filtered("territory_by_hand")
        for record in by_hand:
            record.territory_id = record.territory_id
            record.agency_id = record.agency_id
        sources = {one: one._get_territory_source() for one in self - by_hand}
        own = [one for one, source in sources.items() if source is None]
        self.browse().concat(*own)._assign_by_address()
        for record, source in sources.items():
            if source is not None:
                record._assign_place(source.territory_id, source.agency_id)

    def _assign_by_address(self):
        """Assign what the addresses say, all records of one place at once."""
        if not self:
            return
        finder = self.env["sunumarche.territory"]
        territories = finder._get_territories()
        places = self.grouped(lambda one: (finder._find(territories, one), one.user_id))
        for (territory, _salesperson), records in places.items():
            records._assign_place(territory, territory.agency_id)

    def _assign_place(self, territory, agency):
        """Assign a place to records of one salesperson, who may know the agency."""
        if not agency and self.user_id:
            # sudo: sunumarche.agency - of which agency the salesperson is
            agency = self.user_id.sudo().agency_ids[:1]
        self.territory_id, self.agency_id = territory, agency

    def _plan_territory(self):
        """Have the places of these records, and of who follows them, found anew."""
        records = self | self._get_territory_followers()
        for name in ("territory_id", "agency_id"):
            self.env.add_to_compute(self._fields[name], records)

    def _get_territory_followers(self):
        """Return the other records of this model of which these are the source."""
        return self.browse()

    def _get_territory_source(self):
        """Return the record that decides, not the address; None: the address does.

        An empty record decides too: without customer, an order has no territory.
        """

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._note_hand(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._note_hand(vals))

    @staticmethod
    def _note_hand(vals):
        """What is written into the two fields was chosen by someone."""
        if vals.get("territory_id") or vals.get("agency_id"):
            return {"territory_by_hand": True, **vals}
        return vals
