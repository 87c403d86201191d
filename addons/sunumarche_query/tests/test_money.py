from datetime import date

from odoo.tests import tagged
from odoo.tools import SQL

from ..engine.catalogue import Catalogue, FieldInfo, ObjectInfo
from ..engine.kind_field import FieldKind
from ..engine.money import sql_listed_rate
from ..engine.sentence import Words, Writer
from ..engine.sentence_reader import SentenceReader
from ..engine.tree import FieldCondition, Question
from .common import QuestionCase

SPACE = "\N{NO-BREAK SPACE}"


@tagged("post_install", "-at_install")
class TestMoney(QuestionCase):
    """Rates as core finds them, amounts as sentences say them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.currency = cls.env.ref("base.CHF")
        cls.currency.active = True
        cls.currency.rate_ids.unlink()

    def _get_listed_rate(self, day):
        rate = sql_listed_rate(
            self.env, SQL("%s", self.currency.id), SQL("%s::date", day)
        )
        [[value]] = self.env.execute_query(SQL("SELECT %s", rate))
        return value

    def _create_shared_rate(self, day, rate):
        self.env["res.currency.rate"].create(
            {
                "currency_id": self.currency.id,
                "name": day,
                "rate": rate,
                "company_id": False,
            }
        )

    def _assert_rates(self, rates):
        for day, expected in rates.items():
            with self.subTest(day=day):
                self.assertEqual(self._get_listed_rate(day), expected)
                core = self.currency._get_rates(
                    self.env.company, date.fromisoformat(day)
                )
                self.assertEqual(core[self.currency.id], expected)

    def test_without_any_rate_it_is_one(self):
        self._assert_rates({"2026-01-01": 1})

    def test_the_last_rate_before_the_day_holds_else_the_first_after_it(self):
        self._create_rates(self.currency, [("2026-01-05", 5), ("2026-02-05", 2)])
        self._assert_rates(
            {
                "2025-01-01": 5,
                "2026-01-05": 5,
                "2026-02-04": 5,
                "2026-02-05": 2,
                "2030-01-01": 2,
            }
        )

    def test_the_companys_own_rate_comes_before_a_shared_one(self):
        self._create_rates(self.currency, [("2026-01-05", 5)])
        self._create_shared_rate("2026-01-20", 7)
        self._create_shared_rate("2025-06-01", 3)
        self._assert_rates(
            {"2026-03-01": 5, "2026-01-04": 3, "2025-06-01": 3, "2020-01-01": 5}
        )

    def _make_words(self):
        amount = FieldInfo("amount", "monetary", "Amount", "amount", "amount")
        count = FieldInfo("count", "integer", "Count", "count", "count")
        fields = {"amount": amount, "count": count}
        target = ObjectInfo("sale", "res.partner", "Sales", "sales", fields=fields)
        phrases = self.language._get_phrases()
        return Words(self.language.env, Catalogue({"sale": target}), phrases)

    def test_sentences_name_the_currency_of_amounts_only(self):
        kinds = {"field": FieldKind(), **self._get_groups()}
        home = self.env.company.currency_id
        for position, field, said in (
            ("after", "amount", f"1,500{SPACE}{home.symbol}"),
            ("before", "amount", f"{home.symbol}{SPACE}1,500"),
            ("before", "count", "1,500"),
        ):
            with self.subTest(position=position, field=field):
                home.position = position
                words = self._make_words()
                question = Question("sale", FieldCondition(field, "more", 1500))
                sentence = Writer(words, kinds).say_question(question)
                self.assertEqual(sentence, f"Sales whose {field} is more than {said}")
                reader = SentenceReader(words, kinds)
                self.assertEqual(reader.read_question(sentence), question)
                bare = f"Sales whose {field} is more than 1,500"
                self.assertEqual(reader.read_question(bare), question)
                if field == "amount":
                    with self.assertRaises(ValueError):
                        reader.read_question(f"{bare}{SPACE}CHF")

    def _get_groups(self):
        return {"group": self.language._get_kinds()["group"]}
