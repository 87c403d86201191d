"""What names a company is of that company's people, in every model they read."""

from odoo import Command
from odoo.tests import new_test_user

from .test_rights_coverage import RightsCase

# Asked of the record that they belong to, and the companies themselves.
ELSEWHERE = {"ir.attachment", "mail.message", "res.company"}


class TestCompanies(RightsCase):
    def _read_models(self, role):
        """Yield the models of rows with a company that the role may read."""
        env = self.env(user=self.world.users[role])
        for name in self.registry:
            model = env[name]
            kept = model._auto and not (model._abstract or model._transient)
            named = any(map(self._names_company, model._fields.values()))
            if kept and named and name not in ELSEWHERE and model.has_access("read"):
                yield model

    @staticmethod
    def _names_company(field):
        links = ("many2one", "many2many")
        return (
            field.type in links and field.store and field.comodel_name == "res.company"
        )

    def test_every_model_with_a_company_has_a_wall(self):
        open_models = {
            model._name
            for role in self.world.users
            for model in self._read_models(role)
            if "company"
            not in str(model.env["ir.rule"]._compute_domain(model._name, "read"))
        }
        self.assertFalse(open_models, "give them a rule by company")

    def test_what_core_shows_of_all_companies_is_of_ones_own(self):
        company = self.env["res.company"].create({"name": "ZXOTHER"})
        common = {"name": "ZX", "company_id": company.id}
        field = self.env["ir.model.fields"]._get("res.partner", "city")
        made = (
            self.env["ir.sequence"].create({**common, "number_next": 4711}),
            self.env["resource.calendar"].create(common),
            self.env["utm.campaign"].create({"title": "ZX", "company_id": company.id}),
            self.env["digest.digest"].create(common),
            self.env["ir.default"].create(
                {
                    "field_id": field.id,
                    "company_id": company.id,
                    "json_value": '"ZX"',
                }
            ),
        )
        for record in made:
            for role in ("production", "salesperson", "administrator"):
                with self.subTest(model=record._name, role=role):
                    rows = record.with_user(self.world.users[role])
                    self.assertFalse(rows.search([("id", "=", record.id)]))
                    record.company_id = self.world.company_ids[role][0]
                    self.assertTrue(rows.search([("id", "=", record.id)]))
                    record.company_id = company

    def test_what_opens_closed_books_of_a_company_opens_those_of_its_branches(self):
        """Core looks for it as the user, with the branch alone."""
        parent, other = self.env["res.company"].create([{"name": "ZX"}, {"name": "ZY"}])
        branch = self.env["res.company"].create({"name": "ZB", "parent_id": parent.id})
        accountant = new_test_user(
            self.env,
            "zx.accountant",
            "sunumarche_crm.group_accountant",
            company_id=branch.id,
            company_ids=[Command.set(branch.ids)],
        )
        opened = self.env["account.lock_exception"].create(
            [
                {
                    "company_id": company.id,
                    "fiscalyear_lock_date": "2010-01-01",
                    "reason": "ZX",
                }
                for company in (parent, branch, other)
            ]
        )
        found = opened.with_user(accountant).search([("id", "in", opened.ids)])
        self.assertEqual(found.company_id, parent | branch)
