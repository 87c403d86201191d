"""All that a user may read, through every door, names no customer out of his reach."""

from odoo.tools import mute_logger

from .matrix import read_table
from .strangers import Stranger
from .test_rights_coverage import RightsCase
from .walk import Walk, links_to_people
from .world import EVERYONE

# Who reaches the customers of all agencies, of his company only.
REACHING = ("marketer", "service_agent", "accountant", "direction", "administrator")
AGENCY = ("ZQALPHA", "771239876")
OTHER_COMPANY = ("ZXBRAVO", "779998801")
# Their _check_access asks whether the user may read the record that they are on.
CHECKED_BY_CORE = (
    "ir.attachment",
    "mail.activity",
    "mail.message",
    "mail.scheduled.message",
)
LOGGERS = (
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_rule",
    "odoo.models",
    "odoo.sql_db",
    "odoo.addons.mail",
)


class TestPaths(RightsCase):
    """Every model that leads to people has a wall, or a reason for having none."""

    def _is_read(self, name):
        access = self.env["ir.model.access"]
        return any(
            access.with_user(self.world.users[role]).check(name, "read", False)
            for role in EVERYONE
        )

    def _has_wall(self, name):
        """A global rule that asks who the user is, or core's own check of documents."""
        rules = self.env["ir.rule"].search(
            [
                ("model_id.model", "=", name),
                ("perm_read", "=", True),
                ("global", "=", True),
                ("domain_force", "like", "user."),
            ]
        )
        return bool(rules) or name in CHECKED_BY_CORE

    def _paths(self):
        return {
            name
            for name, model in self.env.registry.items()
            if not model._abstract
            and not model._transient
            and links_to_people(model)
            and self._is_read(name)
        }

    def test_every_path_to_a_person_has_a_wall_or_a_reason(self):
        reasons = {row["model"] for row in read_table("open_models.csv")}
        for name in sorted(self._paths()):
            with self.subTest(model=name):
                self.assertNotEqual(
                    self._has_wall(name),
                    name in reasons,
                    "give it a rule that calls _get_scope_domain, or say in "
                    "tests/rights/open_models.csv why it needs none",
                )

    def test_each_reason_is_given_once(self):
        rows = read_table("open_models.csv")
        self.assertEqual(len(rows), len({row["model"] for row in rows}))
        self.assertTrue(all(len(row["reason"]) > 10 for row in rows))


class TestWalk(RightsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Stranger(cls.world, "ZQALPHA", "other_agency")
        Stranger(cls.world, "ZXBRAVO", "other_company")
        cls.world.env.flush_all()

    def _walk(self, role, marks):
        """What the role is shown, as the browser asks: with his companies."""
        user = self.world.users[role]
        context = {"allowed_company_ids": self.world.company_ids[role]}
        env = self.env(user=user.id, su=False, context=context)
        env.invalidate_all()
        env.transaction.default_env = env
        with mute_logger(*LOGGERS):
            return sorted(Walk(env, marks).find())

    def test_nobody_is_shown_a_stranger(self):
        found = [
            f"{role}: {fault}"
            for role in EVERYONE
            for fault in self._walk(
                role, OTHER_COMPANY if role in REACHING else (*OTHER_COMPANY, *AGENCY)
            )
        ]
        self.assertFalse(found, "\n".join(["", *found]))

    def test_the_owner_is_shown_them(self):
        """The walk finds what may be seen, and would find what may not."""
        found = self._walk("stranger", AGENCY[:1])
        for model in ("res.partner", "sale.order", "crm.lead", "calendar.event"):
            self.assertIn(f"{model}: read: zqalpha", found)
