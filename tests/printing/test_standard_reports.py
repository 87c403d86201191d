"""Core's own documents, printed by WeasyPrint: nothing is lost, all is in its place."""

from odoo.fields import Command

from odoo.addons.report_weasyprint.tests.common import Pdf

from ..common import RepoCase

LINES = 40


class TestStandardReports(RepoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reports = cls.env["ir.actions.report"].with_context(
            force_report_rendering=True, report_pdf_no_attachment=True
        )
        cls.env.company.report_footer = "<p>NINEA 005123456</p>"
        cls.env.company.external_report_layout_id = cls.env.ref(
            "web.external_layout_standard"
        )
        cls.partner = cls.env["res.partner"].create({"name": "Boutique Awa"})
        cls.product = cls.env["product.product"].create(
            {"name": "Tissu", "list_price": 1500, "barcode": "6100000000012"}
        )
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.partner.id,
                "order_line": [
                    Command.create(
                        {"product_id": cls.product.id, "name": f"Ligne {n:03d}"}
                    )
                    for n in range(LINES)
                ],
            }
        )
        cls.invoices = cls.env["account.move"].create(
            [cls._invoice("out_invoice") for _ in range(3)]
        )
        cls.invoices.action_post()

    @classmethod
    def _invoice(cls, kind):
        line = {"product_id": cls.product.id, "name": "Ligne", "quantity": 2}
        return {
            "move_type": kind,
            "partner_id": cls.partner.id,
            "invoice_date": "2026-03-15",
            "invoice_line_ids": [Command.create(line)],
        }

    def _print(self, report, records, data=None):
        content, kind = self.reports._render_qweb_pdf(report, records.ids, data=data)
        self.assertEqual(kind, "pdf")
        return Pdf(content)

    def _check_pages(self, pdf):
        for page in range(len(pdf)):
            self.assertGreater(pdf.place("NINEA 005123456", page)[1], 265)
            self.assertIn("/", pdf.text(page))

    def test_all_lines_of_an_order_are_on_paper_under_a_repeated_header(self):
        for report in (
            "sale.action_report_saleorder",
            "sale.action_report_pro_forma_invoice",
        ):
            with self.subTest(report=report):
                pdf = self._print(report, self.order)
                self.assertGreater(len(pdf), 1)
                pages = [pdf.text(page) for page in range(len(pdf))]
                for line in range(LINES):
                    self.assertEqual("".join(pages).count(f"Ligne {line:03d}"), 1)
                for page, text in enumerate(pages):
                    if "Ligne" in text:
                        header = pdf.place("Description", page)[1]
                        self.assertLess(header, pdf.place("Ligne", page)[1])
                self._check_pages(pdf)

    def test_several_invoices_in_one_print(self):
        pdf = self._print("account.account_invoices", self.invoices)
        self.assertEqual(len(pdf), 3)
        for page, invoice in enumerate(self.invoices):
            self.assertIn(invoice.name, pdf.text(page))
            self.assertIn("1 / 1", " ".join(pdf.text(page).split()))
        self._check_pages(pdf)

    def test_each_invoice_has_its_own_stream(self):
        streams = self.reports._render_qweb_pdf_prepare_streams(
            "account.account_invoices", {}, self.invoices.ids
        )
        for invoice in self.invoices:
            pdf = Pdf(streams[invoice.id]["stream"].getvalue())
            self.assertEqual(len(pdf), 1)
            self.assertIn(invoice.name, pdf.text())

    def test_a_credit_note(self):
        refund = self.env["account.move"].create(self._invoice("out_refund"))
        refund.action_post()
        pdf = self._print("account.account_invoices", refund)
        self.assertIn(refund.name, pdf.text())
        self._check_pages(pdf)

    def test_a_payment_receipt(self):
        payment = self.env["account.payment"].create(
            {"partner_id": self.partner.id, "amount": 10_000}
        )
        payment.action_post()
        pdf = self._print("account.action_report_payment_receipt", payment)
        self.assertIn("Boutique Awa", pdf.text())

    def test_a_bank_statement(self):
        journal = self.env["account.journal"].create(
            {"name": "CBAO", "code": "CBAO", "type": "bank"}
        )
        statement = self.env["account.bank.statement"].create(
            {
                "name": "Relevé 2026-06",
                "line_ids": [
                    Command.create(
                        {
                            "journal_id": journal.id,
                            "date": "2026-06-15",
                            "payment_ref": f"Virement {number:02}",
                            "amount": 10_000 + number,
                        }
                    )
                    for number in range(60)
                ],
            }
        )
        pdf = self._print("account.action_report_account_statement", statement)
        self.assertGreater(len(pdf), 1)
        whole = " ".join(pdf.text(page) for page in range(len(pdf)))
        for number in range(60):
            self.assertEqual(whole.count(f"Virement {number:02}"), 1)

    def test_product_labels(self):
        data = {
            "active_model": "product.product",
            "quantity_by_product": {str(self.product.id): 3},
            "layout_wizard": self.env["product.label.layout"]
            .create({"product_ids": self.product.ids})
            .id,
            "price_included": True,
        }
        pdf = self._print(
            "product.report_product_template_label_2x7", self.product.browse(), data
        )
        self.assertEqual(len(pdf), 1)
        self.assertEqual(pdf.text().count("Tissu"), 3)
        self.assertIn("6100000000012", pdf.text())

    def test_a_price_list(self):
        data = {
            "active_model": "product.product",
            "active_ids": self.product.ids,
            "pricelist_id": self.env["product.pricelist"].create({"name": "Gros"}).id,
            "quantities": [1, 10],
        }
        pdf = self._print(
            "product.action_report_pricelist", self.product.browse(), data
        )
        self.assertIn("Tissu", pdf.text())

    def test_the_layout_preview_of_every_layout_prints(self):
        for layout in self.env["report.layout"].search([]):
            with self.subTest(layout=layout.name):
                self.env.company.external_report_layout_id = layout.view_id
                pdf = self._print("account.account_invoices", self.invoices[:1])
                self.assertEqual(len(pdf), 1)
                self.assertIn(self.invoices[0].name, pdf.text())
                self.assertGreater(pdf.place("NINEA 005123456")[1], 265)
