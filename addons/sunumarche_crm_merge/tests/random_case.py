from random import Random

from odoo.fields import Command

from .common import MergeCase

CONTACTS = 200
GROUPS = 40
NAMES = ("Awa Diop", "Modou Fall", "Fatou Ndiaye", "Cheikh Sow", "Ousmane Ba")


class RandomMergeCase(MergeCase):
    """200 contacts with all that hangs on them: merged, unmerged, compared."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = Random(42)
        cls.partners = cls.env["res.partner"].create(
            [cls._prepare_contact(number) for number in range(CONTACTS)]
        )
        cls._hang_documents()

    @classmethod
    def _prepare_contact(cls, number):
        pick = cls.random
        return {
            "name": pick.choice(NAMES),
            "phone": f"+22177{number:07d}" if pick.random() < 0.7 else False,
            "email": f"someone{number}@example.com" if pick.random() < 0.5 else False,
            "city": pick.choice(("Dakar", "Thiès", False)),
            "barcode": f"042{number:010d}" if pick.random() < 0.2 else False,
            "category_id": [Command.set(cls.tags.sorted().ids[: pick.randrange(3)])]
            if pick.random() < 0.5
            else False,
            "comment": pick.choice(("<p>A note</p>", False)),
        }

    @classmethod
    def _freeze(cls):
        cls.tags = cls.env["res.partner.category"].create(
            [{"name": f"Tag {number}"} for number in range(3)]
        )
        return super()._freeze()

    @classmethod
    def _some(cls, count):
        return cls.partners.browse(cls.random.sample(cls.partners.ids, count))

    @classmethod
    def _hang_documents(cls):
        cls.env["sale.order"].create(
            [{"partner_id": partner.id} for partner in cls._some(60)]
        )
        cls.env["crm.lead"].create(
            [{"name": "A lead", "partner_id": partner.id} for partner in cls._some(40)]
        )
        for partner in cls._some(20):
            cls._invoice(1_000, "2025-05-02", partner)
        for partner in cls._some(30):
            partner.message_subscribe(cls.merger.partner_id.ids)
            partner.message_post(body="Said something")
        cls.env["mail.blacklist"]._add(
            next(partner.email for partner in cls.partners if partner.email)
        )
        cls.env["sunumarche.segment"].create(
            {
                "name": "By hand",
                "kind": "list",
                "partner_ids": [Command.set(cls._some(80).ids)],
            }
        )
        cls.env["res.partner.bank"].create(
            [
                {"acc_number": f"SN{partner.id % 7}", "partner_id": partner.id}
                for partner in cls._some(60)
            ]
        )
        cls.env.flush_all()

    def _check_undone(self):
        self._refresh()
        before = self._dump()
        ids = self.random.sample(self.partners.ids, 3 * GROUPS)
        groups = {
            self.partners.browse(ids[3 * number]): self.partners.browse(
                ids[3 * number + 1 : 3 * number + 3]
            )
            for number in range(GROUPS)
        }
        merges = self.env["sunumarche.merge"].with_user(self.merger)._merge(groups)
        self.assertEqual(len(merges), GROUPS)
        self.assertTrue(self._find_differences(before, self._dump()))
        for merge in merges:
            merge.action_undo()
        self.assertEqual(self._find_differences(before, self._dump()), [])
