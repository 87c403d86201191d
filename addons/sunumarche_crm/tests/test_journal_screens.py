from odoo.tests import tagged

from .test_screens import ScreensCase

# A phone shows cards.
LIST, FORM = (
    ".o_list_table, .o_kanban_renderer",
    ".o_form_view .o_field_widget[name=changes]",
)


@tagged("post_install", "-at_install")
class TestJournalScreens(ScreensCase):
    """The journal opens in French, full and empty, at the width of a phone too."""

    def _english_terms(self):
        """Without summaries: they are in the language of who did it."""
        summaries = {"Created", "Deleted", "Password changed"}
        return [term for term in super()._english_terms() if term not in summaries]

    def _screens(self):
        template = self.env["product.template"].create({"name": "Riz 50 kg"})
        template.list_price = 21_000
        row = self.env["sunumarche.journal"].search([], limit=1)
        self.assertEqual(row.res_id, template.id)
        return [
            self._screen("sunumarche_journal_action", LIST),
            self._screen("sunumarche_journal_action", FORM, "form", resId=row.id),
        ]

    def test_direction_reads_the_journal(self):
        self._open_screens("direction", self._screens())

    def test_an_administrator_reads_the_journal(self):
        self._open_screens("administrator", self._screens())

    def test_who_may_not_read_it_sees_no_menu(self):
        menu = self.env.ref("sunumarche_crm.sunumarche_journal_menu")
        for role, sees in (("direction", True), ("marketer", False)):
            user = self._create_user(role)
            with self.subTest(role=role):
                visible = menu.with_user(user)._visible_menu_ids()
                self.assertEqual(menu.id in visible, sees)
