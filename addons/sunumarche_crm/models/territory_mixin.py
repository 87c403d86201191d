from odoo import api, fields, models

# Fields of a contact, a lead or an order in which someone names a record -> its model.
NAMING = {
    "company_id": "res.company",
    "parent_id": "res.partner",
    "partner_id": "res.partner",
    "partner_invoice_id": "res.partner",
    "partner_shipping_id": "res.partner",
}


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
        finder = self.env["sunumarche.territory"]
        by_hand = self.filtered("territory_by_hand")
        for record in by_hand:
            record.territory_id = record.territory_id
            record.agency_id = record.agency_id
        sources = {one: one._get_territory_source() for one in self - by_hand}
        by_address = any(source is None for source in sources.values())
        territories = finder._get_territories() if by_address else {}
        for record, source in sources.items():
            if source is not None:
                territory, agency = source.territory_id, source.agency_id
            else:
                territory = finder._find(territories, record)
                agency = territory.agency_id
            if not agency and record.user_id:
                # sudo: sunumarche.agency - of which agency the salesperson is
                agency = record.user_id.sudo().agency_ids[:1]
            record.territory_id, record.agency_id = territory, agency

    def _get_territory_source(self):
        """Return the record that decides, not the address; None: the address does.

        An empty record decides too: without customer, an order has no territory.
        """

    @api.model_create_multi
    def create(self, vals_list):
        self._check_named_records(vals_list)
        return super().create([self._note_hand(vals) for vals in vals_list])

    def write(self, vals):
        self._check_named_records([vals])
        return super().write(self._note_hand(vals))

    @api.model
    def _check_named_records(self, vals_list):
        """Refuse a customer whom the user may not read, and a company not his own.

        A document copies what the customer's card says: whoever could name any number
        could read every card.
        """
        if self.env.su:
            return
        for name, model in NAMING.items():
            named = {vals[name] for vals in vals_list if vals.get(name)}
            self.env[model].browse(named).check_access("read")

    @staticmethod
    def _note_hand(vals):
        """What is written into the two fields was chosen by someone."""
        if vals.get("territory_id") or vals.get("agency_id"):
            return {"territory_by_hand": True, **vals}
        return vals
