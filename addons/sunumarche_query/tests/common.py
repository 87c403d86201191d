from datetime import date

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

REF = "QUESTION-TEST"
PARTNER_FIELDS = {
    "name": {},
    "city": {"short_phrase": "from %s"},
    "color": {},
    "partner_latitude": {},
    "employee": {},
    "type": {},
    "create_date": {},
    "country_id": {"target": "country"},
    "category_id": {"phrase": "label"},
    "parent_id": {"phrase": "company", "target": "partner"},
    "child_ids": {"phrase": "contacts", "target": "partner"},
}
CURRENCY_FIELDS = {
    "name": {},
    "rounding": {},
    "rate_ids": {"phrase": "rates", "target": "rate"},
}


class QuestionCase(TransactionCase):
    """Three objects open to questions, on models that any database has."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        # What other addons opened stays out of these tests.
        for opened in cls.env["sunumarche.question.object"].search([]):
            opened.write({"active": False, "code": f"closed_{opened.code}"})
        cls.env.flush_all()
        rules = [("model_id.model", "=", "res.partner")]
        cls.env["ir.rule"].search(rules).active = False
        partner_domain = f"[('ref', '=', '{REF}')]"
        cls.partner_object = cls._open("partner", "res.partner", partner_domain)
        cls.country_object = cls._open("country", "res.country", "[]", noun="countries")
        cls.rate_object = cls._open("rate", "res.currency.rate", "[]", noun="rates")
        cls.currency_object = cls._open(
            "currency", "res.currency", "[('active', '=', True)]", noun="currencies"
        )
        cls._open_fields(cls.country_object, {"name": {}, "code": {}})
        cls._open_fields(
            cls.rate_object,
            {"name": {"phrase": "day"}, "rate": {}, "currency_id": {}},
        )
        cls.rate_object.date_field_id = cls._field("res.currency.rate", "name")
        cls._open_fields(cls.partner_object, PARTNER_FIELDS)
        cls.partner_object.date_field_id = cls._field("res.partner", "create_date")
        cls._open_fields(cls.currency_object, CURRENCY_FIELDS)
        cls.user = new_test_user(
            cls.env,
            login="asker",
            groups="sunumarche_query.group_user",
            tz="UTC",
        )
        cls.language = cls.env["sunumarche.question.language"].with_user(cls.user)

    @classmethod
    def _field(cls, model, name):
        return cls.env["ir.model.fields"]._get(model, name)

    @classmethod
    def _open(cls, code, model, domain, noun="contacts"):
        return cls.env["sunumarche.question.object"].create(
            {
                "name": code.capitalize(),
                "noun": noun,
                "code": code,
                "model_id": cls.env["ir.model"]._get_id(model),
                "domain": domain,
            }
        )

    @classmethod
    def _open_fields(cls, target, fields):
        objects = {one.code: one for one in target.search([])}
        target.field_ids = [
            Command.create(
                {
                    "field_id": cls._field(target.model, name).id,
                    "phrase": values.get("phrase"),
                    "short_phrase": values.get("short_phrase"),
                    "related_object_id": objects[values["target"]].id
                    if values.get("target")
                    else False,
                }
            )
            for name, values in fields.items()
        ]

    @classmethod
    def _create_partner(cls, name, **values):
        return cls.env["res.partner"].create({"name": name, "ref": REF, **values})

    @classmethod
    def _create_rates(cls, currency, rates):
        """Rates of ``currency``: pairs (ISO date, rate)."""
        return cls.env["res.currency.rate"].create(
            [
                {
                    "currency_id": currency.id,
                    "name": date.fromisoformat(day),
                    "rate": rate,
                    "company_id": cls.env.company.id,
                }
                for day, rate in rates
            ]
        )

    def _ask(self, where, code="partner"):
        """The records that the user gets for a tree."""
        definition = {"version": 1, "object": code, "where": where}
        target = self.language._get_target(definition)
        domain = self.language._compile(definition)
        return self.language.env[target.model].search(domain)


def group(match, *nodes):
    return {"type": "group", "match": match, "nodes": list(nodes)}


def condition(field, operator, value=None):
    node = {"type": "field", "field": field, "operator": operator}
    return node if value is None else {**node, "value": value}


def related(field, match="any", where=None):
    return {"type": "related", "field": field, "match": match, "where": where}


def aggregate(field, function, operator, value, **details):
    return {
        "type": "aggregate",
        "field": field,
        "function": function,
        "operator": operator,
        "value": value,
        **details,
    }
