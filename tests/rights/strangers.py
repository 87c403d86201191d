"""Customers out of reach, marked in all that names them."""

import base64

from odoo.fields import Command, Datetime

DOMAIN = "secret.example"


class Stranger:
    """A customer of a kind of the small company, with something in every model.

    Whatever of it holds his name, address, number, street or code holds ``mark``.
    """

    def __init__(self, world, mark, kind):
        self.world = world
        self.mark = mark
        self.kind = kind
        self.company = world.company_of(kind)
        self.owner = world.owner(kind, "salesperson")
        self.env = world.env(
            user=self.owner.id,
            su=True,
            context={
                "allowed_company_ids": self.company.ids,
                "no_reset_password": True,
            },
        )
        self.partner = self._make_partner()
        if "stock.warehouse" in self.env:
            self._make_warehouse()
        self.order = self._make_order()
        self._make_business()
        self._make_exchanges()
        self._make_mailing()
        self._make_ours()
        if "loyalty.card" in self.env:
            self._make_card()
        self.env.flush_all()

    def _text(self, what):
        return f"{self.mark} {what}"

    def _make_partner(self):
        return self.env["res.partner"].create(
            {
                "name": self._text("Secretissime"),
                "email": f"{self.mark.lower()}@{DOMAIN}",
                "phone": {"ZQALPHA": "+221771239876", "ZXBRAVO": "+221779998801"}[
                    self.mark
                ],
                "street": self._text("street"),
                "ref": self._text("code"),
                "comment": self._text("note"),
                "user_id": self.owner.id,
                "agency_id": self.world.agency(self.kind).id,
                "company_id": self.company.id,
                "bank_ids": [Command.create({"acc_number": self._text("bank")})],
            }
        )

    def _make_warehouse(self):
        """Orders of goods need one; a company made in passing has none."""
        warehouses = self.env["stock.warehouse"]
        if not warehouses.search_count([("company_id", "=", self.company.id)]):
            warehouses.create(
                {"name": "Depot", "code": "DEP", "company_id": self.company.id}
            )

    def _make_order(self):
        """Of a thing that is delivered, where the warehouse is installed."""
        product = self.env["product.product"].create(
            {"name": "Frame", "type": "consu", "taxes_id": False, "list_price": 500}
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "user_id": self.owner.id,
                "team_id": False,
                "company_id": self.company.id,
                "client_order_ref": self._text("order"),
                "order_line": [
                    Command.create({"product_id": product.id}),
                    Command.create(
                        {"display_type": "line_note", "name": self._text("line")}
                    ),
                ],
            }
        )
        order.action_confirm()
        return order

    def _make_business(self):
        """A lead, a paid invoice, an account of its own."""
        self.lead = self.env["crm.lead"].create(
            {
                "name": self._text("lead"),
                "type": "opportunity",
                "partner_id": self.partner.id,
                "user_id": self.owner.id,
                "team_id": False,
                "company_id": self.company.id,
                "description": self._text("wishes"),
            }
        )
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner.id,
                "invoice_user_id": self.owner.id,
                "invoice_date": "2024-01-15",
                "ref": self._text("invoice"),
                "payment_reference": self._text("invoice"),
                "company_id": self.company.id,
                "invoice_line_ids": [
                    Command.create({"name": self._text("line"), "price_unit": 500})
                ],
            }
        )
        invoice.action_post()
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create({"communication": self._text("payment")})._create_payments()
        self.env["account.analytic.account"].create(
            {
                "name": self._text("account"),
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "plan_id": self.env["account.analytic.plan"]
                .create({"name": "Plan"})
                .id,
            }
        )

    def _make_exchanges(self):
        """A meeting, another about the card alone, a call to make, messages, a file."""
        values = {
            "start": Datetime.now(),
            "stop": Datetime.add(Datetime.now(), hours=1),
            "user_id": self.owner.id,
        }
        meeting = self.env["calendar.event"].create(
            {
                **values,
                "name": self._text("meeting"),
                "location": self._text("place"),
                "partner_ids": [
                    Command.set((self.owner.partner_id + self.partner).ids)
                ],
            }
        )
        self.env["calendar.event"].create(
            {
                **values,
                "name": self._text("talk about him"),
                "partner_ids": [Command.set(self.owner.partner_id.ids)],
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.partner.id,
            }
        )
        for record in (self.partner, self.lead, self.order, meeting):
            record.message_post(
                body=self._text("message"),
                subject=self._text("subject"),
                partner_ids=(self.owner.partner_id + self.partner).ids,
                attachments=[("invitation.ics", self._text("invitation").encode())],
            )
            self.env["ir.attachment"].create(
                {
                    "name": self._text("file.txt"),
                    "datas": base64.b64encode(self._text("content").encode()),
                    "res_model": record._name,
                    "res_id": record.id,
                }
            )
        self.partner.activity_schedule(
            summary=self._text("call"), note=self._text("call"), user_id=self.owner.id
        )

    def _make_mailing(self):
        contact = self.env["mailing.contact"].create(
            {
                "name": self._text("subscriber"),
                "email": self.partner.email,
                "partner_id": self.partner.id,
                "list_ids": [Command.set(self.world.mailing_list.ids)],
            }
        )
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "Offer",
                "user_id": self.owner.id,
                "mailing_model_id": self.env["ir.model"]._get_id("mailing.contact"),
                "body_html": self._text("mailing"),
            }
        )
        self.env["mailing.trace"].create(
            [
                {
                    "mass_mailing_id": mailing.id,
                    "model": record._name,
                    "res_id": record.id,
                    "email": self.partner.email,
                }
                for record in (self.partner, contact)
            ]
        )

    def _make_ours(self):
        """What our own models hold of him."""
        other = self.partner.copy({"name": self._text("wife")})
        self.env["sunumarche.contact.link"].create(
            {
                "partner_id": self.partner.id,
                "type_id": self.env.ref("sunumarche_crm.link_type_partner").id,
                "other_partner_id": other.id,
            }
        )
        self.env["sunumarche.household"].create({"head_id": self.partner.id})
        self.env["sunumarche.customer.document"].create(
            {
                "name": self._text("contract"),
                "type_id": self.env.ref("sunumarche_crm.document_type_contract").id,
                "partner_id": self.partner.id,
            }
        )
        self.env["sunumarche.consent"].create(
            {
                "partner_id": self.partner.id,
                "channel": "email",
                "address": self.partner.email,
                "purpose": "prospecting",
                "decision": "granted",
                "proof": self._text("form"),
            }
        )
        self.env["sunumarche.purchase.history"].create(
            {
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "source_id": self.world.source.id,
                "external_customer": self._text("till"),
                "line_key": self.mark,
                "date": "2024-01-15",
                "amount": 1000,
            }
        )
        self._make_segment()

    def _make_segment(self):
        """A list of his company: what it calls its customers is its own."""
        if self.kind != "other_company":
            return
        axis = self.env["sunumarche.segment.axis"].create(
            {"name": self._text("axis"), "company_id": self.company.id}
        )
        self.env["sunumarche.segment"].create(
            {
                "name": self._text("segment"),
                "kind": "list",
                "axis_id": axis.id,
                "company_id": self.company.id,
                "partner_ids": [Command.set(self.partner.ids)],
            }
        )

    def _make_card(self):
        program = self.env["loyalty.program"].create(
            {"name": "Gift cards", "program_type": "gift_card"}
        )
        card = self.env["loyalty.card"].create(
            {
                "program_id": program.id,
                "partner_id": self.partner.id,
                "points": 77,
                "code": self._text("card"),
            }
        )
        card.message_post(body=self._text("code"))
        self.env["loyalty.history"].create(
            {
                "card_id": card.id,
                "description": self._text("points"),
                "issued": 7,
                "order_model": "sale.order",
                "order_id": self.order.id,
            }
        )
