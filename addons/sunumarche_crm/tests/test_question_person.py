from itertools import product

from odoo.tests import tagged

from odoo.addons.sunumarche_query.engine.catalogue import NUMBER
from odoo.addons.sunumarche_query.tests.common import aggregate, condition, group

from .segment_common import SegmentCase, definition

# French quotation marks and apostrophes as one types them.
PLAIN = {ord("\N{RIGHT SINGLE QUOTATION MARK}"): "'", 0x202F: " "}


@tagged("post_install", "-at_install")
class TestQuestionPerson(SegmentCase):
    """Questions about what stands on a person's card, and whom he is linked to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.young, cls.old = (
            cls._create_buyer(name, birthdate=born)
            for name, born in (("Awa Diop", "1996-06-20"), ("Modou Sy", "1990-06-20"))
        )
        cls.sponsor = cls.env.ref("sunumarche_crm.link_type_sponsor")
        cls._sponsor(cls.young, cls.old)
        cls._sponsor(cls.old, cls.dakar, date_end="2025-01-31")

    @classmethod
    def _sponsor(cls, sponsor, sponsored, **values):
        cls.env["sunumarche.contact.link"].create(
            {
                "partner_id": sponsor.id,
                "type_id": cls.sponsor.id,
                "other_partner_id": sponsored.id,
                **values,
            }
        )

    def _assert_says(self, where, sentence, customers):
        """The question says ``sentence``, is read back from it, and finds them."""
        question = definition(where)
        language = self.env["sunumarche.question.language"].with_context(lang="fr_FR")
        said = language._say(question)
        self.assertEqual(said.translate(PLAIN), sentence)
        read_back = language._read_sentence(said)
        self.assertEqual(read_back, language._read(question))
        found = self.env["res.partner"].search(language._compile(question))
        self.assertEqual(found, customers)

    def test_an_age(self):
        self._assert_says(
            condition("age", "between", [25, 30]),
            "Clients dont l'âge vaut de 25 à 30",
            self.young,
        )

    def test_no_number_is_too_large_for_any_field(self):
        catalogue = self.env["sunumarche.question.object"]._get_catalogue()
        language = self.env["sunumarche.question.language"]
        numbers = (2026, 10**15, -(10**15), 0.5, 1e-9)
        for target in catalogue.objects.values():
            names = [one.name for one in target.fields.values() if one.kind == NUMBER]
            for name, number in product(names, numbers):
                for operator in ("is", "more", "at_most"):
                    question = definition(condition(name, operator, number))
                    domain = language._compile({**question, "object": target.code})
                    self.env[target.model].search(domain, limit=1)

    def test_links_that_hold(self):
        holding = group(
            "all",
            condition("type_id", "in", self.sponsor.ids),
            condition("is_current", "is", value=True),
        )
        self._assert_says(
            aggregate("link_ids", "count", "at_least", 1, where=holding),
            "Clients ayant des liens (dont le type de lien est « a parrainé »"
            " et avec « en cours » coché)",
            self.young,
        )

    def test_who_is_in_a_household(self):
        self.env["sunumarche.household"].create({"head_id": self.old.id})
        self._assert_says(
            condition("household_id", "set"),
            "Clients dont on connaît le foyer",
            self.old,
        )
