from odoo import api, fields, models

# What the customer indicators read of an invoice or a credit note.
FIGURE_COLUMNS = {
    "amount_residual_signed",
    "amount_untaxed_signed",
    "commercial_partner_id",
    "company_id",
    "customer_settlement_date",
    "invoice_date",
    "invoice_date_due",
    "move_type",
    "state",
}
CUSTOMER_FIGURES = ("customer_rfm_class_id", "customer_net_amount")
OWNER_COLUMNS = {"commercial_partner_id", "company_id", "move_type"}


class AccountMove(models.Model):
    _inherit = "account.move"

    customer_settlement_date = fields.Date(
        compute="_compute_customer_settlement_date",
        store=True,
        copy=False,
        help="The day on which this customer invoice was paid in full; empty while "
        "something is left to pay, and for an invoice settled by a credit note only.",
    )
    customer_rfm_class_id = fields.Many2one(
        related="commercial_partner_id.customer_rfm_class_id",
        groups="sunumarche_crm.group_customer_figures",
    )
    customer_net_amount = fields.Monetary(
        related="commercial_partner_id.customer_net_amount",
        currency_field="company_currency_id",
        aggregator=None,
        groups="sunumarche_crm.group_customer_amounts",
    )

    # The form counts the payments of an invoice for whoever opens it, also for
    # salespeople, who may not read payments: core refuses them the whole form.
    reconciled_payment_ids = fields.Many2many(compute_sudo=True)

    _customer_figures_idx = models.Index(
        "(company_id, commercial_partner_id, invoice_date)"
        " INCLUDE (move_type, amount_untaxed_signed, customer_settlement_date)"
        " WHERE state = 'posted' AND move_type IN ('out_invoice', 'out_refund')"
    )

    # A customer's documents in all companies: his card, questions, merges, deletions.
    _commercial_partner_idx = models.Index("(commercial_partner_id)")

    @api.depends("state", "payment_state")
    def _compute_customer_settlement_date(self):
        settled = self.filtered(
            lambda move: (
                move.move_type == "out_invoice"
                and move.state == "posted"
                and move.payment_state in ("paid", "in_payment")
            )
        )
        dates = settled._get_last_settlement_dates()
        for move in self:
            move.customer_settlement_date = dates.get(move._origin)

    def _get_last_settlement_dates(self):
        """Return ``{invoice: day of its last payment}``, exchange entries apart."""
        return dict(
            self.env["account.partial.reconcile"]._read_group(
                [
                    ("debit_move_id.move_id", "in", self.ids),
                    ("credit_move_id.move_id.exchange_diff_partial_ids", "=", False),
                ],
                ["debit_move_id.move_id"],
                ["max_date:max"],
            )
        )

    def _field_to_sql(self, alias, fname, query=None):
        if fname in CUSTOMER_FIGURES:
            # A related field is joined as superuser, without looking at its groups.
            self._check_field_access(self._fields[fname], "read")
        return super()._field_to_sql(alias, fname, query)

    def _write_multi(self, vals_list):
        """Queue the customers whose figures these values change.

        This is where every change of a stored field ends, computed fields included:
        posting, resetting, cancelling, paying and reconciling all pass here.
        """
        queue = self.env["sunumarche.customer.indicator.queue"]
        columns = set().union(*vals_list)
        ends = any(vals.get("state", "posted") != "posted" for vals in vals_list)
        if ends or columns & OWNER_COLUMNS:
            # While they still count for whom they counted so far.
            queue._mark_moves(self.ids)
        result = super()._write_multi(vals_list)
        if columns & FIGURE_COLUMNS:
            queue._mark_moves(self.ids)
        return result

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        posted = moves.filtered(lambda move: move.state == "posted")
        if posted:
            posted.flush_recordset()
            queue = self.env["sunumarche.customer.indicator.queue"]
            queue._mark_moves(posted.ids)
        return moves
