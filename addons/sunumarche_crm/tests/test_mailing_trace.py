from odoo.tests import new_test_user, tagged

from odoo.addons.sunumarche_query.tests.common import aggregate, condition

from .segment_common import SegmentCase


@tagged("post_install", "-at_install")
class TestMailingTrace(SegmentCase):
    """Messages of mailings belong to the customer, whichever record they came from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls._create_customer("Awa Ndiaye", parent_id=cls.dakar.id)
        cls.lead = cls.env["crm.lead"].create(
            {"name": "Verres", "partner_id": cls.contact.id, "type": "opportunity"}
        )
        cls.subscriber = cls.env["mailing.contact"].create(
            {"name": "Awa", "partner_id": cls.contact.id}
        )

    @classmethod
    def _trace(cls, record, **values):
        return cls.env["mailing.trace"].create(
            {"model": record._name, "res_id": record.id, **values}
        )

    def test_customer_behind_each_kind_of_record(self):
        for record in (self.contact, self.lead, self.subscriber):
            trace = self._trace(record)
            self.assertEqual(trace.partner_id, self.contact, record)
            self.assertEqual(trace.customer_id, self.dakar, record)

    def test_record_without_customer_or_gone(self):
        alone = self.env["mailing.contact"].create({"name": "Inconnue"})
        traces = self._trace(alone) | self.env["mailing.trace"].sudo().create(
            {"model": "res.partner", "res_id": 2**31 - 1}
        )
        self.assertFalse(traces.partner_id)

    def test_segment_of_customers_who_opened_mailings(self):
        for _mailing in range(2):
            self._trace(
                self.lead, sent_datetime="2025-06-01", open_datetime="2025-06-02"
            )
        self._trace(self.thies, sent_datetime="2025-06-01")
        segment = self._create_segment(
            "Lecteurs",
            aggregate(
                "customer_mailing_trace_ids",
                "count",
                "at_least",
                2,
                where=condition("open_datetime", "set"),
            ),
        )
        self.assertEqual(self._members(segment), self.dakar)

    def test_segment_by_imported_purchases(self):
        source = self.env["sunumarche.purchase.source"].create({"name": "Caisse"})
        for line in range(3):
            self.env["sunumarche.purchase.history"].create(
                {
                    "source_id": source.id,
                    "external_customer": "7",
                    "line_key": str(line),
                    "partner_id": self.thies.id,
                    "company_id": self.company.id,
                    "date": "2020-01-01",
                    "amount": 1000,
                }
            )
        segment = self._create_segment(
            "Anciens",
            aggregate(
                "customer_purchase_history_ids",
                "sum",
                "at_least",
                3000,
                measure="amount",
            ),
        )
        self.assertEqual(self._members(segment), self.thies)

    def test_salesperson_may_not_ask_about_mailings(self):
        salesperson = new_test_user(
            self.env,
            login="trace.salesperson",
            groups="sunumarche_crm.group_salesperson",
        )
        language = self.env["sunumarche.question.language"].with_user(salesperson)
        self.assertNotIn("mailing_trace", language._get_catalogue().objects)
