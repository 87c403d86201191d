from odoo.fields import Command
from odoo.tests import tagged

from .test_screens import LIST, ScreensCase

FORM, KANBAN = ".o_form_view", ".o_kanban_renderer"
LISTS_OR_CARDS = f"{LIST}, {KANBAN}"


@tagged("post_install", "-at_install")
class TestLinkScreens(ScreensCase):
    """Links, households, documents and the 360° card, in French at both widths."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        first, second = cls.customers[:2]
        cls.env["sunumarche.contact.link"].create(
            {
                "partner_id": first.id,
                "type_id": cls.env.ref("sunumarche_crm.link_type_sponsor").id,
                "other_partner_id": second.id,
            }
        )
        cls.household = cls.env["sunumarche.household"].create(
            {
                "head_id": first.id,
                "member_ids": [Command.create({"partner_id": second.id})],
            }
        )
        cls.document = cls.env["sunumarche.customer.document"].create(
            {
                "name": "Contrat cadre",
                "type_id": cls.env.ref("sunumarche_crm.document_type_contract").id,
                "partner_id": first.id,
                "date_expiry": "2020-01-01",
            }
        )

    def test_a_salesperson_opens_them_all(self):
        household = "sunumarche_household_action"
        document = "sunumarche_customer_document_action"
        self._open_screens(
            "salesperson",
            [
                self._screen("customer_card_action", ".o_sunumarche_finder input"),
                self._screen("sunumarche_contact_link_action", LISTS_OR_CARDS),
                self._screen(household, LISTS_OR_CARDS),
                self._screen(household, FORM, "form", resId=self.household.id),
                self._screen(document, LISTS_OR_CARDS),
                self._screen(document, FORM, "form", resId=self.document.id),
            ],
        )

    def test_the_form_of_a_customer_shows_its_pages(self):
        screens = [
            self._screen(
                "contacts.action_contacts",
                FORM,
                "form",
                resId=self.customers[0].id,
                clicks=[f"a[name={page}]"],
                then=then,
            )
            for page, then in (
                ("links", "[name=link_ids]"),
                ("customer_file", "[name=customer_file_ids]"),
            )
        ]
        self._open_screens("salesperson", screens)

    def test_an_administrator_opens_the_tables(self):
        self._open_screens(
            "administrator",
            [
                self._screen(f"sunumarche_{name}_action", LISTS_OR_CARDS)
                for name in (
                    "contact_link_type",
                    "contact_role",
                    "customer_document_type",
                )
            ],
        )
