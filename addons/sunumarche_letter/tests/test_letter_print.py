from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user

from odoo.addons.report_weasyprint.tests.common import Pdf

from .common import LetterCase

REPORT = "sunumarche_letter.letter_print_report"


class TestLetterPrint(LetterCase):
    def _print(self, wizard):
        reports = self.env["ir.actions.report"].with_user(self.user)
        reports = reports.with_context(force_report_rendering=True)
        content, _kind = reports._render_qweb_pdf(REPORT, wizard.ids)
        return Pdf(content)

    def test_contacts_without_address_are_listed_and_get_no_letter(self):
        wizard = self._create_print()
        self.assertEqual((wizard.recipient_count, wizard.refused_count), (2, 1))
        self.assertIn("Sans Adresse: no complete postal address", wizard.refusals)
        self.assertEqual(len(self._print(wizard)), 2)

    def test_the_address_stands_in_the_window_of_the_envelope(self):
        pdf = self._print(self._create_print())
        for page, street in enumerate(("12 rue Blanchot", "Route de Ngor")):
            left, top = pdf.place(street, page)
            self.assertTrue(105 <= left <= 190, left)
            self.assertTrue(45 <= top <= 80, top)

    def test_text_and_amounts_are_in_the_language_of_the_contact(self):
        pdf = self._print(self._create_print())
        self.assertIn("cinq mille", pdf.text(0))
        self.assertIn("15 mars 2026", pdf.text(0))
        self.assertIn("five thousand", pdf.text(1))

    def test_a_long_letter_goes_on_on_the_next_page(self):
        self.letter.body = "<p>{{name}}</p>" + "<p>Line</p>" * 60
        pdf = self._print(
            self._create_print(partner_ids=[(6, 0, self.partners[0].ids)])
        )
        text = "".join(pdf.text(page) for page in range(len(pdf)))
        self.assertGreater(len(pdf), 1)
        self.assertEqual(text.count("Line"), 60)

    def test_one_letter_for_a_household(self):
        model = type(self.partners)
        with patch.object(model, "_get_letter_household", lambda self: "one"):
            contacts = self._create_print()._get_contacts()
            recipients, _refused = contacts._split_letter_recipients()
        self.assertEqual(recipients, self.partners[0])

    def test_a_refusal_of_another_addon_is_listed(self):
        def refuse(partner):
            return "no letters wanted" if partner == self.partners[0] else ""

        with patch.object(type(self.partners), "_get_letter_refusal", refuse):
            wizard = self._create_print()
            self.assertIn("Awa Ndiaye: no letters wanted", wizard.refusals)

    def test_a_print_for_nobody_is_refused(self):
        wizard = self._create_print(partner_ids=[(6, 0, self.partners[2].ids)])
        with self.assertRaises(UserError):
            wizard.action_print()

    def test_the_button_prints(self):
        action = self._create_print().action_print()
        self.assertEqual(action["report_name"], "sunumarche_letter.letters")

    def test_the_contacts_chosen_in_the_list_are_taken(self):
        wizards = (
            self.env["sunumarche.letter.print"]
            .with_user(self.user)
            .with_context(active_model="res.partner", active_ids=self.partners.ids)
        )
        with Form(wizards) as form:
            form.template_id = self.letter
        self.assertEqual(form.record.partner_ids, self.partners)

    def test_who_writes_no_letters_prints_none(self):
        stranger = new_test_user(self.env, "letter_stranger", "base.group_user")
        wizards = self.env["sunumarche.letter.print"].with_user(stranger)
        with self.assertRaises(AccessError):
            wizards.create({"template_id": self.letter.id})
