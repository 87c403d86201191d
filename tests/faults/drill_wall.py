"""What an attacker once reached, request by request, tried again over HTTP.

./sunu drill wall

On the demo company with a customer of another agency and a second company with a
customer, an order, a segment and a policy of its own. A request fails when one word of
these customers stands in its answer, or when it wrote something.
"""

import json
import time
from dataclasses import dataclass, field

from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.sunumarche_demo.tests.common import SEED
from odoo.addons.sunumarche_query.tests.common import condition

from tests.rights.endpoints import Json2, JsonRpc, XmlRpc
from tests.rights.strangers import Stranger

# An amount that nothing else can be: of his invoice, and of the other company's policy.
AMOUNT = "918273645"
MARKS = ("zqalpha", "zxbravo", "secretissime", "771239876", "779998801", AMOUNT)
# What whoever sees all customers of the company knows of it. A word that the request
# itself holds tells nothing.
OF_THE_COMPANY = ("zqalpha", "secretissime", "771239876")
SEE_ALL = ("service.client",)
# Seconds that a request may take which once held a worker for long.
LONGEST = 5
PASSWORD = "a long enough password"
STAFF = (
    *("vendeur", "vendeur.thies", "chef.thies", "marketing", "service.client"),
    *("comptable", "acheteur", "production", "direction", "admin.crm", "magasinier"),
)
# What a request that should be refused may have written.
WATCHED = (
    *("calendar_attendee", "calendar_event", "crm_team_member", "loyalty_card"),
    *("discuss_channel_member", "mail_activity", "mail_blacklist"),
    *("mail_followers", "phone_blacklist"),
    *("sale_order_line", "sunumarche_consent", "sunumarche_contact_link"),
    *("sunumarche_customer_document", "sunumarche_household"),
)
LOGGERS = (
    *("odoo.http", "odoo.models.unlink", "odoo.sql_db", "werkzeug"),
    *("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule"),
    *("odoo.addons.rpc.controllers.jsonrpc", "odoo.addons.rpc.controllers.xmlrpc"),
)


@dataclass
class Request:
    """What somebody asks, and the finding that it repeats.

    :ivar allowed: whether an answer is right, as long as it tells nothing
    :ivar secret: other text that the answer must not hold
    """

    finding: str
    login: str
    model: str
    method: str
    arguments: list
    named: dict = field(default_factory=dict)
    allowed: bool = False
    secret: str = ""
    came: str = ""

    def __str__(self):
        return f"{self.finding:4} {self.login:14} {self.model}.{self.method}"


class Neighbourhood:
    """The demo company, and beside it a second one: where strangers live."""

    def __init__(self, env):
        self.env = env
        self.company = env.ref("base.main_company")
        demo = env["sunumarche.demo.company"].with_company(self.company)
        if not demo._is_loaded():
            demo._load(customers=60, purchases=400, flow_orders=8, seed=SEED)
        self.users = {
            user.login: user
            for user in env["res.users"].search([("login", "in", STAFF)])
        }
        self.other_company = self._make_company()
        self.source = env["sunumarche.purchase.source"].create({"name": "Till"})
        self.mailing_list = env["mailing.list"].create({"name": "Newsletter"})
        self.outsider = env["res.users"].create(
            {
                "name": "Outsider",
                "login": "outsider",
                "email": "outsider@example.com",
                "company_id": self.other_company.id,
                "company_ids": [Command.set(self.other_company.ids)],
                "group_ids": [
                    Command.link(env.ref("sunumarche_crm.group_salesperson").id)
                ],
            }
        )

    def _make_company(self):
        company = self.env["res.company"].create(
            {
                "name": "Seconde",
                "currency_id": self.env.ref("base.XOF").id,
                "country_id": self.env.ref("base.sn").id,
            }
        )
        self.env["account.chart.template"].try_loading(
            "sn", company=company, install_demo=False
        )
        return company

    def company_of(self, kind):
        return self.other_company if kind == "other_company" else self.company

    def owner(self, kind, _role):
        return self.outsider if kind == "other_company" else self.users["vendeur"]

    def agency(self, kind):
        agencies = self.env["sunumarche.agency"]
        if kind == "other_company":
            return agencies.create(
                {"name": "Seconde", "company_id": self.other_company.id}
            )
        return agencies.search(
            [("name", "=", "Agence de Dakar"), ("company_id", "=", self.company.id)]
        )


@tagged("post_install", "-at_install")
class TestWall(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        muted = mute_logger(*LOGGERS)
        muted.__enter__()
        cls.addClassCleanup(muted.__exit__)
        cls.place = Neighbourhood(cls.env(context={"no_reset_password": True}))
        for user in cls.place.users.values():
            user.password = PASSWORD
        cls.strangers = [
            Stranger(cls.place, "ZQALPHA", "dakar"),
            Stranger(cls.place, "ZXBRAVO", "other_company"),
        ]
        cls.own = cls._make_own()
        cls.policy = cls.env["sunumarche.rfm.policy"].search(
            [("company_id", "=", cls.place.other_company.id)]
        )
        cls._mark_rules()
        cls._mark_turnover()
        cls.env.flush_all()

    @classmethod
    def _mark_rules(cls):
        """What the second company set up is known by its marks."""
        cls.policy.write(
            {
                "method": "cut",
                "class_count": 5,
                "recency_cut_points": "30, 90, 180, 365",
                "frequency_cut_points": "1, 2, 4, 8",
                "monetary_cut_points": f"1000, 2000, 3000, {AMOUNT}",
            }
        )
        cls.segment = cls.env["sunumarche.segment"].create(
            {
                "name": "ZXBRAVO rule",
                "kind": "question",
                "company_id": cls.place.other_company.id,
                "definition": {
                    "version": 1,
                    "object": "customer",
                    "where": condition("city", "is", "ZXBRAVO"),
                },
            }
        )

    @classmethod
    def _mark_turnover(cls):
        """A paid invoice of the stranger counts for a team that is not ours."""
        stranger = cls.strangers[0]
        cls.team = cls.env["crm.team"].create(
            {"name": "Dakar", "company_id": cls.place.company.id}
        )
        invoice = stranger.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": stranger.partner.id,
                "invoice_user_id": stranger.owner.id,
                "team_id": cls.team.id,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "x", "price_unit": int(AMOUNT), "tax_ids": False}
                    )
                ],
            }
        )
        invoice.action_post()
        stranger.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()

    @classmethod
    def _make_own(cls):
        """A customer of the salesperson of Thiès, his order, document, link, call."""
        user = cls.place.users["vendeur.thies"]
        env = cls.env(user=user.id, context={"tracking_disable": True})
        partner = env["res.partner"].create({"name": "Client de Thiès"})
        product = env["product.product"].search([("sale_ok", "=", True)], limit=1)
        order = env["sale.order"].create(
            {
                "partner_id": partner.id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        document = env["sunumarche.customer.document"].create(
            {
                "name": "Papier",
                "type_id": env.ref("sunumarche_crm.document_type_contract").id,
                "partner_id": partner.id,
            }
        )
        link = env["sunumarche.contact.link"].create(
            {
                "partner_id": partner.id,
                "type_id": env.ref("sunumarche_crm.link_type_partner").id,
                "other_partner_id": env["res.partner"].create({"name": "Époux"}).id,
            }
        )
        channel = env["discuss.channel"].create({"name": "Groupe"})
        activity = partner.activity_schedule(summary="Appel", user_id=user.id)
        meeting = env["calendar.event"].create(
            {
                "name": "Rendez-vous",
                "start": "2030-01-01 10:00:00",
                "stop": "2030-01-01 11:00:00",
            }
        )
        return {
            "partner": partner,
            "line": order.order_line,
            "document": document,
            "link": link,
            "channel": channel,
            "activity": activity,
            "meeting": meeting,
        }

    # === What is asked ===

    def _requests(self):
        for stranger in self.strangers:
            yield from self._name_him(stranger)
            yield from self._spell_him(stranger)
            yield from self._write_to_him(stranger)
            yield from self._hand_in_mails(stranger)
        yield from self._try_rules()
        yield from self._search_for_all()
        yield from self._look_up_keys()
        yield from self._read_other_things()

    def _name_him(self, stranger):
        """C1, C2, C3, H2, M3, M6: naming a record in a value gives away what it is."""
        him, spec = stranger.partner.id, {"display_name": {}}
        seller = "vendeur.thies"
        attendee = {"email": {}, "phone": {}, "common_name": {}, "partner_id": spec}
        for login in (seller, "production", "acheteur", "service.client"):
            yield self._onchange(
                "C1", login, "calendar.attendee", "partner_id", him, attendee
            )
        yield Request(
            *("C1", "production", "calendar.attendee", "create"),
            [[{"event_id": self.own["meeting"].id, "partner_id": him}]],
        )
        lead = {
            name: {}
            for name in ("contact_name", "email_from", "phone", "street", "city")
        }
        order = {"partner_id": spec, "user_id": spec, "team_id": spec}
        household = {"name": {}, "head_id": spec}
        for login in (seller, "chef.thies", "admin.crm"):
            # Who administers sees all of his company.
            if login == "admin.crm" and stranger.kind != "other_company":
                continue
            for model, name, values in (
                ("crm.lead", "partner_id", {**lead, "partner_id": spec}),
                ("sale.order", "partner_id", order),
                ("sunumarche.household", "head_id", household),
                ("sunumarche.consent.wizard", "contact_id", {"address": {}}),
                ("sunumarche.customer.document", "partner_id", {"partner_id": spec}),
            ):
                yield self._onchange("C2", login, model, name, him, values)
        for channel in ("email", "sms"):
            yield Request(
                *("C3", seller, "sunumarche.consent.wizard", "create"),
                [[{"contact_id": him, "channel": channel, "proof": "x"}]],
            )
        for model, record in (
            ("res.partner.bank", stranger.partner.bank_ids[:1]),
            ("crm.lead", stranger.lead),
            ("sale.order", stranger.order),
            ("res.partner", stranger.partner),
        ):
            for login in (seller, "production"):
                yield Request(
                    *("H2", login, "mail.activity", "onchange"),
                    [[], {"res_model": model, "res_id": record.id}, ["res_id"]],
                    {"fields_spec": {"res_name": {}}},
                    allowed=True,
                )
        yield Request(
            *("M3", seller, "sunumarche.contact.link", "create"),
            [
                [
                    {
                        "partner_id": him,
                        "type_id": self.env.ref("sunumarche_crm.link_type_sponsor").id,
                        "other_partner_id": self.own["partner"].id,
                    }
                ]
            ],
        )

    def _try_rules(self):
        """M6: the rules of the other company, by a simulation of them."""
        for model, name, record, told in (
            ("sunumarche.segment.simulation", "segment_id", self.segment, "definition"),
            (
                *("sunumarche.rfm.simulation", "policy_id", self.policy),
                "monetary_cut_points",
            ),
        ):
            yield self._onchange(
                *("M6", "marketing", model, name, record.id),
                {told: {}, name: {"display_name": {}}},
            )
            yield Request("M6", "marketing", model, "create", [[{name: record.id}]])

    def _onchange(self, finding, login, model, name, value, spec):
        return Request(
            *(finding, login, model, "onchange"),
            [[], {name: value}, [name]],
            {"fields_spec": spec},
            allowed=True,
        )

    def _spell_him(self, stranger):
        """N1: the number of a stranger in another form."""
        him, spec = stranger.partner.id, {"display_name": {}}
        for number in (str(him), float(him), hex(him)):
            for login in ("production", "acheteur", "vendeur.thies"):
                yield Request(
                    *("N1", login, "calendar.filters", "create"),
                    [[{"partner_id": number}]],
                )
            yield Request(
                *("N1", "vendeur.thies", "crm.lead", "create"),
                [[{"name": "x", "partner_id": number}]],
            )
        for model, name in (
            ("crm.lead", "partner_id"),
            ("sale.order", "partner_id"),
            ("sunumarche.household", "head_id"),
            ("res.partner", "parent_id"),
        ):
            value = {"id": [him]}
            asked = {"display_name": {}, name: {"fields": spec}}
            yield self._onchange("N1", "vendeur.thies", model, name, value, asked)

    def _hand_in_mails(self, stranger):
        """N2: what a mail, and the values beside it, say is written as superuser."""
        mail = "From: x@example.com\nSubject: x\nMessage-Id: <x@example.com>\n\nx"
        for login in ("production", "acheteur", "vendeur.thies"):
            for model in ("crm.lead", "calendar.event", "mail.blacklist"):
                yield Request(
                    *("N2", login, "mail.thread", "message_process"),
                    [model, mail, {"partner_id": stranger.partner.id}],
                )

    def _write_to_him(self, stranger):
        """C4, H3, M9: a link that is written, a word that is said for him."""
        him, seller = stranger.partner.id, "vendeur.thies"
        for model, record, values in (
            ("sale.order.line", "line", {"order_id": stranger.order.id}),
            ("sunumarche.customer.document", "document", {"partner_id": him}),
            ("sunumarche.contact.link", "link", {"other_partner_id": him}),
            ("mail.activity", "activity", {"res_id": him}),
        ):
            yield Request("C4", seller, model, "write", [self.own[record].ids, values])
        yield Request(
            *("C4", seller, "crm.lead", "create"), [[{"name": "x", "partner_id": him}]]
        )
        word = {
            "channel": "email",
            "address": stranger.partner.email,
            "purpose": "prospecting",
            "decision": "granted",
            "proof": "x",
        }
        for more in ({}, {"partner_id": him}, {"partner_id": self.own["partner"].id}):
            yield Request(
                *("H3", seller, "sunumarche.consent", "create"), [[{**word, **more}]]
            )
        yield Request(
            *("C3", seller, "sunumarche.consent", "create"),
            [
                [
                    {
                        **word,
                        "channel": "sms",
                        "address": stranger.partner.phone,
                        "decision": "withdrawn",
                    }
                ]
            ],
        )
        meetings = self.env["calendar.event"].search(
            [("name", "=like", f"{stranger.mark}%")]
        )
        for login in (seller, "production"):
            yield Request(
                *("H1", login, "calendar.event", "write"),
                [meetings.ids[:1], {"name": "x"}],
            )
        yield Request(
            *("H1", seller, "discuss.channel.member", "create"),
            [[{"channel_id": self.own["channel"].id, "partner_id": him}]],
        )
        yield Request(
            *("M9", seller, "res.partner", "message_subscribe"),
            [self.own["partner"].ids, [him]],
        )

    def _search_for_all(self):
        """H1: what is found without any trick."""
        for model, names in (
            ("loyalty.card", ["code", "partner_id"]),
            ("stock.move.line", ["picking_partner_id", "reference"]),
            ("stock.move", ["partner_id", "reference"]),
            ("account.partial.reconcile", ["debit_move_id", "credit_move_id"]),
            ("calendar.event", ["name", "description", "location"]),
            ("calendar.attendee", ["email", "common_name", "phone"]),
            ("mail.notification", ["display_name", "res_partner_id"]),
            ("mail.message", ["subject", "body", "record_name"]),
            ("ir.attachment", ["name", "index_content"]),
            ("mailing.trace", ["email"]),
            ("mailing.contact", ["name", "email"]),
            ("res.partner", ["name", "email", "phone"]),
            ("sunumarche.consent", ["address", "partner_id"]),
            ("sunumarche.purchase.history", ["partner_id"]),
            ("account.move.line", ["partner_id", "name"]),
            ("sale.report", ["partner_id"]),
        ):
            for login in ("vendeur.thies", "production", "acheteur", "service.client"):
                yield Request(
                    *("H1", login, model, "search_read", [[], names]), allowed=True
                )
        for login in ("vendeur.thies", "production", "acheteur"):
            yield Request(
                *("H1", login, "stock.move.line", "formatted_read_group"),
                [[], ["picking_partner_id"], ["__count"]],
                allowed=True,
            )
        for text in ("ZQALPHA", "ZXBRAVO", "Secretissime"):
            for model in ("res.partner", "crm.lead", "sale.order", "account.move"):
                yield Request(
                    *("H1", "vendeur.thies", model, "name_search", [text]),
                    allowed=True,
                )

    def _look_up_keys(self):
        """M5, M8: whether a number or an address is known, and long ones."""
        for stranger in self.strangers:
            keys = [stranger.partner.email, [stranger.partner.phone]]
            hidden = int(stranger.kind != "other_company")
            for login in ("vendeur.thies", "production"):
                yield Request(
                    *("M8", login, "sunumarche.common.key", "find_known", keys),
                    allowed=True,
                    secret=f'"hidden_count": {hidden + 1}',
                )
        yield Request(
            *("M8", "production", "sunumarche.common.key", "find_known"),
            [False, ["+221771239876"] * 20_000],
        )
        yield Request(
            *("M5", "production", "sunumarche.common.key", "find_known"),
            [False, ["+1" + "1" * 1_000_000]],
            allowed=True,
        )
        yield Request(
            *("M5", "production", "res.partner", "name_search", ["a" * 1_000_000]),
            allowed=True,
        )

    def _read_other_things(self):
        """C5, H6, M1, M2, M7: what a role does not see, or may not do."""
        for login in ("vendeur.thies", "chef.thies", "production"):
            yield Request(
                *("M1", login, "crm.team", "search_read", [[], ["name", "invoiced"]]),
                allowed=True,
            )
        cards = self.env["loyalty.card"].search([])
        yield Request(
            *("C5", "vendeur.thies", "loyalty.card", "write"),
            [cards.ids[:1], {"points": 1_000_000}],
        )
        for names in (["amount_untaxed:sum"], ["amount_total:avg"]):
            yield Request(
                *("M2", "service.client", "sale.order", "formatted_read_group"),
                [[], ["partner_id"], names],
            )
        yield Request(
            *("M2", "service.client", "sale.order", "search"),
            [[["amount_untaxed", ">=", 1_000_000]]],
        )
        for name in ("list_price", "standard_price"):
            yield Request(
                *("M7", "production", "product.template", "search_read"),
                [[], [name]],
            )
        module = self.env["ir.module.module"].search([("name", "=", "sunumarche_crm")])
        yield Request(
            *("H6", "admin.crm", "ir.module.module", "button_immediate_uninstall"),
            [module.ids],
        )

    # === How it is judged ===

    def test_each_request_tells_and_writes_nothing(self):
        faults = []
        asked = list(self._requests())
        for login in STAFF:
            self.authenticate(login, PASSWORD)
            for request in (one for one in asked if one.login == login):
                begun = time.monotonic()
                answer = self._send(request)
                if request.finding == "M5" and time.monotonic() - begun > LONGEST:
                    faults.append(f"{request}: took longer than {LONGEST} s")
                faults += self._judge(request, answer)
        self._print(asked, faults)
        self.assertFalse(faults, "\n".join(faults))

    def test_programs_are_told_nothing_either(self):
        """The worst again, over the endpoints for programs, with an API key."""
        faults = []
        asked = [
            one
            for one in self._requests()
            if one.login == "vendeur.thies" and one.finding in ("C1", "C2", "C4", "H1")
        ]
        user = self.place.users["vendeur.thies"]
        keys = self.env["res.users.apikeys"].with_user(user)
        # sudo: res.users.apikeys - as the user's own preferences would make one
        key = keys.sudo()._generate("rpc", "drill", None)
        for kind in (Json2, JsonRpc, XmlRpc):
            endpoint, before = kind(self, user, key), len(faults)
            for request in asked:
                faults += self._judge(request, self._call(endpoint, request))
            self._print(asked, faults[before:], endpoint.name)
        self.assertFalse(faults, "\n".join(faults))

    def test_the_marks_are_told_to_whom_they_may_be(self):
        """Else a request that finds nothing would prove nothing."""
        for login, model, names in (
            ("direction", "crm.team", ["name", "invoiced"]),
            ("direction", "res.partner", ["name", "email", "phone"]),
            ("direction", "stock.move.line", ["picking_partner_id"]),
            ("outsider", "res.partner", ["name", "email", "phone"]),
        ):
            self.place.outsider.password = PASSWORD
            self.env.flush_all()
            self.authenticate(login, PASSWORD)
            request = Request("", login, model, "search_read", [[], names])
            text, failed = self._send(request)
            self.assertFalse(failed, text[:300])
            told = [mark for mark in MARKS if mark in text.lower()]
            self.assertTrue(told, f"{request} tells nothing")

    def test_nobody_says_where_a_word_came_from(self):
        """H3: a context decides neither the source nor whether there is a row."""
        self.authenticate("marketing", PASSWORD)
        for number, source in enumerate(("preferences", "ledger", "x")):
            address = f"nobody{number}@example.com"
            person = ["res.partner", 1]
            context = {"consent_source": source, "consent_reference": person}
            request = Request(
                *("H3", "marketing", "mail.blacklist", "create"),
                [[{"email": address}]],
                {"context": context},
            )
            text, failed = self._send(request)
            self.assertFalse(failed, text[:300])
            rows = self.env["sunumarche.consent"].search([("address", "=", address)])
            said = [(row.source, row.model) for row in rows]
            print("holds  " if said == [("blacklist", False)] else "LEAKS  ", request)
            self.assertEqual(said, [("blacklist", False)], source)

    def test_who_has_no_account_opens_no_door(self):
        """H4 and the low ones: pages that are asked for without a password."""
        self.authenticate(None, None)
        choices = "/my-choices/"
        for path in (
            *("/web/signup", "/fr/web/signup", choices + "a.b"),
            *(choices + "%5B" * 3000, choices + "W10.x", choices + "e30.%C3%A9"),
        ):
            code = self.url_open(path, allow_redirects=False).status_code
            print("holds  " if code == 404 else "LEAKS  ", f"H4   nobody  {path[:40]}")
            self.assertEqual(code, 404, path[:60])
        rows = self.env["sunumarche.consent"].search_count([])
        for door in ("add", "remove"):
            answer = self.url_open(
                f"/mailing/blocklist/{door}",
                json={"params": {"email": self.strangers[0].partner.email}},
            )
            self.assertNotIn("true", answer.text, door)
        self.env.invalidate_all()
        self.assertEqual(self.env["sunumarche.consent"].search_count([]), rows)

    def url_open(self, *arguments, **named):
        """Keep the answer as it came: the endpoints leave out a refusal's words."""
        answer = super().url_open(*arguments, **named)
        self.text = answer.text
        return answer

    def _send(self, request):
        """Return the whole answer as text, and whether it is an error."""
        answer = self.url_open(
            f"/web/dataset/call_kw/{request.model}/{request.method}",
            json={
                "jsonrpc": "2.0",
                "params": {
                    "model": request.model,
                    "method": request.method,
                    "args": request.arguments,
                    "kwargs": request.named,
                },
            },
        ).json()
        return json.dumps(answer, ensure_ascii=False), "error" in answer

    def _call(self, endpoint, request):
        first, *rest = request.arguments
        named = {**request.named}
        names = {
            "onchange": ("values", "field_names"),
            "write": ("vals",),
            "search_read": ("fields",),
            "formatted_read_group": ("groupby", "aggregates"),
        }
        if request.method == "create":
            named["vals_list"] = first
        elif isinstance(endpoint, Json2) and request.method in (
            *("search_read", "formatted_read_group", "name_search"),
        ):
            name = "name" if request.method == "name_search" else "domain"
            named[name], first = first, []
        named |= dict(zip(names.get(request.method, ()), rest, strict=True))
        outcome, _result = endpoint.call(request.model, request.method, first, named)
        return self.text, outcome != "done"

    def _judge(self, request, answer):
        """Yield what was told or written."""
        text, failed = answer
        request.came = "refused" if failed else "answered"
        known = json.dumps(request.arguments).lower()
        if request.login in SEE_ALL:
            known += " ".join(OF_THE_COMPANY)
        told = [one for one in MARKS if one in text.lower() and one not in known]
        if request.secret and request.secret in text:
            told.append(request.secret)
        if told:
            yield f"{request}: tells {told}"
        elif not failed and not request.allowed:
            yield f"{request}: is not refused: {text[:200]}"
        if changed := self._find_changes():
            yield f"{request}: wrote {changed}"

    def _find_changes(self):
        """Return the watched tables that changed since the last look."""
        state = {
            table: self.env.execute_query(
                SQL(
                    "SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM %s t",
                    SQL.identifier(table),
                )
            )
            for table in WATCHED
        }
        before, self._state = getattr(self, "_state", state), state
        return [table for table in WATCHED if state[table] != before[table]]

    @staticmethod
    def _print(asked, faults, door="/web/dataset/call_kw"):
        print(f"\n{door}")
        for request in asked:
            bad = any(fault.startswith(f"{request}:") for fault in faults)
            wanted = "nothing told" if request.allowed else "refused"
            word = "LEAKS  " if bad else "holds  "
            print(f"{word} {request}: {wanted}; came: {request.came}")
