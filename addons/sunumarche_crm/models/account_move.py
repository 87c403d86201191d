from odoo import api, fields, models

from ..engine.customer_scope import CustomerScope

# What the customer indicators read of an invoice or a credit note.
FIGURE_COLUMNS = {
    "amount_residual_signed",
    "amount_untaxed_signed",
    "commercial_partner_id",
    "company_id",
    "customer_settlement_date",
    "invoice_date",
    "invoice_date_due",
    "is_purchase_part",
    "move_type",
    "state",
}
SALES = ("out_invoice", "out_receipt")
CUSTOMER_FIGURES = ("customer_rfm_class_id", "customer_net_amount")
OWNER_COLUMNS = {"commercial_partner_id", "company_id", "move_type"}


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "sunumarche.customer.record"]
    _customer_scope = CustomerScope(("commercial_partner_id",), "invoice_user_id")
    _customer_is_named = True

    customer_settlement_date = fields.Date(
        compute="_compute_customer_settlement_date",
        store=True,
        copy=False,
        help="The day of the last payment of this customer invoice or receipt, once "
        "nothing is left to pay. Credit notes are no payments: empty for an invoice "
        "settled by credit notes only.",
    )
    corrects_move_id = fields.Many2one(
        "account.move",
        string="Corrects",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The invoice that this one replaces, made by reversing and invoicing "
        "again.",
    )
    correcting_move_ids = fields.One2many(
        "account.move", "corrects_move_id", string="Corrected by", readonly=True
    )
    is_purchase_part = fields.Boolean(
        string="Part of a Purchase",
        compute="_compute_is_purchase_part",
        store=True,
        copy=False,
        help="Its amount counts, but it is no purchase or return of its own: the "
        "correction of an invoice, the credit note of that correction, an invoice "
        "after a down payment.",
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
        " INCLUDE (move_type, amount_untaxed_signed, customer_settlement_date,"
        " is_purchase_part)"
        " WHERE state = 'posted'"
        " AND move_type IN ('out_invoice', 'out_refund', 'out_receipt')"
    )

    # A customer's documents in all companies: his card, questions, merges, deletions.
    _commercial_partner_idx = models.Index("(commercial_partner_id)")

    @api.depends("state", "payment_state")
    def _compute_customer_settlement_date(self):
        settled = self.filtered(
            lambda move: (
                move.move_type in SALES
                and move.state == "posted"
                and move.payment_state in ("paid", "in_payment")
            )
        )
        dates = settled._get_last_settlement_dates()
        for move in self:
            move.customer_settlement_date = dates.get(move._origin)

    def _get_last_settlement_dates(self):
        """Return ``{invoice: day of its last payment}``.

        Neither exchange entries nor credit notes are payments.
        """
        return dict(
            self.env["account.partial.reconcile"]._read_group(
                [
                    ("debit_move_id.move_id", "in", self.ids),
                    ("credit_move_id.move_id.exchange_diff_partial_ids", "=", False),
                    ("credit_move_id.move_id.move_type", "!=", "out_refund"),
                ],
                ["debit_move_id.move_id"],
                ["max_date:max"],
            )
        )

    @api.depends(
        "state",
        "corrects_move_id.commercial_partner_id",
        "reversed_entry_id.correcting_move_ids.state",
    )
    def _compute_is_purchase_part(self):
        for move in self:
            move.is_purchase_part = move.state == "posted" and (
                move._is_undone_for_correction()
                if move.move_type == "out_refund"
                else move.move_type in SALES
                and (
                    move._has_customer_of(move.corrects_move_id)
                    or move._follows_down_payment()
                )
            )

    def _has_customer_of(self, other):
        return bool(other) and other.commercial_partner_id == self.commercial_partner_id

    def _is_undone_for_correction(self):
        """Whether this credit note takes a whole invoice back that was made anew."""
        corrected = self.reversed_entry_id
        return self.amount_total == corrected.amount_total and any(
            move.state == "posted" and move._has_customer_of(corrected)
            for move in corrected.correcting_move_ids
        )

    def _follows_down_payment(self):
        """Whether the order of this invoice has an earlier one, of a down payment."""
        lines = self.invoice_line_ids.filtered("is_downpayment")
        if any(line.quantity < 0 for line in lines):
            return True
        invoices = lines.sale_line_ids.order_id.invoice_ids
        return any(
            other.state == "posted" and other.id < self.id and other._is_downpayment()
            for other in invoices
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

    def _get_kept_for_law(self, since):
        return self.filtered(lambda move: move.state == "posted" and move.date >= since)

    def _erase_person(self, person):
        """Entries stay; their card says who it was only as long as the law wants."""
