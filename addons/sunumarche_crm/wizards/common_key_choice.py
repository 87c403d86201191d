from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CommonKeyChoice(models.TransientModel):
    """Which of the customers with one address or number a record belongs to."""

    _name = "sunumarche.common.key.choice"
    _description = "Choose the Customer"

    model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record ID", model_field="model", required=True, readonly=True
    )
    record_name = fields.Char(string="To Be Linked", readonly=True)
    customer_ids = fields.Many2many(
        "res.partner", string="Customers with This Address or Number", readonly=True
    )
    customer_id = fields.Many2one("res.partner", domain="[('id', 'in', customer_ids)]")

    @api.model
    def _open_for(self, record):
        """Return the action that opens the choice for a record with several."""
        choice = self.create(
            {
                "model": record._name,
                "res_id": record.id,
                "record_name": record.display_name,
                "customer_ids": [Command.set(record.known_customer_ids.ids)],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": choice.id,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Which customer is it?"),
        }

    def action_link(self):
        """Link the record to the customer chosen, if he has its key still."""
        self.ensure_one()
        mixin = self.env.registry["sunumarche.common.key.mixin"]
        record = self.env[self.model].browse(self.res_id)
        if not isinstance(record, mixin) or self.customer_id not in (
            record.known_customer_ids
        ):
            raise UserError(
                self.env._("Choose one of the customers with this address or number.")
            )
        record.check_access("write")
        record._link_customer(self.customer_id)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
