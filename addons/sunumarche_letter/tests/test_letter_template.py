from odoo.exceptions import ValidationError

from .common import LetterCase


class TestLetterTemplate(LetterCase):
    def _letter(self, partner, **options):
        defaults = {
            "date": self.env["sunumarche.letter.print"]
            ._fields["date"]
            .to_date("2026-03-15"),
            "amount": 5000,
            "currency": self.env.ref("base.XOF"),
        }
        return self.letter.with_user(self.user)._get_letter(
            partner, {**defaults, **options}
        )

    def test_french_dates_and_amounts_in_words(self):
        letter = self._letter(self.partners[0])
        self.assertIn("cinq mille", letter["body"])
        self.assertIn("15 mars 2026", letter["body"])
        self.assertEqual(letter["date"], "15 mars 2026")

    def test_each_contact_reads_his_language(self):
        letter = self._letter(self.partners[1])
        self.assertIn("five thousand", letter["body"])
        self.assertIn("March 15, 2026", letter["body"])

    def test_a_translated_text_is_taken(self):
        source = "{{name}}, {{amount|words}}, {{date}}"
        self.letter.update_field_translations(
            "body", {"fr_FR": {source: "Bonjour {{name}}"}}
        )
        self.assertEqual(
            self._letter(self.partners[0])["body"], "<p>Bonjour Awa Ndiaye</p>"
        )
        self.assertIn("John Smith, five", self._letter(self.partners[1])["body"])

    def test_an_address_has_no_empty_lines(self):
        lines = self._letter(self.partners[0])["address"]
        self.assertEqual(lines[0], "12 rue Blanchot")
        self.assertTrue(all(line.strip() for line in lines))

    def test_a_mistyped_placeholder_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "nmae"):
            self._create_letter(subject="{{nmae}}")

    def test_a_letter_without_subject_and_signature(self):
        self.letter.write({"subject": False, "signature": False})
        letter = self._letter(self.partners[0])
        self.assertEqual((letter["subject"], letter["signature"]), ("", ""))

    def test_letters_of_another_company_are_not_seen(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._create_letter(name="Theirs", company_id=other.id)
        seen = self.env["sunumarche.letter.template"].with_user(self.user).search([])
        self.assertIn(self.letter, seen)
        self.assertNotIn("Theirs", seen.mapped("name"))
