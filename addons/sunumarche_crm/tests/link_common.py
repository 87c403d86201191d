from odoo.tests import TransactionCase, freeze_time, new_test_user

TODAY = "2025-06-30"


class LinkCase(TransactionCase):
    """A salesperson and his customers, whom he links; the day is ``TODAY``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(TODAY))
        cls.user = new_test_user(
            cls.env, "link_salesperson", groups="sunumarche_crm.group_salesperson"
        )
        cls.awa, cls.binta, cls.cheikh, cls.demba = cls._create_contacts(
            "Awa Ndiaye", "Binta Sow", "Cheikh Fall", "Demba Ba"
        )
        cls.shop = cls._create_contacts("Boutique Sandaga", is_company=True)

    @classmethod
    def _create_contacts(cls, *names, **values):
        return cls.env["res.partner"].create(
            [{"name": name, "user_id": cls.user.id, **values} for name in names]
        )

    @classmethod
    def _type(cls, name):
        return cls.env.ref(f"sunumarche_crm.link_type_{name}")

    @classmethod
    def _prepare_link(cls, partner, type_name, other, **values):
        return {
            "partner_id": partner.id,
            "type_id": cls._type(type_name).id,
            "other_partner_id": other.id,
            **values,
        }

    @classmethod
    def _link(cls, partner, type_name, other, **values):
        links = cls.env["sunumarche.contact.link"].with_user(cls.user)
        return links.create(cls._prepare_link(partner, type_name, other, **values))
