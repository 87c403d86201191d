from odoo import models

from ..engine.customer_scope import CustomerScope


class AccountInvoiceReport(models.Model):
    _name = "account.invoice.report"
    _inherit = ["account.invoice.report", "sunumarche.customer.record"]
    _customer_scope = CustomerScope(("commercial_partner_id",), "invoice_user_id")
    _customer_is_figure = True
    _customer_is_shown = False
