from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _compute_gift_card_count(self):
        """Who reads the order reads how many gift cards it sold, not the cards."""
        # sudo: loyalty.card - their number; core refuses the whole order otherwise
        return super(SaleOrder, self.sudo())._compute_gift_card_count()

    def _try_apply_code(self, code):
        """A code is for whoever knows it; its card may be another customer's."""
        self.check_access("write")
        # sudo: loyalty.card - found by its code alone, which its reader typed
        return super(SaleOrder, self.sudo())._try_apply_code(code)

    def _get_point_changes(self):
        """Count points as superuser: confirming an order is no right to make points."""
        changes = super()._get_point_changes()
        # sudo: loyalty.card - salespeople change no card but through their orders
        return {card.sudo(): points for card, points in changes.items()}

    def _get_program_domain(self):
        closed = self._get_closed_programs()
        return [*super()._get_program_domain(), ("id", "not in", closed.ids)]

    def _get_trigger_domain(self):
        closed = self._get_closed_programs()
        return [*super()._get_trigger_domain(), ("program_id", "not in", closed.ids)]

    def _get_closed_programs(self):
        """The programmes for segments that the order's customer is in none of."""
        self.ensure_one()
        # sudo: loyalty.program, sunumarche.segment.membership - a programme is open
        # to a customer or not, whoever takes his order, himself included
        order = self.sudo().with_company(self.company_id)
        programs = order.env["loyalty.program"].search([("segment_ids", "!=", False)])
        segments = order.partner_id._get_current_segments()[order.partner_id.id]
        return programs.filtered(lambda program: not program.segment_ids & segments)
