from datetime import datetime, time, timedelta

from odoo import models
from odoo.fields import Command

SUPPLIERS = (
    # (name, town, country, code of an article, ordered quantity, days ago)
    ("Lunetterie du Jura", "Oyonnax", "base.fr", "MON-ACE-01", 60, 50),
    ("Acetati Cadore", "Belluno", "base.it", "SOL-ACE-01", 80, 41),
    ("Verres de l'Atlantique", "Casablanca", "base.ma", "VER-UNI-01", 150, 33),
    ("Maroquinerie Ngaye Mékhé", "Mékhé", "base.sn", "ACC-ETU-01", 100, 20),
    ("Cornes du Ferlo", "Linguère", "base.sn", "MON-COR-01", 30, 12),
    ("Scierie de Casamance", "Ziguinchor", "base.sn", "MON-BOI-01", 40, 4),
)
BILLED = 4
NOON = time(12)


class DemoCompany(models.AbstractModel):
    _inherit = "sunumarche.demo.company"

    def _create_pipeline(self, plan, cast):
        """What is not sold yet, and what was bought from suppliers."""
        self._create_quotations(plan, cast)
        self._create_opportunities(plan, cast)
        self._buy(plan, cast)

    def _create_quotations(self, plan, cast):
        quotations = self.env["sale.order"].create(
            [self._prepare_quotation_values(item, cast) for item in plan.quotations]
        )
        for quotation, item in zip(quotations, plan.quotations, strict=True):
            if item.is_sent:
                quotation.action_quotation_sent()

    def _prepare_quotation_values(self, quotation, cast):
        partner = cast.partners[quotation.customer]
        return {
            "company_id": self.env.company.id,
            "partner_id": partner.id,
            "user_id": partner.user_id.id,
            "team_id": cast.teams[partner.agency_id].id,
            "date_order": datetime.combine(quotation.day, NOON),
            "order_line": [
                Command.create(
                    {
                        "product_id": cast.products[line.code].id,
                        "product_uom_qty": line.quantity,
                    }
                )
                for line in quotation.lines
            ],
        }

    def _create_opportunities(self, plan, cast):
        stages = self.env["crm.stage"].search([("is_won", "=", False)])
        self.env["crm.lead"].create(
            [
                self._prepare_opportunity_values(opportunity, cast, stages)
                for opportunity in plan.opportunities
            ]
        )

    def _prepare_opportunity_values(self, opportunity, cast, stages):
        partner = cast.partners[opportunity.customer]
        return {
            "type": "opportunity",
            "name": opportunity.name,
            "company_id": self.env.company.id,
            "partner_id": partner.id,
            "user_id": partner.user_id.id,
            "team_id": cast.teams[partner.agency_id].id,
            "stage_id": stages[int(opportunity.progress * len(stages))].id,
            "expected_revenue": opportunity.revenue,
            "date_open": datetime.combine(opportunity.opened, NOON),
            "date_deadline": opportunity.deadline,
        }

    # === Purchasing ===

    def _buy(self, plan, cast):
        """Orders to suppliers, received; the older ones are billed."""
        orders = self.env["purchase.order"].create(
            [
                self._prepare_purchase_values(plan, cast, *supplier)
                for supplier in SUPPLIERS
            ]
        )
        orders.button_confirm()
        for order, supplier in list(zip(orders, SUPPLIERS, strict=True))[:BILLED]:
            order.picking_ids.button_validate()
            day = plan.as_of - timedelta(supplier[-1] - 3)
            self._date_pickings(order.picking_ids, day)
            order.action_create_invoice()
            order.invoice_ids.write({"invoice_date": day, "ref": f"F-{order.name}"})
            order.invoice_ids.action_post()

    def _prepare_purchase_values(
        self, plan, cast, name, city, country, code, quantity, days_ago
    ):
        supplier = self.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "company_id": self.env.company.id,
                "city": city,
                "country_id": self.env.ref(country).id,
                "supplier_rank": 1,
            }
        )
        return {
            "company_id": self.env.company.id,
            "partner_id": supplier.id,
            "user_id": cast.users["acheteur"].id,
            "currency_id": self.env.company.currency_id.id,
            "date_order": datetime.combine(plan.as_of - timedelta(days_ago), NOON),
            "order_line": [
                Command.create(
                    {
                        "product_id": cast.products[code].id,
                        "product_qty": quantity,
                        "price_unit": cast.products[code].standard_price,
                    }
                )
            ],
        }
