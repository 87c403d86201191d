from datetime import datetime

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.fields import Date
from odoo.tests import HttpCase, new_test_user, tagged

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestQuestionScreens(CustomerCase, HttpCase):
    """A marketer who never saw the editor asks for loyal customers gone silent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.marketer = new_test_user(
            cls.env,
            login="marketer_screens",
            groups="sunumarche_crm.group_marketer",
            lang="en_US",
            company_id=cls.company.id,
            company_ids=cls.company.ids,
        )
        loyal = cls.env.ref("sunumarche_crm.rfm_class_loyal")
        cls.awa = cls._create_loyal("Awa", loyal, months=9)
        cls.bineta = cls._create_loyal("Bineta", loyal, months=1)

    @classmethod
    def _freeze(cls):
        """The browser's clock runs, so this one does."""
        return freeze_time(datetime.now(), tick=True)

    @classmethod
    def _create_loyal(cls, name, loyal, months):
        customer = cls._create_customer(name)
        day = Date.today() - relativedelta(months=months)
        cls._invoice(1000, day, partner=customer)
        # sudo: sunumarche.customer.indicator - nobody but the refresh writes them
        cls.env["sunumarche.customer.indicator"].sudo().create(
            {
                "partner_id": customer.id,
                "company_id": cls.company.id,
                "rfm_class_id": loyal.id,
                "last_purchase_date": day,
            }
        )
        return customer

    def test_loyal_customers_without_a_purchase_for_six_months(self):
        self.start_tour(
            "/odoo", "sunumarche_crm_loyal_and_silent", login="marketer_screens"
        )
        questions = self.env["sunumarche.question"].with_user(self.marketer)
        question = questions.search([("name", "=", "Loyal and silent")])
        self.assertEqual(question._search_records(), self.awa)
