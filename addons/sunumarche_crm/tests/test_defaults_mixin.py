from odoo import models
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDefaultsMixin(TransactionCase):
    """Asking few fields for their default gives what asking all of them gives."""

    def assert_as_core(self, model):
        names = list(model._fields)
        core = models.BaseModel.default_get(model, names)
        mixin = self.env.registry["sunumarche.defaults.mixin"]
        self.assertEqual(mixin.default_get(model, names), core)
        return core

    def test_partners_and_leads_have_the_defaults_of_core(self):
        for name in ("res.partner", "crm.lead"):
            with self.subTest(name):
                self.assertTrue(self.assert_as_core(self.env[name]))

    def test_the_context_gives_a_default_to_any_field(self):
        partners = self.env["res.partner"].with_context(default_city="Thiès")
        self.assertEqual(self.assert_as_core(partners)["city"], "Thiès")
        self.assertEqual(partners.default_get(["city"]), {"city": "Thiès"})

    def test_a_kept_default_is_given(self):
        self.env["ir.default"].set("res.partner", "city", "Mbour")
        self.env["ir.default"].set("res.partner", "barcode", "7", company_id=True)
        core = self.assert_as_core(self.env["res.partner"])
        self.assertEqual((core["city"], core["barcode"]), ("Mbour", "7"))

    def test_core_s_own_method_still_sees_all_fields(self):
        """``company_id`` has no default: core fills it in when it is asked for."""
        partners = self.env["res.partner"]
        parent = partners.create({"name": "SENTRANS"})
        values = partners.with_context(default_parent_id=parent.id).default_get(
            ["parent_id"]
        )
        self.assertEqual(values, {"parent_id": parent.id, "company_id": False})
