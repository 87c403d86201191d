from odoo.tests import HttpCase, tagged

from .common import CustomerCase

# In tests, Odoo makes HTML of reports unless it is told otherwise.
CONTEXT = '{"force_report_rendering": true}'
CARDS = "/report/pdf/sunumarche_crm.customer_card_document"


@tagged("post_install", "-at_install")
class TestPrintCeiling(CustomerCase, HttpCase):
    """Many cards are refused at once, with how to print them in parts."""

    def test_cards(self):
        report = self.env.ref("sunumarche_crm.customer_card_report")
        self.assertEqual(report.most_records, 10)
        report.most_records = 2
        customers = [self._create_customer(f"Customer {n}") for n in range(3)]
        ids = [str(customer.id) for customer in customers]
        self.authenticate("admin", "admin")
        answer = self.url_open(f"{CARDS}/{','.join(ids)}")
        self.assertIn("at most 2 at once, and you chose 3", answer.text)
        by_data = f'{CARDS}?options={{"partner_ids":[{",".join(ids)}]}}'
        self.assertIn("at most 2 at once", self.url_open(by_data).text)
        answer = self.url_open(f"{CARDS}/{','.join(ids[:2])}?context={CONTEXT}")
        self.assertEqual(answer.content[:5], b"%PDF-")
