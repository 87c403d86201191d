from odoo.tests import TransactionCase, new_test_user

CRM = "sunumarche_crm.group_"


class JournalCase(TransactionCase):
    """A journal of which only what the test itself does is looked at."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.journal = cls.env["sunumarche.journal"]
        cls.manager = new_test_user(
            cls.env,
            "seynabou",
            groups="base.group_erp_manager,base.group_partner_manager,"
            "sales_team.group_sale_manager,product.group_product_manager,"
            "account.group_account_manager",
        )
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self._start()

    def _start(self):
        """Forget the rows so far."""
        self.env.flush_all()
        self.last_id = self.journal.search([], limit=1, order="id desc").id or 0

    def _rows(self, kind=None):
        domain = [("id", ">", self.last_id)] + ([("kind", "=", kind)] if kind else [])
        return self.journal.search(domain, order="id")

    def _assert_rows(self, *expected):
        """``expected``: (record, summary, before, after) each, in order."""
        rows = [
            (row.model, row.res_id, row.summary, row.before, row.after)
            for row in self._rows()
        ]
        self.assertEqual(
            rows,
            [
                (record._name, record.id, summary, before or False, after or False)
                for record, summary, before, after in expected
            ],
        )

    def _text(self, row):
        return row.with_context(lang="en_US").changes

    def _record(self, **values):
        """A row written by the journal itself."""
        self.journal._record("rights", [{"summary": "Trial", **values}])
        return self._rows()[-1]
