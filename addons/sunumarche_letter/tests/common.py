from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class LetterCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        # Which contacts a role sees is another addon's to say, and to test.
        rules = cls.env["ir.rule"].search([("model_id.model", "=", "res.partner")])
        rules.active = False
        cls.user = new_test_user(
            cls.env,
            "letter_writer",
            "base.group_user,sunumarche_letter.group_letter_writer",
        )
        cls.env.company.write({"name": "Boutique Sandaga", "city": "Dakar"})
        cls.partners = cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "street": street,
                    "city": "Dakar" if street else False,
                    "country_id": cls.env.ref("base.sn").id,
                    "lang": lang,
                    "user_id": cls.user.id,
                }
                for name, street, lang in (
                    ("Awa Ndiaye", "12 rue Blanchot", "fr_FR"),
                    ("John Smith", "Route de Ngor", "en_US"),
                    ("Sans Adresse", False, "fr_FR"),
                )
            ]
        )
        cls.letter = cls._create_letter()

    @classmethod
    def _create_letter(cls, **values):
        # Whose consent a letter needs is another addon's to say, and to test.
        if "consent_purpose" in cls.env["sunumarche.letter.template"]._fields:
            values.setdefault("consent_purpose", "service")
        return cls.env["sunumarche.letter.template"].create(
            {
                "name": "Voucher",
                "subject": "Voucher of {{amount}}",
                "body": "<p>{{name}}, {{amount|words}}, {{date}}</p>",
                **values,
            }
        )

    def _create_print(self, **values):
        return (
            self.env["sunumarche.letter.print"]
            .with_user(self.user)
            .create(
                {
                    "template_id": self.letter.id,
                    "partner_ids": [(6, 0, self.partners.ids)],
                    "amount": 5000,
                    "currency_id": self.env.ref("base.XOF").id,
                    "date": "2026-03-15",
                    **values,
                }
            )
        )
