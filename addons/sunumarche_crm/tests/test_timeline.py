from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date, Datetime, Domain
from odoo.tests import new_test_user, tagged

from ..engine.timeline_kind import TimelineKind
from ..engine.timeline_reader import TimelineReader
from .common import CustomerCase

ROLES = ("salesperson", "head_of_agency", "marketer", "service_agent", "accountant")
ROLES += ("direction",)


@tagged("post_install", "-at_install")
class TestTimeline(CustomerCase):
    """A customer of the salesperson with events of every kind, and a stranger's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(
                cls.env,
                f"timeline_{role}",
                groups=f"sunumarche_crm.group_{role}",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for role in ROLES
        }
        cls.salesperson = cls.users["salesperson"]
        cls.customer.user_id = cls.salesperson
        cls.contact = cls._create_customer(
            "Contact of the customer", parent_id=cls.customer.id
        )
        cls.stranger = cls._create_customer("Somebody else's")
        cls.stranger.user_id = cls.users["direction"]
        for partner in (cls.customer, cls.stranger):
            cls._make_events(partner)
        cls.env.flush_all()

    @classmethod
    def _make_events(cls, partner):
        cls._make_exchanges(partner)
        lead = cls.env["crm.lead"].create(
            {"name": "Ten frames", "partner_id": partner.id, "type": "opportunity"}
        )
        lead.message_post(body="About the frames", message_type="comment")
        cls.env["sale.order"].create({"partner_id": partner.id})
        move = cls._invoice(50_000, "2025-03-01", partner)
        cls._credit(10_000, "2025-03-05", partner)
        cls._pay(move, "2025-03-10", amount=1000)
        cls._import_purchase(7_000, "2024-05-05", partner)
        cls._make_mailing(partner)
        cls._make_figures(partner)

    @classmethod
    def _make_exchanges(cls, partner):
        partner.message_post(body="Bonjour", message_type="comment", subject="Accueil")
        for xml_id in ("mail_activity_data_call", "mail_activity_data_todo"):
            activity = partner.activity_schedule(f"mail.{xml_id}", summary="Rappeler")
            activity.action_feedback(feedback="Fait")
        partner.activity_schedule("mail.mail_activity_data_todo", summary="Visiter")
        partner.message_post(body="Promo", message_type="sms")
        cls.env["calendar.event"].create(
            {
                "name": "Visite",
                "start": "2025-04-01 10:00:00",
                "stop": "2025-04-01 11:00:00",
                "partner_ids": [Command.set(partner.ids)],
            }
        )

    @classmethod
    def _make_mailing(cls, partner):
        mailing = (
            cls.env["mailing.mailing"]
            .sudo()
            .create(
                {
                    "subject": "Soldes",
                    "mailing_model_id": cls.env["ir.model"]._get_id("res.partner"),
                }
            )
        )
        cls.env["mailing.trace"].sudo().create(
            {
                "mass_mailing_id": mailing.id,
                "model": "res.partner",
                "res_id": partner.id,
                "email": "a@example.com",
                "sent_datetime": "2025-05-01 08:00:00",
                "open_datetime": "2025-05-01 09:00:00",
                "links_click_datetime": "2025-05-01 09:05:00",
            }
        )

    @classmethod
    def _make_figures(cls, partner):
        segment = (
            cls.env["sunumarche.segment"]
            .sudo()
            .create(
                {
                    "name": f"List {partner.id}",
                    "kind": "list",
                    "company_id": cls.company.id,
                }
            )
        )
        cls.env["sunumarche.segment.membership"].sudo().create(
            {
                "segment_id": segment.id,
                "partner_id": partner.id,
                "company_id": cls.company.id,
                "date_entered": "2025-01-15 08:00:00",
                "date_left": "2025-02-15 08:00:00",
                "entered_cause": "hand",
                "left_cause": "hand",
            }
        )
        cls.env["sunumarche.rfm.history"].sudo().create(
            {
                "partner_id": partner.id,
                "company_id": cls.company.id,
                "rfm_class_id": cls.env.ref("sunumarche_crm.rfm_class_new").id,
                "date_from": "2025-03-02",
            }
        )

    def _as(self, role, partner=None):
        company = {"allowed_company_ids": self.company.ids}
        partner = partner or self.customer
        return partner.with_user(self.users[role]).with_context(**company)

    def _read_all(self, partner, filters=None, limit=3):
        """All lines, page after page."""
        lines, cursor = [], None
        while True:
            page = TimelineReader(partner, filters).read_page(cursor, limit)
            lines += page["lines"]
            cursor = page["cursor"]
            if not cursor:
                return lines

    def test_each_role_sees_what_it_may_read_of_every_kind(self):
        everything = self.env["sunumarche.timeline"]._get_kinds()
        seen = set()
        for role in ROLES:
            lines = self._read_all(self._as(role))
            shown = {}
            for line in lines:
                shown.setdefault(line["kind"], set()).add(line["id"])
            for name, kind in everything.items():
                with self.subTest(role=role, kind=name):
                    self.assertEqual(shown.get(name, set()), self._search(role, kind))
            seen |= shown.keys()
        missing = everything.keys() - seen - {"delivery", "return", "points"}
        self.assertFalse(missing & self._own_kinds(), "no event of these kinds")

    def _own_kinds(self):
        """The kinds of this addon, whatever else is installed."""
        return {
            *("message", "call", "sms", "activity_done", "activity", "meeting"),
            *("lead", "order", "invoice", "credit_note", "payment", "purchase"),
            *("mailing_sent", "mailing_opened", "mailing_clicked"),
            *("segment_entered", "segment_left", "rfm_class"),
        }

    def _search(self, role, kind):
        """What a plain search finds among the events that the superuser sees."""
        model = self.env[kind.model]
        as_user = model.with_user(self.users[role])
        as_user = as_user.with_context(
            active_test=False, allowed_company_ids=self.company.ids
        )
        if not as_user.has_access("read"):
            return set()
        reader = TimelineReader(self.customer.sudo())
        domain = kind.domain(reader.customer) & Domain(kind.date, "!=", False)
        events = model.sudo().with_context(active_test=False).search(domain)
        return set(as_user.search([("id", "in", events.ids)]).ids)

    def test_every_line_reads(self):
        lines = self._read_all(self._as("direction"))
        self.assertTrue(lines)
        for line in lines:
            with self.subTest(kind=line["kind"]):
                self.assertTrue(line["title"])
                self.assertTrue(line["day"])

    def test_pages_are_in_order_and_nothing_is_lost_or_doubled(self):
        partner = self._as("marketer")
        at_once = self._read_all(partner, limit=1000)
        for limit in (1, 2, 7):
            lines = self._read_all(partner, limit=limit)
            self.assertEqual(lines, at_once)
        keys = [(line["kind"], line["id"]) for line in at_once]
        self.assertEqual(len(keys), len(set(keys)))

    def test_events_at_the_same_moment_are_paged(self):
        self.env["sunumarche.rfm.history"].sudo().search(
            [("partner_id", "=", self.customer.id)]
        ).date_from = "2025-03-05"
        self._import_purchase(1, "2025-03-05")
        self._import_purchase(2, "2025-03-05")
        partner = self._as("direction")
        filters = {"since": "2025-03-05", "until": "2025-03-05"}
        at_once = self._read_all(partner, filters, limit=1000)
        self.assertEqual(len(at_once), 4)
        self.assertEqual(self._read_all(partner, filters, limit=1), at_once)

    def test_filters(self):
        partner = self._as("direction")

        def kinds(**filters):
            return {line["kind"] for line in self._read_all(partner, filters)}

        self.assertEqual(kinds(kinds=["invoice", "call"]), {"invoice", "call"})
        self.assertEqual(kinds(channels=["phone"]), {"call"})
        self.assertEqual(
            kinds(since="2025-03-01", until="2025-03-09"),
            {"invoice", "credit_note", "rfm_class"},
        )
        self.assertEqual(
            kinds(text="frames", kinds=["lead", "message"]), {"lead"} | {"message"}
        )
        self.assertEqual(kinds(text="nothing of the kind"), set())

    def test_the_last_day_counts_where_the_user_is(self):
        user = self.users["direction"]
        user.tz = "Pacific/Auckland"
        meeting = {"kinds": ["meeting"], "since": "2025-04-01", "until": "2025-04-01"}
        partner = self._as("direction")
        self.assertEqual(len(self._read_all(partner, meeting)), 1)
        user.tz = "Pacific/Honolulu"
        early = {"kinds": ["meeting"], "since": "2025-04-01", "until": "2025-04-01"}
        self.assertEqual(len(self._read_all(partner, early)), 1)
        self.env["calendar.event"].search([("name", "=", "Visite")]).write(
            {"start": "2025-04-01 09:00:00", "stop": "2025-04-01 09:30:00"}
        )
        self.assertEqual(len(self._read_all(partner, early)), 0)

    def test_a_contact_of_a_customer_counts_for_him(self):
        self.contact.message_post(body="Par le contact", message_type="comment")
        lines = self._read_all(self._as("salesperson"), {"text": "Par le contact"})
        self.assertEqual(len(lines), 1)
        own = self._read_all(self._as("salesperson", self.contact), limit=1000)
        self.assertEqual({line["kind"] for line in own}, {"message"})

    def test_another_s_customer_has_no_timeline(self):
        with self.assertRaises(AccessError):
            self._as("salesperson", self.stranger).ask_timeline()
        self.assertTrue(self._as("direction", self.stranger).ask_timeline()["lines"])

    def test_the_number_of_queries_does_not_depend_on_the_number_of_events(self):
        partner = self._as("salesperson")

        def ask():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            lines = partner.ask_timeline()["lines"]
            self.assertEqual({line["kind"] for line in lines}, {"message"})
            return self.cr.sql_log_count - before

        def count(messages):
            self._write_messages(messages)
            # The first two fill what is kept between requests, such as record rules.
            return [ask() for _time in range(3)][-1]

        self.assertEqual(count(100), count(900))

    def _write_messages(self, number):
        """Later than all else, so that the first page has nothing but messages."""
        moment = Datetime.now() + timedelta(days=3650)
        self.env["mail.message"].create(
            [
                {
                    "model": "res.partner",
                    "res_id": self.customer.id,
                    "message_type": "comment",
                    "body": f"Message {n}",
                    "date": moment + timedelta(minutes=n),
                }
                for n in range(number)
            ]
        )

    def test_what_is_not_a_filter_or_a_page_is_refused(self):
        partner = self._as("salesperson")
        for wrong in ({"filters": {"domain": []}}, {"cursor": ["x"]}):
            with self.assertRaises(UserError):
                partner.ask_timeline(**wrong)

    def test_registering_a_kind_is_a_few_lines(self):
        timeline = self.registry["sunumarche.timeline"]
        kinds = self.env["sunumarche.timeline"]._get_kinds()
        born = TimelineKind(
            "Card made",
            "fa-user",
            "internal",
            "res.partner",
            "create_date",
            lambda customer: Domain("id", "in", customer.ids),
        )
        self.patch(timeline, "_get_kinds", lambda model: kinds | {"born": born})
        lines = self._read_all(self._as("salesperson"), {"kinds": ["born"]})
        self.assertEqual(
            {line["document_id"] for line in lines}, {self.customer.id, self.contact.id}
        )

    def test_the_filters_offered_are_of_kinds_one_reads(self):
        offered = self._as("service_agent").env["sunumarche.timeline"]
        names = {kind["name"] for kind in offered._describe_filters()["kinds"]}
        self.assertNotIn("payment", names)
        self.assertIn("order", names)
        self.assertEqual(Date.to_string(Date.today()), "2025-06-30")
