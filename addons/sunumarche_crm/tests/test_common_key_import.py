from odoo.tests import tagged

from .test_common_key import EMAIL, PHONE, KeyCase


@tagged("post_install", "-at_install")
class TestCommonKeyImport(KeyCase):
    """What an import says before anything is saved."""

    def _import(self, model, names, rows, user=None):
        model = self.env[model].with_user(user or self.env.user)
        result = model.load(names, rows)
        return result, {
            message["rows"]["from"]: message["message"]
            for message in result["messages"]
            if message["type"] == "warning"
        }

    def test_known_lines_are_told_and_imported(self):
        rows = [["Awa Sow", "77 999 00 11"], ["Aïssa", "77 123 45 67"]]
        result, warnings = self._import("res.partner", ["name", "phone"], rows)
        self.assertEqual(len(result["ids"]), 2)
        self.assertEqual(warnings, {1: f"{PHONE} is known: Aïssatou Ndiaye."})

    def test_leads_and_subscribers(self):
        for model, name in (("crm.lead", "email_from"), ("mailing.contact", "email")):
            with self.subTest(model=model):
                _result, warnings = self._import(
                    model, ["name", name], [["Aïssa", EMAIL.upper()]]
                )
                self.assertIn("Aïssatou Ndiaye", warnings[0])

    def test_twice_in_the_file(self):
        rows = [["A B", "70 999 00 11"], ["C D", "+221 70 999 00 11"]]
        _result, warnings = self._import("res.partner", ["name", "phone"], rows)
        self.assertEqual(
            warnings,
            {1: "+221709990011 stands twice in this file, first on line 1."},
        )

    def test_an_update_of_the_card_itself_is_no_news(self):
        self.lead.unlink()
        self.subscriber.unlink()
        rows = [[str(self.customer.id), "77 123 45 67"]]
        result, warnings = self._import("res.partner", [".id", "phone"], rows)
        self.assertEqual(result["ids"], self.customer.ids)
        self.assertEqual(warnings, {})

    def test_whom_one_may_not_see_is_not_named(self):
        rows = [["Aïssa", "77 123 45 67"]]
        _result, warnings = self._import(
            "res.partner", ["name", "phone"], rows, self.binta
        )
        self.assertIn("you cannot see", warnings[0])
        self.assertNotIn("Ndiaye", warnings[0])
