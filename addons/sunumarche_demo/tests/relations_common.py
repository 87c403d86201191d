from ..engine.plan import Scale
from ..models.demo_company import QUIET, Cast
from .common import DemoCase, draw_small

# Large enough for some of each kind.
SCALE = Scale(customers=300, purchases=1500, flow_orders=8)


class RelationsCase(DemoCase):
    """People, and what relates them, without what they bought."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = draw_small(as_of=cls.as_of, scale=SCALE)
        cls.relations = cls.plan.relations
        cls.demo = cls.demo.with_context(**QUIET)
        cls._load_people()
        cls.cast = Cast(cls.users, cls.products, cls.customers, cls.teams)

    @classmethod
    def _links(cls, kind):
        """The links of a type between customers, from their first side."""
        link_type = cls.env.ref(f"sunumarche_crm.link_type_{kind}")
        return cls.env["sunumarche.contact.link"].search(
            [
                ("type_id", "=", link_type.id),
                ("partner_id.company_id", "=", cls.company.id),
            ]
        )
