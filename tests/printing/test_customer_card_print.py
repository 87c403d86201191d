"""The 360° card fits one sheet of A4, however much there is to tell."""

from odoo.exceptions import AccessError
from odoo.fields import Command, Date
from odoo.tests import new_test_user

from odoo.addons.report_weasyprint.tests.common import Pdf

from ..common import RepoCase

REPORT = "sunumarche_crm.customer_card_document"
LONG = "Établissement de négoce général et de distribution du Cap-Vert "
MANY = 30


class TestCustomerCardPrint(RepoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param(
            "report_weasyprint.engine", "weasyprint"
        )
        cls.user = new_test_user(
            cls.env, "card_printer", groups="sunumarche_crm.group_salesperson"
        )
        cls.shop, cls.empty = cls.env["res.partner"].create(
            [
                {"name": LONG, "is_company": True, "user_id": cls.user.id},
                {"name": "Awa Ndiaye", "user_id": cls.user.id},
            ]
        )
        cls._fill(cls.shop)

    @classmethod
    def _fill(cls, shop):
        """More of everything than a sheet holds."""
        contacts = cls.env["res.partner"].create(
            [
                {
                    "name": f"{LONG} contact {n}",
                    "parent_id": shop.id,
                    "user_id": cls.user.id,
                    "function": "Directeur adjoint des achats",
                }
                for n in range(MANY)
            ]
        )
        partner_type = cls.env.ref("sunumarche_crm.link_type_partner")
        cls.env["sunumarche.contact.link"].create(
            [
                {
                    "partner_id": shop.id,
                    "type_id": partner_type.id,
                    "other_partner_id": contact.id,
                }
                for contact in contacts
            ]
        )
        contract = cls.env.ref("sunumarche_crm.document_type_contract")
        cls.env["sunumarche.customer.document"].create(
            [
                {
                    "name": f"Contrat cadre {n}",
                    "type_id": contract.id,
                    "partner_id": shop.id,
                    "date_expiry": "2030-01-01",
                }
                for n in range(MANY)
            ]
        )
        cls.env["sale.order"].create([{"partner_id": shop.id} for _ in range(MANY)])
        cls.env["crm.lead"].create(
            [
                {"name": f"{LONG} {n}", "partner_id": shop.id, "type": "opportunity"}
                for n in range(MANY)
            ]
        )
        shop.write(
            {
                "category_id": [
                    Command.create({"name": f"Étiquette {n}"}) for n in range(MANY)
                ],
                "street": LONG,
                "city": "Dakar",
                "email": "contact@example.com",
            }
        )

    def _print(self, partner, data=None):
        reports = self.env["ir.actions.report"].with_user(self.user)
        reports = reports.with_context(force_report_rendering=True)
        content, kind = reports._render_qweb_pdf(REPORT, partner.ids, data=data)
        self.assertEqual(kind, "pdf")
        return Pdf(content)

    def test_a_full_card_and_an_empty_one_fit_one_sheet(self):
        for partner in (self.shop, self.empty):
            pdf = self._print(partner)
            self.assertEqual(len(pdf), 1)
            self.assertEqual(pdf.size(), (210, 297))
            self.assertIn(partner.name[:20], pdf.text())

    def test_a_past_day_is_printed_as_it_was(self):
        action = self.shop.with_user(self.user).action_print_customer_card("2020-01-15")
        pdf = self._print(self.shop, action["data"])
        self.assertIn("2020", pdf.text())
        self.assertNotIn(str(Date.today().year), pdf.text()[:200])

    def test_another_s_customer_is_not_printed(self):
        self.shop.user_id = self.env.user
        with self.assertRaises(AccessError):
            self._print(self.shop)
