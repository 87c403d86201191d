"""What docs/guide/roles.md says of roles, sentence by sentence."""

from pathlib import Path

from odoo.exceptions import AccessError

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
