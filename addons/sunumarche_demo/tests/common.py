from datetime import date

from odoo import fields
from odoo.tests import TransactionCase

from ..engine.plan import DemoPlan, Scale

SEED = 7
AS_OF = date(2026, 6, 20)
SMALL = Scale(customers=60, purchases=400, flow_orders=8)


def draw_small(seed=SEED, as_of=AS_OF, scale=SMALL):
    return DemoPlan.draw(scale, seed, as_of)


class DemoCase(TransactionCase):
    """A company of Senegal, in which each test loads what it needs.

    It is the main company where that is still empty, and one of its own (which takes
    longer) where the demo company is loaded. The reference day is today: the figures
    are refreshed as of today too.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls._get_empty_company()
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=cls.company.ids)
        )
        cls.company = cls.company.with_env(cls.env)
        cls.as_of = fields.Date.context_today(cls.company)
        cls.plan = draw_small(as_of=cls.as_of)
        cls.demo = cls.env["sunumarche.demo.company"]

    @classmethod
    def _get_empty_company(cls):
        main = cls.env.ref("base.main_company")
        demo = cls.env["sunumarche.demo.company"].with_company(main)
        if main.chart_template == "sn" and not demo._is_loaded():
            return main
        xof = cls.env.ref("base.XOF")
        xof.active = True
        company = cls.env["res.company"].create(
            {
                "name": "Essai",
                "country_id": cls.env.ref("base.sn").id,
                "currency_id": xof.id,
            }
        )
        cls.env["account.chart.template"].try_loading(
            "sn", company=company, install_demo=False
        )
        return company

    @classmethod
    def _load(cls, **values):
        small = {"customers": 60, "purchases": 400, "flow_orders": 8, "seed": SEED}
        cls.demo._load(**(small | values))

    @classmethod
    def _load_people(cls):
        """Staff, agencies, articles and customers, without what they bought."""
        cls.users = cls.demo._create_staff()
        cls.teams = cls.demo._create_agencies(cls.users)
        cls.products = cls.demo._create_catalogue()
        cls.customers = cls.demo._create_customers(cls.plan, cls.users)
        cls.env.flush_all()

    def _as(self, login, records):
        """The records as this user finds them, nothing known of them yet."""
        self.env.flush_all()
        self.env.invalidate_all()
        if isinstance(records, str):
            records = self.env[records]
        return records.with_user(self.users[login])

    @classmethod
    def _search(cls, model, *domain):
        return cls.env[model].search([("company_id", "=", cls.company.id), *domain])
