from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

TODAY = "2025-06-30"
CRM = "sunumarche_crm."


class CardCase(TransactionCase):
    """A company of Senegal with two salespeople, each with his own customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(TODAY))
        cls.senegal = cls.env.ref("base.sn")
        cls.company = cls.env.company
        cls.company.country_id = cls.senegal
        cls.awa = cls._create_user("awa", "salesperson")
        cls.binta = cls._create_user("binta", "salesperson")
        cls.marketer = cls._create_user("marketer", "marketer")

    @classmethod
    def _create_user(cls, login, role, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            login,
            groups=f"{CRM}group_{role}",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    @classmethod
    def _create_customer(cls, name="Aïssatou Ndiaye", **values):
        return cls.env["res.partner"].create({"name": name, **values})

    @classmethod
    def _create_lead(cls, contact_name="Aïssatou Ndiaye", **values):
        if contact_name:
            values["contact_name"] = contact_name
        return cls.env["crm.lead"].create({"name": "Order of cloth", **values})
