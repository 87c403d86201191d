from odoo.tests import TransactionCase, tagged

from odoo.addons.report_weasyprint.tests.common import Pdf


@tagged("post_install", "-at_install")
class TestPrintDelivery(TransactionCase):
    """Delivery slips and returns, as WeasyPrint prints them."""

    def test_delivery_slip_and_return_slip(self):
        product = self.env["product.product"].create(
            {"name": "Sac de riz", "is_storable": True, "barcode": "6100000000012"}
        )
        partner = self.env["res.partner"].create({"name": "Boutique Awa"})
        order = self.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "order_line": [(0, 0, {"product_id": product.id})],
            }
        )
        order.action_confirm()
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True, report_pdf_no_attachment=True
        )
        for report in ("stock.action_report_delivery", "stock.return_label_report"):
            with self.subTest(report=report):
                content, _kind = reports._render_qweb_pdf(report, order.picking_ids.ids)
                self.assertIn(order.picking_ids.name, Pdf(content).text())
