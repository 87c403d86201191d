import base64
import logging
import time
from contextlib import contextmanager
from dataclasses import dataclass

from odoo import api, fields, models
from odoo.tools import SQL, file_open

from ..engine.plan import DemoPlan, Scale

_logger = logging.getLogger(__name__)

SEED = 1960
SOURCE_NAME = "Ancienne caisse"
COMPANY_VALUES = {
    "name": "SUNUMARCHE Lunettes",
    "street": "27, rue Félix Faure",
    "street2": "Plateau",
    "zip": "11000",
    "city": "Dakar",
    "phone": "+221 33 823 19 60",
    "email": "contact@sunumarche.example",
    "website": "https://www.sunumarche.example",
    "vat": "005196042 2G3",
    "company_registry": "SN-DKR-2014-B-19604",
    # The numbers of the customers are made up: whoever has them gets no text message.
    "stock_text_confirmation": False,
}
# Nobody is notified of what happened in the past, and nothing of it is tracked.
QUIET = {
    "mail_auto_subscribe_no_notify": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "mail_activity_quick_update": True,
    "no_reset_password": True,
    "skip_sms": True,
    "tracking_disable": True,
}
# What the steps write most of.
MODELS = (
    "account.full.reconcile",
    "account.move",
    "account.move.line",
    "account.partial.reconcile",
    "account.payment",
    "mail.followers",
    "mail.message",
    "res.partner",
    "sale.order",
    "sale.order.line",
    "stock.move",
    "stock.move.line",
    "stock.picking",
    "stock.quant",
    "sunumarche.consent",
    "sunumarche.contact.link",
    "sunumarche.household.member",
    "sunumarche.purchase.history",
)


@dataclass(frozen=True)
class Cast:
    """The records that stand for what the plan speaks of."""

    users: dict
    products: dict
    partners: models.Model
    teams: dict


class DemoCompany(models.AbstractModel):
    """Fills the current company with the figures of a maker of luxury spectacles.

    ``_load`` draws everything on paper first (``engine.plan.DemoPlan``), then writes
    it step by step. Sales and invoices pass through the same methods as a user's.
    """

    _name = "sunumarche.demo.company"
    _description = "Demo Company"

    @api.model
    def _load_scaled(self):
        """Load once, at the size the parameter ``sunumarche_demo.scale`` asks for.

        1 (or no parameter) is the whole company, 0.05 a small one, 0 nothing.
        """
        # sudo: ir.config_parameter - read once at installation
        parameters = self.env["ir.config_parameter"].sudo()
        factor = float(parameters.get_param("sunumarche_demo.scale", "1"))
        if factor <= 0 or self._is_loaded():
            return
        if self.env.company.chart_template != "sn":
            _logger.warning(
                "%s has no chart of accounts of Senegal: no demo company is loaded",
                self.env.company.name,
            )
            return
        scale = Scale().times(factor)
        self._load(scale.customers, scale.purchases, scale.flow_orders)

    @api.model
    def _is_loaded(self):
        purchases = self.env["sunumarche.purchase.history"].with_context(
            active_test=False
        )
        return bool(
            purchases.search_count(
                [
                    ("company_id", "=", self.env.company.id),
                    ("source_id.name", "=", SOURCE_NAME),
                ],
                limit=1,
            )
        )

    @api.model
    def _load(
        self, customers=2000, purchases=20_000, flow_orders=320, seed=SEED, as_of=None
    ):
        """Write the demo company; the same seed and day give the same data.

        :param as_of: the last day of the three years, today by default
        """
        as_of = as_of or fields.Date.context_today(self)
        scale = Scale(customers, purchases, flow_orders)
        with self._timed("plan"):
            plan = DemoPlan.draw(scale, seed, as_of)
        self.with_context(**QUIET)._write_plan(plan)

    def _write_plan(self, plan):
        with self._timed("company, users, products"):
            self._write_company(plan)
            users = self._create_staff()
            teams = self._create_agencies(users)
            products = self._create_catalogue()
        with self._timed("customers"):
            partners = self._create_customers(plan, users)
        cast = Cast(users, products, partners, teams)
        with self._timed("purchase history"):
            self._create_history(plan, partners)
        self._create_sales(plan, cast)
        with self._timed("pipeline and purchasing"):
            self._create_pipeline(plan, cast)
        self._create_relations(plan, cast)
        with self._timed("questions, segments, things to do"):
            self._create_questions(cast)
            self._create_activities(plan)
        with self._timed("figures"):
            self._refresh_figures()

    @contextmanager
    def _timed(self, step):
        """Write what the step left to write, and log how long it took."""
        start = time.monotonic()
        yield
        self._flush()
        _logger.info("demo company: %s in %.1f s", step, time.monotonic() - start)

    def _flush(self):
        """Write what is left to write, and tell the database how tables have grown.

        Nobody else sees what this transaction wrote, the statistics collector
        neither: the planner would go on as if the tables were empty.
        """
        self.env.flush_all()
        for model in MODELS:
            table = SQL.identifier(self.env[model]._table)
            self.env.execute_query(SQL("ANALYZE %s", table))

    def _write_company(self, plan):
        with file_open("sunumarche_demo/static/img/logo.png", "rb") as logo:
            image = base64.b64encode(logo.read())
        self.env.company.write(
            {
                **COMPANY_VALUES,
                "logo": image,
                "purchase_history_cutover_date": plan.cutover,
            }
        )
