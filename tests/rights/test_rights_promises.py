"""What docs/guide/roles.md says of roles, sentence by sentence."""

import re
from pathlib import Path

from lxml import etree

from odoo.exceptions import AccessError, UserError

from odoo.addons.sunumarche_query.tests.common import aggregate, condition, related

from .matrix import StoredState
from .test_rights_coverage import RightsCase
from .world import ROLES

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "roles.md"
APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
KINDS = (
    "own",
    "team",
    "colleague_agency",
    "unassigned",
    "below",
    "other_agency",
    "other_company",
    "supplier",
)
CUSTOMERS = KINDS[:6]
AMOUNT = "amount_total"
PRICES = {
    "product.template": ("list_price", "standard_price", "tax_string"),
    "product.product": ("list_price", "lst_price", "price_extra", "standard_price"),
    "product.pricelist.item": ("fixed_price", "price", "price_discount", "rule_tip"),
    "product.supplierinfo": ("price", "discount", "price_discounted"),
    "product.attribute.value": ("default_extra_price",),
    "product.template.attribute.value": ("price_extra",),
    "product.combo": ("base_price",),
    "product.combo.item": ("extra_price", "lst_price"),
}
# An example, and sums of books and sales, which are counted as their reader.
NO_PRICES = {
    "account.analytic.account.balance",
    "account.analytic.account.credit",
    "account.analytic.account.debit",
    "account.payment.term.example_amount",
    "digest.digest.kpi_account_total_revenue_value",
    "digest.digest.kpi_all_sale_total_value",
}
# Prices that are said to everybody, terms and taxes; margins of paper.
SAID_PRICES = {
    "account.payment.term.line.value_amount",
    "account.tax.amount",
    "product.attribute.value.default_extra_price",
    "product.combo.item.extra_price",
    "product.pricelist.item.fixed_price",
    "product.pricelist.item.percent_price",
    "product.pricelist.item.price_discount",
    "product.pricelist.item.price_markup",
    "product.pricelist.item.price_max_margin",
    "product.pricelist.item.price_min_margin",
    "product.pricelist.item.price_round",
    "product.pricelist.item.price_surcharge",
    "product.template.attribute.value.price_extra",
    "product.template.list_price",
    "report.paperformat.margin_bottom",
    "report.paperformat.margin_left",
    "report.paperformat.margin_right",
    "report.paperformat.margin_top",
}
MONEY = re.compile("price|cost|value|amount|revenue|margin|total|balance|spending")
COSTS = {
    "product.template": ("standard_price",),
    "product.product": ("standard_price",),
    "product.supplierinfo": ("price", "discount", "price_discounted"),
}
DOCUMENTS = ("crm.lead", "sale.order", "account.move")


class TestPromises(RightsCase):
    """A sentence that the guide no longer holds fails here too: both are changed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        text = GUIDE.read_text("utf-8").replace("**", "").replace(APOSTROPHE, "'")
        cls.guide = " ".join(text.split())

    def quote(self, sentence):
        self.assertIn(sentence, self.guide, "the guide no longer says so")

    def _as(self, role, model):
        context = {"allowed_company_ids": self.world.company_ids[role]}
        return self.env(user=self.world.users[role].id, su=False, context=context)[
            model
        ]

    def _seen(self, role, model="res.partner", kinds=KINDS):
        """The kinds of records that the role finds; none where all is closed."""
        records = {kind: self.world.record(model, kind, role) for kind in kinds}
        self.env.flush_all()
        self.env.invalidate_all()
        found = self._as(role, model)
        if not found.has_access("read"):
            return set()
        ids = found.search([("id", "in", [one.id for one in records.values()])]).ids
        return {kind for kind, record in records.items() if record.id in ids}

    def _may(self, role, model, operation):
        return self._as(role, model).has_access(operation)

    def test_salesperson(self):
        self.quote(
            "les siens, ceux de son agence qui n'ont pas de commercial et, si l'équipe "
            "partage, ceux de ses collègues"
        )
        self.assertEqual(self._seen("salesperson"), {"own", "team", "unassigned"})
        self.quote("comptabiliser une facture ; exporter")
        self.assertFalse(self._may("salesperson", "account.move", "write"))
        self.assertFalse(self._exports("salesperson"))

    def _exports(self, role):
        return self.world.users[role].has_group("base.group_allow_export")

    def test_head_of_agency(self):
        self.quote("tous ceux de son agence et des agences qui en dépendent")
        seen = {"own", "team", "colleague_agency", "unassigned", "below"}
        self.assertEqual(self._seen("head_of_agency"), seen)
        self.quote("voir les autres agences")
        for model in DOCUMENTS:
            with self.subTest(model=model):
                self.assertNotIn("other_agency", self._seen("head_of_agency", model))

    def test_roles_that_see_all_customers(self):
        self.quote("Agent du service client | tous")
        self.quote("Chargé de marketing | tous")
        self.quote("Comptable | tous")
        self.quote("Direction | tous")
        self.quote("Administrateur CRM | tous")
        for role in (
            "service_agent",
            "marketer",
            "accountant",
            "direction",
            "administrator",
        ):
            with self.subTest(role=role):
                self.assertEqual(self._seen(role), {*CUSTOMERS, "supplier"})

    def test_service_agent(self):
        self.quote("lit opportunités et commandes")
        for model in ("crm.lead", "sale.order"):
            self.assertEqual(
                self._seen("service_agent", model, CUSTOMERS), {*CUSTOMERS}
            )
            self.assertFalse(self._may("service_agent", model, "create"))
        self.quote("voir le chiffre d'affaires et les dettes ; vendre")
        for model in ("account.move", "sale.report", "sunumarche.customer.purchase"):
            self.assertFalse(self._may("service_agent", model, "read"), model)
        fields = self._as("service_agent", "res.partner").fields_get()
        for name in ("total_invoiced", "credit", "net_amount_12m"):
            self.assertNotIn(name, fields)

    def test_marketer(self):
        self.quote("lit opportunités, commandes et chiffres")
        for model in ("crm.lead", "sale.order", "sunumarche.customer.indicator"):
            self.assertTrue(self._may("marketer", model, "read"), model)
        self.quote("importe des achats ; exporte | vendre")
        self.assertTrue(self._exports("marketer"))
        self.assertTrue(self._may("marketer", "sunumarche.purchase.import", "create"))
        self.assertFalse(self._may("marketer", "sale.order", "create"))

    def test_accountant(self):
        self.quote("factures, avoirs et paiements")
        for model in ("account.move", "account.payment"):
            self.assertTrue(self._may("accountant", model, "create"), model)
        self.quote("ouvrir le menu Clients du CRM, les opportunités")
        self.assertFalse(self._may("accountant", "crm.lead", "read"))

    def test_buyer(self):
        self.quote("Acheteur | aucun, seulement les fournisseurs")
        self.assertEqual(self._seen("buyer"), {"supplier"})
        self.quote("voir un client ou ses chiffres")
        self._assert_sees_no_document("buyer")

    def test_production(self):
        self.quote("Production | aucun")
        self.assertEqual(self._seen("production"), set())
        self.quote("voir un client, une commande")
        self._assert_sees_no_document("production")

    def test_service_agent_adds_nothing_up(self):
        self.quote(
            "Il lit le montant d'une commande en l'ouvrant ; nulle part il ne peut "
            "additionner, filtrer, regrouper ou trier les commandes et les "
            "opportunités par leur montant"
        )
        for model in ("sale.order", "sale.order.line", "crm.lead"):
            orders = self._as("service_agent", model)
            record = self.world.record(model, "unassigned", "service_agent")
            for name in self._amounts(orders):
                with self.subTest(model=model, field=name):
                    self._assert_not_added_up(orders, name)
            values = orders.browse(record.id).read(self._amounts(orders, stored=False))
            if model != "crm.lead":
                amount = "price_total" if "line" in model else AMOUNT
                self.assertEqual(values[0][amount], 500)
        customers = self._as("service_agent", "res.partner")
        for path in (AMOUNT, "order_line.price_total"):
            with self.assertRaises(AccessError):
                customers.search([(f"sale_order_ids.{path}", ">", 1)])

    @staticmethod
    def _amounts(model, stored=True):
        """Every amount and unit price of a document; those with a column, or all."""
        return [
            name
            for name, field in model._fields.items()
            if field.type in ("monetary", "float")
            and ("amount" in name or "price" in name or "revenue" in name)
            and (field.store or not stored)
        ]

    def _assert_not_added_up(self, orders, name):
        for attempt in (
            lambda: (
                orders.formatted_read_group([], ["partner_id"], [f"{name}:sum"])
                if "partner_id" in orders
                else orders.formatted_read_group([], ["order_id"], [f"{name}:sum"])
            ),
            lambda: orders._read_group([], [], [f"{name}:max"]),
            lambda: orders.formatted_read_group([], [name], ["__count"]),
            lambda: orders.search([(name, ">", 1)]),
            lambda: orders.search_count([(name, "=", 500)]),
            lambda: orders.search([], order=f"{name} desc"),
            lambda: orders.search_read([], ["display_name"], order=name),
        ):
            with self.assertRaises(AccessError):
                attempt()
        description = orders.fields_get([name])[name]
        self.assertNotIn("aggregator", description)
        for ability in ("searchable", "sortable", "groupable"):
            self.assertFalse(description[ability], ability)

    def test_service_agent_adds_up_no_amount_of_any_model(self):
        """Of all that he reads, stored: what is said to everybody, and nothing else."""
        found = set()
        for name in self.registry:
            model = self._as("service_agent", name)
            if model._transient or not model.has_access("read"):
                continue
            for field in model._fields.values():
                money = field.type == "monetary" or (
                    field.type == "float" and MONEY.search(field.name)
                )
                if money and field.store and self._adds_up(model, field.name):
                    found.add(f"{name}.{field.name}")
        self.assertEqual(found, SAID_PRICES)

    @staticmethod
    def _adds_up(model, name):
        try:
            model._read_group([], [], [f"{name}:sum"])
        except AccessError:
            return False
        return True

    def test_service_agent_reads_no_cost(self):
        self.quote("ni le coût des articles ni les prix des fournisseurs")
        for model, names in COSTS.items():
            seen = self._as("service_agent", model)
            described = seen.fields_get().keys()
            record = self.env[model].search([], limit=1)
            for name in names:
                with self.subTest(model=model, field=name):
                    self.assertNotIn(name, described)
                    with self.assertRaises(AccessError):
                        seen.browse(record.id).read([name])
                    with self.assertRaises(AccessError):
                        seen.search([], order=f"{name} desc")
                    self.assertIn(name, self._as("salesperson", model).fields_get())
            for view in ("form", "list"):
                arch = etree.fromstring(seen.get_view(view_type=view)["arch"])
                shown = {*arch.xpath("//field[not(ancestor::field)]/@name")}
                self.assertFalse(shown & {*names})

    def test_service_agent_opens_every_view_of_documents(self):
        """What a list adds up, and a pivot measures, is not in his views."""
        for model in ("sale.order", "crm.lead"):
            documents = self._as("service_agent", model)
            amounts = {*self._amounts(documents)}
            for view in ("list", "pivot", "graph", "kanban", "form"):
                arch = etree.fromstring(documents.get_view(view_type=view)["arch"])
                with self.subTest(model=model, view=view):
                    totals = arch.xpath("//list[not(ancestor::field)]/field[@sum]")
                    self.assertFalse(totals)
                    measured = arch.xpath(
                        "//pivot/field/@name | //graph/field/@name"
                        " | //progressbar/@*[contains(name(), 'sum_field')]"
                    )
                    self.assertFalse({*measured} & amounts)

    def test_service_agent_asks_for_no_amount(self):
        """No object of questions has an amount, and a question that names one fails."""
        as_agent = self._as("service_agent", "sunumarche.question.object")
        catalogue = as_agent._get_catalogue()
        for code in ("order", "quotation", "order_line"):
            names = catalogue.get_object(code).fields.keys()
            model = self.env[catalogue.get_object(code).model]
            self.assertFalse({*names} & {*self._amounts(model, stored=False)})
            self.assertIn("product_id" if "line" in code else "name", names)
        question = self._as("service_agent", "sunumarche.question")
        orders = "customer_order_ids"
        for where in (
            aggregate(orders, "sum", "at_least", 1_000_000, measure=AMOUNT),
            related(orders, where=condition(AMOUNT, "more", 1)),
        ):
            definition = {"version": 1, "object": "customer", "where": where}
            with self.assertRaises(UserError):
                question.ask_answer(definition)
            as_direction = self._as("direction", "sunumarche.question")
            self.assertIn("rows", as_direction.ask_answer(definition))

    def test_production_reads_no_price(self):
        self.quote("voir un client, une commande ou un prix")
        for model, names in PRICES.items():
            seen = self._as("production", model)
            described = seen.fields_get().keys()
            record = self.env[model].search([], limit=1)
            for name in names:
                with self.subTest(model=model, field=name):
                    self.assertIn(name, seen._fields)
                    self.assertNotIn(name, described)
                    with self.assertRaises(AccessError):
                        seen.browse(record.id).read([name])
                    if seen._fields[name]._description_searchable:
                        with self.assertRaises(AccessError):
                            seen.search([(name, ">", 1)])
                    self.assertIn(name, self._as("salesperson", model).fields_get())

    def test_production_has_no_other_price(self):
        """No model that the workshop reads has an amount, but what taxes are."""
        found = {
            f"{name}.{field.name}"
            for name in self.registry
            if not self.registry[name]._transient
            and (model := self._as("production", name)).has_access("read")
            for field in model._fields.values()
            if (field.type == "monetary" or "price" in field.name)
            and field.type in ("monetary", "float", "char")
            and model._has_field_access(field, "read")
        }
        self.assertEqual(found, NO_PRICES)

    def test_production_opens_products(self):
        """The views of products have no price for the workshop; they have the name."""
        for model in ("product.template", "product.product"):
            products = self._as("production", model)
            for view in ("form", "list", "kanban", "search"):
                got = products.get_views([(False, view)])["views"][view]["arch"]
                with self.subTest(model=model, view=view):
                    for name in PRICES[model]:
                        self.assertNotIn(f'name="{name}"', got)
                    self.assertIn('name="name"', got)

    def _assert_sees_no_document(self, role):
        for model in (*DOCUMENTS, "sunumarche.customer.indicator"):
            with self.subTest(model=model):
                self.assertFalse(self._seen(role, model))

    def test_direction(self):
        self.quote("lit tout : clients, opportunités, commandes, factures, chiffres")
        for model in DOCUMENTS:
            self.assertEqual(self._seen("direction", model, CUSTOMERS), {*CUSTOMERS})
        self.quote("exporte | modifier quoi que ce soit")
        self.assertTrue(self._exports("direction"))
        for model in ("res.partner", *DOCUMENTS):
            record = self.world.record(model, "unassigned", "direction")
            state = StoredState(record)
            as_user = self._as("direction", model).browse(record.id)
            with self.subTest(model=model), self.assertRaises(AccessError):
                as_user.check_access("write")
            self.assertTrue(state.is_unchanged())

    def test_administrator(self):
        self.quote("administrer Odoo : utilisateurs, modules, comptes")
        for model in ("res.users", "ir.module.module", "account.account"):
            self.assertFalse(self._may("administrator", model, "create"), model)

    def test_everybody_sees_his_colleagues(self):
        self.quote("Chacun voit aussi les fiches de ses collègues.")
        for role in ROLES:
            self.assertEqual(self._seen(role, kinds=("colleague",)), {"colleague"})

    def test_two_companies(self):
        """Nobody of one company sees a customer, or a document, of another."""
        for role in ROLES:
            for model in ("res.partner", *DOCUMENTS):
                with self.subTest(role=role, model=model):
                    self.assertFalse(self._seen(role, model, ("other_company",)))
