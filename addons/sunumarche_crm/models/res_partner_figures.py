from odoo import api, fields, models
from odoo.tools import SQL


class ResPartner(models.Model):
    """For whom the documents of an archived card count."""

    _inherit = "res.partner"

    figure_heir_id = fields.Many2one(
        "res.partner",
        string="Counts for",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The customer in whose figures the documents of this archived contact "
        "count, when the rules of accounting keep them with it.",
    )

    @api.model
    def _get_figure_heirs(self):
        """Return pairs (archived card, customer for whom its documents count)."""
        self.flush_model(["figure_heir_id"])
        return tuple(
            self.env.execute_query(
                SQL(
                    """
                    SELECT id, figure_heir_id
                      FROM res_partner
                     WHERE figure_heir_id IS NOT NULL
                  ORDER BY id
                    """
                )
            )
        )
