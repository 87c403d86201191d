from odoo.fields import Command, Date
from odoo.tests import tagged

from .home_common import ROLES
from .test_screens import ScreensCase

DAY, TILE = ".o_sunumarche_day h1", ".o_sunumarche_tile"
RECORDS = ".o_list_renderer, .o_kanban_renderer, .o_view_nocontent"
GROUPS = ".o_group_header, .o_kanban_group"


@tagged("post_install", "-at_install")
class TestHomeScreens(ScreensCase):
    """Each role's day in French, at the width of a desktop and of a phone."""

    def test_each_role_opens_its_day_and_every_tile(self):
        day = "my_day_action"
        for role in ROLES:
            tiles = self.env["sunumarche.home.tile"].search_count(
                [("group_ids", "=", self.env.ref(f"sunumarche_crm.group_{role}").id)]
            )
            # Marketing and direction may not read opportunities.
            tiles -= role in ("marketer", "direction")
            clicks = [f"li:nth-child({number + 1}) > {TILE}" for number in range(tiles)]
            self._open_screens(
                role,
                [self._screen(day, TILE)]
                + [
                    self._screen(day, DAY, clicks=[click], then=RECORDS)
                    for click in clicks
                ],
            )

    def test_a_role_without_tiles_says_what_to_do(self):
        self.env["sunumarche.home.tile"].search([("active", "=", True)]).active = False
        self._open_screens(
            "direction", [self._screen("my_day_action", ".o_sunumarche_day_no_tile")]
        )

    def test_an_administrator_opens_the_tiles(self):
        tile = self.env.ref("sunumarche_crm.home_tile_accountant_overdue")
        action = "sunumarche_home_tile_action"
        self._open_screens(
            "administrator",
            [
                self._screen(action, RECORDS),
                self._screen(action, ".o_form_view", "form", resId=tile.id),
            ],
        )

    def test_production_opens_what_to_prepare(self):
        self._order()
        action = "sunumarche_preparation_line_action"
        self._open_screens(
            "production",
            [
                self._screen(action, GROUPS, "list"),
                self._screen(action, GROUPS, "kanban"),
                self._screen(f"{action}_by_product", GROUPS, "list"),
            ],
        )

    def _order(self):
        product = self.env["product.product"].create({"name": "Monture Téranga"})
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customers[0].id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        order.action_confirm()

    def test_a_salesperson_goes_through_the_day(self):
        user = self._create_user("salesperson")
        user.name = "Aminata Faye"
        today = Date.context_today(user)
        self.customers.user_id = user
        for size, touch in (("1366x768", False), ("360x740", True)):
            self.customers[1].activity_ids.unlink()
            self.customers[1].activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=Date.subtract(today, days=1),
                summary="Rappeler pour les verres",
                user_id=user.id,
            )
            self.browser_size, self.touch_enabled = size, touch
            with self.subTest(size=size):
                self.start_tour("/odoo", "sunumarche_crm_my_day", login=user.login)
