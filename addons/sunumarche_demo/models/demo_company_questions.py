from odoo import models

OWNER = "marketing"
VALUE_AXIS = "Valeur des clients"
# name, code, what it is for, codes of the classes
CLASS_SEGMENTS = (
    (
        "Champions et fidèles",
        "fideles",
        "Ventes privées, nouveautés avant les autres.",
        ("champions", "loyal"),
    ),
    (
        "À reconquérir",
        "reconquerir",
        "Un appel du vendeur, puis une offre.",
        ("not_to_lose", "at_risk"),
    ),
    (
        "Endormis et perdus",
        "endormis",
        "Un seul courrier par an.",
        ("asleep", "lost"),
    ),
)
SIX_MONTHS = {"kind": "before_last", "count": 6, "unit": "month"}


def all_of(*nodes):
    return {"type": "group", "match": "all", "nodes": list(nodes)}


def condition(field, operator, value=None):
    node = {"type": "field", "field": field, "operator": operator}
    return node if value is None else {**node, "value": value}


def question(target, where):
    return {"version": 1, "object": target, "where": where}


class DemoCompany(models.AbstractModel):
    _inherit = "sunumarche.demo.company"

    def _create_questions(self, cast):
        """Questions that a newcomer may try, and segments of both making."""
        owner = cast.users[OWNER]
        questions = self._create_shared_questions(owner)
        for login in (OWNER, "direction", "admin.crm"):
            questions.with_user(cast.users[login]).action_pin()
        return questions, self._create_segments(owner)

    def _create_shared_questions(self, owner):
        readers = self.env.ref("base.group_user")
        return self.env["sunumarche.question"].create(
            [
                {
                    "name": name,
                    "definition": definition,
                    "user_id": owner.id,
                    "group_ids": readers.ids,
                    "is_example": True,
                }
                for name, definition in self._get_questions()
            ]
        )

    def _get_questions(self):
        """Names and definitions."""
        good = condition("customer_net_amount_12m", "at_least", 1_000_000)
        silent = condition("customer_last_purchase_date", "in", SIX_MONTHS)
        bought = condition("customer_net_amount", "at_least", 1_000_000)
        return (
            ("Un million ou plus sur douze mois", question("customer", good)),
            (
                "Bons clients sans achat depuis six mois",
                question("customer", all_of(bought, silent)),
            ),
            (
                "Clients en retard de paiement",
                question("customer", condition("customer_amount_overdue", "more", 0)),
            ),
            (
                "Silencieux au-delà de leur rythme",
                question("customer", condition("customer_is_late", "is", True)),
            ),
        )

    def _create_segments(self, owner):
        """An axis of classes with everybody else, and two that cross it."""
        axis = self.env["sunumarche.segment.axis"].create(
            {"name": VALUE_AXIS, "company_id": self.env.company.id}
        )
        common = {"company_id": self.env.company.id, "user_id": owner.id}
        by_class = [
            {
                **common,
                "name": name,
                "code": code,
                "description": purpose,
                "kind": "class",
                "axis_id": axis.id,
                "rfm_class_ids": [
                    self.env.ref(f"sunumarche_crm.rfm_class_{known}").id
                    for known in classes
                ],
            }
            for name, code, purpose, classes in CLASS_SEGMENTS
        ]
        others = [
            {"name": "Tous les autres", "kind": "rest", "axis_id": axis.id},
            {
                "name": "Entreprises de Dakar",
                "definition": question(
                    "customer",
                    all_of(
                        condition("is_company", "is", True),
                        condition("city", "is", "Dakar"),
                    ),
                ),
            },
            {
                "name": "Foyers à inviter",
                "definition": question("customer", condition("household_id", "set")),
            },
        ]
        return self.env["sunumarche.segment"].create(
            [*by_class, *({**common, **values} for values in others)]
        )
