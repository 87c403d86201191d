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

    def _run_screen(self, dryrun):
        screen = self.env["base_import.import"].create(
            {
                "res_model": "res.partner",
                "file": b"name,phone\nAissa,77 123 45 67\nAli,77 12\n",
                "file_type": "text/csv",
            }
        )
        options = {"quoting": '"', "separator": ",", "has_headers": True}
        names = ["name", "phone"]
        return screen.execute_import(names, names, options, dryrun=dryrun)

    def test_the_screen_tells_when_it_tests_the_file(self):
        result = self._run_screen(dryrun=True)
        self.assertEqual(
            [(message["type"], message["field"]) for message in result["messages"]],
            [("warning", "phone")] * 2,
        )
        self.assertIn("is known: Aïssatou Ndiaye", result["messages"][0]["message"])
        self.assertIn("too few digits", result["messages"][1]["message"])
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Aissa")]))

    def test_the_screen_imports_without_a_message(self):
        result = self._run_screen(dryrun=False)
        self.assertFalse(result["messages"])
        customers = self.env["res.partner"].browse(result["ids"])
        self.assertEqual(customers.mapped("phone"), [PHONE, "77 12"])
        self.assertTrue(customers[0].known_notice)
