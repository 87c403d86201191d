from odoo import models
from odoo.fields import Command

from ..engine.orders import BY_TRANSFER, Settlement

PART_PAID = 0.4


class DemoCompany(models.AbstractModel):
    _inherit = "sunumarche.demo.company"

    def _settle(self, pairs, counter_sales):
        """Pay what was paid: at the till on the spot, the rest by transfer.

        What is taken at the till in a day is one entry of the cash journal, as
        the till's daily sheet is.
        """
        at_till = counter_sales
        for order, sale in pairs:
            if order.settlement is Settlement.TILL:
                at_till |= sale.invoice_ids
        self._pay_at_till(at_till)
        for (day, is_partial), invoices in self._group_transfers(pairs).items():
            self._register_payments(invoices, day, is_partial=is_partial)

    # === Transfers ===

    def _group_transfers(self, pairs):
        """``{(day, partial): invoices}`` of what is paid by transfer."""
        groups = {}
        for order, sale in pairs:
            if order.settlement in BY_TRANSFER:
                key = order.settled, order.settlement is Settlement.PARTIAL
                groups[key] = (
                    groups.get(key, self.env["account.move"]) | sale.invoice_ids
                )
        return groups

    def _register_payments(self, invoices, day, *, is_partial):
        batches = invoices if is_partial else [invoices]
        for batch in batches:
            wizard = (
                self.env["account.payment.register"]
                .with_context(active_model="account.move", active_ids=batch.ids)
                .create({"payment_date": day, "group_payment": False})
            )
            if is_partial:
                wizard.amount = self.env.company.currency_id.round(
                    batch.amount_residual * PART_PAID
                )
            wizard.action_create_payments()

    # === The till ===

    def _pay_at_till(self, moves):
        journal = self._create_till()
        days = moves.grouped("invoice_date")
        sheets = self.env["account.move"].create(
            [
                self._prepare_sheet_values(day, days[day], journal)
                for day in sorted(days)
            ]
        )
        sheets.action_post()
        self.env["account.move.line"]._reconcile_plan(
            [
                receipt | self._get_receivable(move)
                for day, sheet in zip(sorted(days), sheets, strict=True)
                for move, receipt in self._pair_receipts(days[day], sheet)
            ]
        )

    def _create_till(self):
        return self.env["account.journal"].create(
            {
                "name": "Caisse de Dakar",
                "code": "CAISS",
                "type": "cash",
                "company_id": self.env.company.id,
            }
        )

    def _get_receivable(self, move):
        return move.line_ids.filtered(lambda line: line.display_type == "payment_term")

    def _pair_receipts(self, moves, sheet):
        """The moves with the line of the sheet that settles each; same order."""
        receipts = sheet.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        ).sorted("sequence")
        return zip(moves, receipts, strict=True)

    def _prepare_sheet_values(self, day, moves, journal):
        receipts = [
            self._prepare_receipt_values(sequence, move)
            for sequence, move in enumerate(moves)
        ]
        taken = sum(moves.mapped("amount_total_signed"))
        cash = {
            "name": "Caisse du jour",
            "account_id": journal.default_account_id.id,
            "sequence": len(moves),
            "balance": taken,
        }
        return {
            "move_type": "entry",
            "journal_id": journal.id,
            "date": day,
            "ref": f"Feuille de caisse du {day:%d/%m/%Y}",
            "line_ids": [Command.create(values) for values in (*receipts, cash)],
        }

    def _prepare_receipt_values(self, sequence, move):
        receivable = self._get_receivable(move)
        return {
            "name": move.name,
            "account_id": receivable.account_id.id,
            "partner_id": move.commercial_partner_id.id,
            "sequence": sequence,
            "balance": -move.amount_total_signed,
        }
