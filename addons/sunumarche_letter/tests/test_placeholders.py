from odoo.tests import BaseCase, tagged

from ..engine.placeholders import fill, names_in, unknown_in


@tagged("post_install", "-at_install")
class TestPlaceholders(BaseCase):
    def test_names_and_forms_are_found(self):
        text = "{{name}} {{ amount | words }} {{name}} {single} {{}}"
        self.assertEqual(names_in(text), {("name", ""), ("amount", "words")})

    def test_unknown_ones_are_named_as_written(self):
        text = "{{name}} {{nmae}} {{amount|word}}"
        known = {("name", ""), ("amount", "")}
        self.assertEqual(unknown_in(text, known), ["amount|word", "nmae"])

    def test_what_is_filled_in_is_escaped_and_the_text_is_not(self):
        values = {("name", ""): lambda: "<b>A & B</b>"}
        self.assertEqual(
            fill("<p>{{name}}</p>", values), "<p>&lt;b&gt;A &amp; B&lt;/b&gt;</p>"
        )

    def test_a_value_that_holds_a_placeholder_is_not_filled_again(self):
        values = {("a", ""): lambda: "{{b}}", ("b", ""): lambda: "secret"}
        self.assertEqual(fill("{{a}}", values), "{{b}}")

    def test_only_what_is_asked_for_is_computed(self):
        values = {("a", ""): lambda: "1", ("b", ""): lambda: 1 / 0}
        self.assertEqual(fill("{{a}} {{c}}", values), "1 {{c}}")
