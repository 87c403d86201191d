from odoo import models
from odoo.fields import Command

from ..engine.catalogue import CATALOGUE

STOCK_ON_HAND = 400


class DemoCompany(models.AbstractModel):
    _inherit = "sunumarche.demo.company"

    def _create_catalogue(self):
        """Return ``{code: product}``, with stock of what can be kept."""
        names = dict.fromkeys(article.category for article in CATALOGUE)
        categories = dict(
            zip(
                names,
                self.env["product.category"].create([{"name": name} for name in names]),
                strict=True,
            )
        )
        products = self.env["product.product"].create(
            [
                self._prepare_product_values(article, categories[article.category])
                for article in CATALOGUE
            ]
        )
        self._put_in_stock(products.filtered("is_storable"))
        return {product.default_code: product for product in products}

    def _prepare_product_values(self, article, category):
        company = self.env.company
        return {
            "default_code": article.code,
            "name": article.name,
            "categ_id": category.id,
            "company_id": company.id,
            "list_price": article.price,
            "standard_price": article.cost,
            "type": "service" if article.is_service else "consu",
            "is_storable": not article.is_service,
            "invoice_policy": "order" if article.is_service else "delivery",
            "purchase_ok": not article.is_service,
            "taxes_id": [Command.set(company.account_sale_tax_id.ids)],
            "supplier_taxes_id": [Command.set(company.account_purchase_tax_id.ids)],
        }

    def _put_in_stock(self, products):
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        )
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        quants.create(
            [
                {
                    "product_id": product.id,
                    "location_id": warehouse.lot_stock_id.id,
                    "inventory_quantity": STOCK_ON_HAND,
                }
                for product in products
            ]
        ).action_apply_inventory()
