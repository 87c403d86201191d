"""Every record of ours about a customer says what becomes of it."""

from .common import OUR_MODULES, RepoCase

RECORD = "sunumarche.customer.record"


class TestCustomerRecords(RepoCase):
    def _get_names(self):
        return self.env[RECORD]._get_customer_models()

    def _get_stored(self):
        """Return our models with a table, and their links to contacts."""
        return {
            name: [
                field.name
                for field in model._fields.values()
                if field.comodel_name == "res.partner"
                and field.store
                and field.type in ("many2one", "many2many")
            ]
            for name, model in self.env.registry.items()
            if model._original_module in OUR_MODULES
            and not (model._abstract or model._transient)
        }

    def test_what_leads_to_a_contact_is_a_record_of_a_customer(self):
        linked = {name for name, links in self._get_stored().items() if links}
        self.assertEqual(linked - set(self._get_names()), set())

    def test_whose_it_is_can_be_searched(self):
        for name in self._get_names():
            model = self.env[name]
            scope = model._customer_scope
            with self.subTest(model=name):
                self.assertLessEqual(
                    set(scope.customers if scope else ()), set(model._fields)
                )
                self.assertFalse(model._find_of(_Nobody(self.env)))

    def test_what_is_no_figure_says_how_it_is_erased(self):
        above = self.env.registry[RECORD]._erase_person
        for name in self._get_names():
            model = self.env.registry[name]
            with self.subTest(model=name):
                own = model._erase_person is not above
                self.assertTrue(model._customer_is_figure or own)

    def test_a_figure_is_of_one_contact(self):
        for model in self.env[RECORD]._get_customer_figures():
            with self.subTest(model=model._name):
                self.assertEqual(model._customer_fields, ("partner_id",))


class _Nobody:
    """A person without card, address or number."""

    addresses = frozenset()

    def __init__(self, env):
        self.partners = env["res.partner"]
        self.keys = {"email": set(), "phone": set()}
