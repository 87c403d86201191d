from copy import deepcopy
from random import Random

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from .common import QuestionCase
from .random_trees import DAY, RandomTrees

TREES = 5000
MARK = "pg_sleep"
HOSTILE = [
    f"'; SELECT {MARK}(9) --",
    f'" OR {MARK}(9) IS NULL --',
    f"%({MARK})s %s %%",
    f"{MARK}\\'",
    f"id IN (SELECT {MARK}(1))",
    None,
    True,
    -1,
    10**30,
    float("inf"),
    [],
    [[MARK]],
    {MARK: MARK},
    {"type": "group", "match": "all", "nodes": []},
]


@tagged("post_install", "-at_install")
@freeze_time(DAY.isoformat())
class TestQuestionFuzz(QuestionCase):
    """Random and damaged trees never give a record too many, nor reach SQL as text."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = Random(2026)
        cls.country = cls.env.ref("base.sn")
        categories = cls.env["res.partner.category"].create({"name": "Gold"})
        partners = cls.env["res.partner"]
        for index in range(30):
            partners |= cls._create_partner(
                f"Dakar {index}",
                color=index % 5,
                city=cls.random.choice(["Dakar", "Thiès", False]),
                country_id=cls.random.choice([cls.country.id, False]),
                parent_id=cls.random.choice([False, *partners.ids[:9]]),
            )
        xof, euro = cls.env.ref("base.XOF"), cls.env.ref("base.EUR")
        (xof | euro).active = True
        cls.env["res.currency.rate"].search([]).unlink()
        cls._create_rates(xof, [("2026-02-20", 7), ("2025-02-20", 3)])
        cls._create_rates(euro, [("2026-02-21", 2)])
        cls._limit("res.partner", "[('color', '<', 3)]")
        cls._limit("res.currency", f"[('id', '!=', {euro.id})]")
        cls._limit("res.country", f"[('id', '=', {cls.country.id})]")
        cls.trees = RandomTrees(
            cls.random,
            {
                "country": cls.country.ids,
                "category": categories.ids,
                "partner": partners[:5].ids,
            },
        )
        language = cls.language
        cls.visible = {
            code: set(language.env[target.model].search([]).ids)
            for code, target in language._get_catalogue().objects.items()
        }

    @classmethod
    def _limit(cls, model, domain):
        cls.env["ir.rule"].create(
            {
                "name": f"Limited {model}",
                "model_id": cls.env["ir.model"]._get_id(model),
                "domain_force": domain,
            }
        )

    def test_random_trees_give_no_record_outside_what_search_gives(self):
        answers = 0
        for _index in range(TREES):
            question = self.trees.question()
            found = set(self._ask(question["where"], question["object"]).ids)
            self.assertLessEqual(found, self.visible[question["object"]], question)
            answers += len(found)
        self.assertGreater(answers, TREES, "the trees are not all empty")

    def test_damaged_trees_are_refused_or_only_bind_values(self):
        refused = 0
        for _index in range(TREES):
            question = self._damage(self.trees.question())
            try:
                domain = self.language._compile(question)
            except ValidationError:
                refused += 1
                continue
            model = self.language._get_target(question).model
            query = self.language.env[model]._search(domain)
            self.assertNotIn(MARK, query.select().code, question)
        self.assertGreater(refused, TREES // 2)

    def _damage(self, question):
        """The question with one random place replaced, removed or added to."""
        damaged = deepcopy(question)
        holder, key = self.random.choice(list(self._iter_places(damaged)))
        action = self.random.choice(["replace", "replace", "remove", "add"])
        if action == "replace":
            holder[key] = deepcopy(self.random.choice(HOSTILE))
        elif action == "remove":
            del holder[key]
        elif isinstance(holder, dict):
            holder[MARK] = MARK
        else:
            holder.append(MARK)
        return damaged

    def _iter_places(self, data):
        keys = range(len(data)) if isinstance(data, list) else list(data)
        for key in keys:
            yield data, key
            if isinstance(data[key], list | dict):
                yield from self._iter_places(data[key])
