"""Whoever says no receives nothing: ways to say it x kinds x spellings x doors."""

import email
from collections import Counter
from email.utils import getaddresses
from unittest.mock import patch

from odoo.fields import Command

from odoo.addons.base.models.ir_mail_server import IrMail_Server
from odoo.addons.sms.tools.sms_api import SmsApi
from odoo.addons.sunumarche_crm.engine.consent_source import told_by

from ..common import RepoCase
from ..faults.smtp import MailServer

KINDS = ("res.partner", "crm.lead", "mailing.contact")
# How an address is written on the record, and how its owner's word names it.
EMAILS = (
    ("p{n}@example.sn", "p{n}@example.sn"),
    ("Person <P{n}@Example.SN>", "p{n}@example.sn"),
    ("P.{n}+news@gmail.com", "p{n}@gmail.com"),
)
NUMBERS = (
    ("+22177500{n:04d}", "+22177500{n:04d}"),
    ("77 500 {n:04d}", "+22177500{n:04d}"),
    ("0022177500{n:04d}", "77500{n:04d}"),
)
WAYS = (
    *("page, everything", "page, offers", "unsubscribe link", "by hand", "import"),
    *("list", "block list", "stop"),
)
SILENT = "nothing said since"


class Sink(MailServer):
    """Keeps the addresses that mails are for."""

    def _take(self, lines):
        content = b"".join(iter(lines.readline, b".\r\n"))
        recipients = getaddresses(email.message_from_bytes(content).get_all("To", []))
        with self.lock:
            self.received += [address.lower() for _name, address in recipients]


class TestNoMeansNo(RepoCase):
    """Each test is a door; all who said no stand before it, and some who did not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.env.ref("base.sn")
        cls.env.company.write({"mailing_email_cap": 0, "mailing_sms_cap": 0})
        cls.sink = Sink()
        cls.sink.start()
        cls.addClassCleanup(cls.sink.stop)
        cls.startClassPatcher(
            patch.object(IrMail_Server, "_disable_send", lambda *_args: False)
        )
        cls.env["ir.mail_server"].search([]).active = False
        cls.env["ir.mail_server"].create(
            {
                "name": "Sink",
                "smtp_host": "127.0.0.1",
                "smtp_port": cls.sink.port,
                "smtp_encryption": "none",
            }
        )
        cls.left, cls.letters = cls.env["mailing.list"].create(
            [{"name": "Left"}, {"name": "Letters"}]
        )
        cls.people = [
            cls._create_person(number, kind, spelling, way)
            for number, (kind, spelling, way) in enumerate(
                (kind, spelling, way)
                for kind in KINDS
                for spelling in range(len(EMAILS))
                for way in (*WAYS, SILENT)
            )
        ]
        for person in cls.people:
            cls._speak(person)

    @classmethod
    def _create_person(cls, number, kind, spelling, way):
        (written, said), (dialled, called) = EMAILS[spelling], NUMBERS[spelling]
        number += 1000
        mail, phone = written.format(n=number), dialled.format(n=number)
        values = {
            "res.partner": {"email": mail, "phone": phone, "customer_rank": 1},
            "crm.lead": {"email_from": mail, "phone": phone},
            "mailing.contact": {
                "email": mail,
                "mobile": phone,
                "country_id": cls.env.company.country_id.id,
                "list_ids": [Command.link(cls.letters.id)],
            },
        }[kind]
        return {
            "record": cls.env[kind].create({"name": f"Person {number}", **values}),
            "way": way,
            "email": said.format(n=number),
            "number": called.format(n=number),
        }

    @classmethod
    def _speak(cls, person):
        """Have everybody say yes once, for whom one must ask first; then no."""
        cls._record(person, "granted", "prospecting", "form", "2024-01-01 08:00:00")
        if person["way"] != SILENT:
            cls._refuse(person)

    @classmethod
    def _record(cls, person, decision, purpose, source, date=None):
        words = [
            {
                "channel": channel,
                "address": address,
                "purpose": purpose,
                "decision": decision,
                "source": source,
                **({"date": date} if date else {}),
            }
            for channel, address in (
                ("email", person["email"]),
                ("sms", person["number"]),
            )
        ]
        cls.env["sunumarche.consent"]._record(words)

    @classmethod
    def _refuse(cls, person):
        ledger, way = cls.env["sunumarche.consent"], person["way"]
        if way.startswith("page"):
            purpose = "all" if way == "page, everything" else "prospecting"
            choices = {"email": person["email"], "phone": person["number"]}
            for kind, address in choices.items():
                channel = {"email": "email", "phone": "sms"}[kind]
                ledger._choose(kind, address, {(channel, purpose): "withdrawn"})
        elif way == "list":
            cls._leave_list(person)
        elif way in ("unsubscribe link", "block list", "stop"):
            with told_by({"unsubscribe link": "unsubscribe"}.get(way, "blacklist")):
                cls.env["mail.blacklist"]._add(person["email"])
            if way == "stop":
                ledger._record_stop_sms(person["number"])
            else:
                number = ledger.env["sunumarche.common.key"]._get_phone_key(
                    person["number"]
                )
                cls.env["phone.blacklist"]._add([number])
        else:
            source = {"by hand": "spoken", "import": "import"}[way]
            cls._record(person, "withdrawn", "all", source)

    @classmethod
    def _leave_list(cls, person):
        cls.env["mailing.contact"].create(
            {
                "email": person["email"],
                "mobile": person["number"],
                "country_id": cls.env.company.country_id.id,
                "subscription_ids": [
                    Command.create({"list_id": cls.left.id, "opt_out": True})
                ],
            }
        )

    # ---- what arrived ----

    def _get_people(self, kind):
        return [one for one in self.people if one["record"]._name == kind]

    def _get_records(self, kind):
        records = [one["record"] for one in self._get_people(kind)]
        return self.env[kind].browse(record.id for record in records)

    def _check(self, kind, arrived, name):
        """Nobody against his word, nobody twice, nobody missed."""
        service = self.env["sunumarche.common.key"]
        get_key = {"email": service._get_email_key, "number": service._get_phone_key}
        found = Counter(get_key[name](address) for address in arrived)
        wanted = Counter(
            get_key[name](one[name])
            for one in self._get_people(kind)
            if one["way"] == SILENT
        )
        ways = {get_key[name](one[name]): one["way"] for one in self.people}
        wrong = found - wanted
        self.assertFalse({key: ways.get(key) for key in wrong}, kind)
        self.assertEqual(found, wanted, kind)

    def _empty_sink(self):
        self.env["mail.mail"].process_email_queue()
        arrived, self.sink.received = self.sink.received, []
        return arrived

    def _create_mailing(self, kind, **values):
        if kind == "mailing.contact":
            target = {
                "mailing_model_id": self.env["ir.model"]._get_id("mailing.list"),
                "contact_list_ids": [Command.set((self.letters | self.left).ids)],
            }
        else:
            target = {
                "mailing_model_id": self.env["ir.model"]._get_id(kind),
                "mailing_domain": [("id", "in", self._get_records(kind).ids)],
            }
        return self.env["mailing.mailing"].create(
            {
                "subject": "Tabaski",
                "body_html": "<p>Come</p>",
                "body_plaintext": "Come",
                **target,
                **values,
            }
        )

    # ---- the doors ----

    def test_mailings(self):
        for kind in KINDS:
            self._create_mailing(kind)._action_send_mail()
            self._check(kind, self._empty_sink(), "email")

    def test_mailings_without_the_block_list(self):
        for kind in KINDS:
            self._create_mailing(kind, use_exclusion_list=False)._action_send_mail()
            self._check(kind, self._empty_sink(), "email")

    def test_mailings_that_wait_in_the_queue(self):
        """They were composed when nobody had said no yet."""
        self.env["ir.config_parameter"].set_param("mail.mail.force.send.limit", 1)
        for kind in KINDS:
            for person in self._get_people(kind):
                if person["way"] != SILENT:
                    self._record(person, "granted", "all", "form")
            mailing = self._create_mailing(kind)
            mailing._action_send_mail()
            waiting = mailing.mailing_trace_ids.filtered(
                lambda trace: trace.trace_status == "outgoing"
            )
            self.assertEqual(len(waiting), len(self._get_people(kind)), kind)
            for person in self._get_people(kind):
                if person["way"] != SILENT:
                    self._record(person, "withdrawn", "prospecting", "preferences")
            self._check(kind, self._empty_sink(), "email")
            reasons = Counter(
                trace.failure_type
                for trace in mailing.mailing_trace_ids
                if trace.res_id in self._get_records(kind).ids
            )
            refused = len(EMAILS) * len(WAYS)
            self.assertEqual(reasons["consent_withdrawn"], refused)

    def test_mails_from_a_list(self):
        for kind in KINDS:
            records = self._get_records(kind)
            self.env["mail.compose.message"].create(
                {
                    "composition_mode": "mass_mail",
                    "model": kind,
                    "res_ids": records.ids,
                    "subject": "Tabaski",
                    "body": "<p>Come</p>",
                    "use_exclusion_list": False,
                }
            )._action_send_mail()
            self._check(kind, self._empty_sink(), "email")

    def _text(self, send):
        numbers = []

        def take(_api, messages, *_args, **_options):
            sent = [one for message in messages for one in message["numbers"]]
            numbers.extend(one["number"] for one in sent)
            return [{"uuid": one["uuid"], "state": "success"} for one in sent]

        with patch.object(SmsApi, "_send_sms_batch", take):
            send()
            self.env["sms.sms"].search([("state", "=", "outgoing")]).send()
        return numbers

    def test_sms_mailings(self):
        for kind in KINDS:
            mailing = self._create_mailing(kind, mailing_type="sms")
            self._check(kind, self._text(mailing._action_send_mail), "number")

    def test_sms_from_a_list(self):
        for kind in KINDS:
            composer = self.env["sms.composer"].create(
                {
                    "composition_mode": "mass",
                    "res_model": kind,
                    "res_ids": self._get_records(kind).ids,
                    "body": "Come",
                    "use_exclusion_list": False,
                }
            )
            self._check(kind, self._text(composer._action_send_sms), "number")
