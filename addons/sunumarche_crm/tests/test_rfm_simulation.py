from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from ..engine.rfm_simulation import ClassMove, RfmSimulation
from .common import CustomerCase

CUT = {
    "method": "cut",
    "recency_cut_points": "30, 90, 180, 365",
    "frequency_cut_points": "1, 2, 4, 8",
    "monetary_cut_points": "100, 200, 300, 400",
}
TABLES = (
    "sunumarche.customer.indicator",
    "sunumarche.rfm.history",
    "sunumarche.rfm.policy",
    "sunumarche.journal",
)


@tagged("post_install", "-at_install")
class TestRfmSimulation(CustomerCase):
    """A simulation writes nothing and says what applying does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number in range(6):
            buyer = cls._create_customer(f"Client {number}", customer_rank=1)
            for _purchase in range(number + 1):
                cls._invoice(100 * (number + 1), f"2025-0{number + 1}-15", buyer)
        cls._refresh(cls)
        cls.policy = cls.env["sunumarche.rfm.policy"]._get_policy(cls.company)
        cls.marketer = new_test_user(
            cls.env,
            login="rfm.marketer",
            groups="sunumarche_crm.group_marketer",
            company_id=cls.company.id,
            company_ids=cls.company.ids,
        )

    def _read_tables(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return {model: self.env[model].search([]).read(load=None) for model in TABLES}

    def _get_classes(self):
        indicators = self.env["sunumarche.customer.indicator"].search(
            [("company_id", "=", self.company.id)]
        )
        return {
            one.partner_id: (one.rfm_class_id.id or None, one.net_amount_12m)
            for one in indicators
        }

    def test_nothing_is_written(self):
        before = self._read_tables()
        self.assertTrue(RfmSimulation(self.policy).run(CUT))
        self.assertEqual(self._read_tables(), before)

    def test_the_same_settings_move_nobody(self):
        self.assertEqual(RfmSimulation(self.policy).run({}), [])

    def test_says_what_applying_does(self):
        moves = RfmSimulation(self.policy).run(CUT)
        before = self._get_classes()
        self.policy.write(CUT)
        self.policy.action_apply()
        self.env.invalidate_all()
        expected = {}
        for partner, (new, turnover) in self._get_classes().items():
            old = before[partner][0]
            if old != new:
                count, total = expected.get((old, new), (0, 0))
                expected[old, new] = (count + 1, total + turnover)
        self.assertCountEqual(
            moves, [ClassMove(*pair, *sums) for pair, sums in expected.items()]
        )

    def test_unfit_thresholds_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "4 different numbers"):
            RfmSimulation(self.policy).run({**CUT, "frequency_cut_points": "1, 2"})
        self.assertEqual(self.policy.method, "quantile")

    def test_marketer_simulates_and_may_not_apply(self):
        simulation = self._simulate(self.env(user=self.marketer))
        self.assertTrue(simulation.is_simulated)
        moved = simulation.move_ids
        self.assertEqual(
            sum(moved.mapped("customer_count")),
            sum(one.customers for one in RfmSimulation(self.policy).run(CUT)),
        )
        with self.assertRaises(AccessError):
            simulation.action_apply()

    def test_administrator_applies(self):
        simulation = self._simulate(self.env)
        simulation.action_apply()
        self.assertEqual(self.policy.method, "cut")
        self.assertEqual(RfmSimulation(self.policy).run({}), [])

    def _simulate(self, env):
        model = env["sunumarche.rfm.simulation"].with_company(self.company)
        form = Form(model)
        for name, value in CUT.items():
            form[name] = value
        simulation = form.save()
        simulation.action_simulate()
        return simulation
