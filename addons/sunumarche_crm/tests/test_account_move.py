from odoo.tests import Form, new_test_user, tagged

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestAccountMove(CustomerCase):
    """Invoices as salespeople see them."""

    def test_a_salesperson_opens_an_invoice_and_sees_that_it_is_paid(self):
        user = new_test_user(
            self.env,
            "awa",
            groups="sunumarche_crm.group_salesperson",
            company_id=self.company.id,
        )
        self.customer.user_id = user
        invoice = self._invoice(50_000, "2025-06-01", invoice_user_id=user.id)
        self._pay(invoice, "2025-06-10")
        self.env.invalidate_all()
        form = Form(invoice.with_user(user))
        self.assertEqual((form.payment_count, form.amount_residual), (1, 0))
        payments = self.env["account.payment"].with_user(user)
        self.assertFalse(payments.has_access("read"))
