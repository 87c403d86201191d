"""Ways round the rights that people try, each with what it must give."""

import warnings

from odoo.fields import Command

from .endpoints import CallKw, JsonRpc
from .rpc_case import INTERNAL, RpcCase

EXPORTERS = ("accountant", "marketer", "direction", "administrator")
CUSTOMER_MODELS = (
    "res.partner",
    "crm.lead",
    "sale.order",
    "account.move",
    "sunumarche.customer.indicator",
)
AMOUNTS = (
    "customer_net_amount",
    "customer_net_amount_12m",
    "customer_amount_overdue",
)


class TestOtherCompany(RpcCase):
    """The ids of another company, with and without a forged list of companies."""

    def test_reading_with_a_forged_company(self):
        forged = {"allowed_company_ids": self.world.other_company.ids}
        for role in INTERNAL:
            for model in CUSTOMER_MODELS:
                record = self.record(model, "other_company")
                for context in ({}, forged):
                    self.assertRefused(
                        role,
                        model,
                        "read",
                        record,
                        fields=["display_name"],
                        context=context,
                    )

    def test_writing_with_a_forged_company(self):
        forged = {"allowed_company_ids": self.world.other_company.ids}
        record = self.record("res.partner", "other_company")
        for role in INTERNAL:
            self.assertRefused(
                role,
                "res.partner",
                "write",
                record,
                target=record,
                vals={"comment": "taken"},
                context=forged,
            )

    def test_searching_with_a_forged_company(self):
        record = self.record("res.partner", "other_company")
        forged = {"allowed_company_ids": self.world.other_company.ids}
        for role in INTERNAL:
            self.assertRefused(
                role,
                "res.partner",
                "search",
                domain=[("id", "=", record.id)],
                context=forged,
            )

    def test_child_of_across_companies(self):
        parent = self.record("res.partner", "other_company")
        child = parent.create(
            {
                "name": "Counter",
                "parent_id": parent.id,
                "company_id": parent.company_id.id,
            }
        )
        for role in INTERNAL:
            for field in ("id", "parent_id", "commercial_partner_id"):
                found = self.result(
                    role,
                    "res.partner",
                    "search",
                    domain=[(field, "child_of", parent.id)],
                )
                self.assertFalse({*found} & {parent.id, child.id}, (role, field))

    def test_moving_a_customer_to_another_company(self):
        other = self.world.other_company
        own = self.record("res.partner", "own")
        self.assertRefused(
            "salesperson",
            "res.partner",
            "write",
            own,
            target=own,
            vals={"company_id": other.id},
        )


class TestNamingCustomers(RpcCase):
    """A document copies what its customer's card says: naming is reading."""

    def test_a_document_for_a_customer_out_of_reach(self):
        stranger = self.record("res.partner", "other_agency")
        for model, values in (
            ("crm.lead", {"name": "Bait", "partner_id": stranger.id}),
            ("sale.order", {"partner_id": stranger.id}),
            ("res.partner", {"name": "Bait", "parent_id": stranger.id}),
        ):
            self.assertRefused(
                "salesperson", model, "create", target=stranger, vals_list=[values]
            )

    def test_an_own_document_turned_to_a_customer_out_of_reach(self):
        stranger = self.record("res.partner", "other_agency")
        for model, field in (
            ("crm.lead", "partner_id"),
            ("sale.order", "partner_id"),
            ("sale.order", "partner_invoice_id"),
            ("sale.order", "partner_shipping_id"),
            ("res.partner", "parent_id"),
        ):
            own = self.record(model, "own")
            self.assertRefused(
                "salesperson",
                model,
                "write",
                own,
                target=own,
                vals={field: stranger.id},
            )

    def test_taking_a_customer_over(self):
        stranger = self.record("res.partner", "other_agency")
        me = self.world.users["salesperson"]
        for values in ({"user_id": me.id}, {"agency_id": me.agency_ids.id}):
            self.assertRefused(
                "salesperson", "res.partner", "write", stranger, stranger, vals=values
            )


class TestWriteThrough(RpcCase):
    """Changing a record out of reach through the list of one within reach."""

    def _assert_lists_are_refused(self, parent, field, stranger, values):
        for command in (
            Command.update(stranger.id, values),
            Command.delete(stranger.id),
            Command.link(stranger.id),
        ):
            self.assertRefused(
                "salesperson",
                parent._name,
                "write",
                parent,
                target=stranger,
                vals={field: [command]},
            )

    def test_lines_of_another_order(self):
        self._assert_lists_are_refused(
            self.record("sale.order", "own"),
            "order_line",
            self.record("sale.order.line", "other_agency"),
            {"price_unit": 1},
        )

    def test_contacts_of_another_customer(self):
        self._assert_lists_are_refused(
            self.record("res.partner", "own"),
            "child_ids",
            self.record("res.partner", "other_agency"),
            {"comment": "taken"},
        )

    def test_the_staff_of_an_agency(self):
        me = self.world.users["salesperson"]
        thies = self.world.agencies["thies"]
        for role in INTERNAL:
            if role != "administrator":
                values = {"user_ids": [Command.link(me.id)]}
                self.assertRefused(
                    role, "sunumarche.agency", "write", thies, thies, vals=values
                )

    def test_the_members_of_a_team(self):
        me = self.world.users["salesperson"]
        team = self.world.closed_team
        member = {"crm_team_id": team.id, "user_id": me.id}
        for role in INTERNAL:
            if role != "administrator":
                for values in (
                    {"member_ids": [Command.link(me.id)]},
                    {"crm_team_member_ids": [Command.create({"user_id": me.id})]},
                    {"shares_customers": True},
                ):
                    self.assertRefused(
                        role, "crm.team", "write", team, team, vals=values
                    )
                self.assertRefused(
                    role, "crm.team.member", "create", vals_list=[member]
                )


class TestFinding(RpcCase):
    """What searches, suggestions and totals say of records out of reach."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for kind in ("own", "other_agency"):
            for model in ("crm.lead", "sale.order", "sunumarche.customer.indicator"):
                cls.world.record(model, kind, "salesperson")
        cls.stranger = cls.world.record("res.partner", "other_agency", "salesperson")

    def test_suggestions(self):
        for role in ("salesperson", "head_of_agency", "buyer", "production", "none"):
            for name in (self.stranger.name, self.stranger.email):
                found = self.result(role, "res.partner", "name_search", name=name)
                self.assertNotIn(self.stranger.id, [i for i, _name in found], role)

    def test_creating_by_name(self):
        for role in ("accountant", "production", "direction", "none", "portal"):
            self.assertRefused(role, "res.partner", "name_create", name="Unwanted")

    def test_totals_by_customer(self):
        for model in ("crm.lead", "sale.order", "sunumarche.customer.indicator"):
            for method, more in (
                ("formatted_read_group", {"aggregates": ["__count"]}),
                ("web_read_group", {"aggregates": ["__count"]}),
                ("read_group", {"fields": ["__count"]}),
            ):
                with warnings.catch_warnings():
                    # Deprecated or not, read_group can be called.
                    warnings.simplefilter("ignore", DeprecationWarning)
                    found = self.result(
                        "salesperson",
                        model,
                        method,
                        domain=[],
                        groupby=["partner_id"],
                        **more,
                    )
                groups = found["groups"] if isinstance(found, dict) else found
                customers = [group["partner_id"][0] for group in groups]
                self.assertNotIn(self.stranger.id, customers, (model, method))

    def test_private_totals(self):
        self.assertRefused(
            "administrator", "res.partner", "_read_group", domain=[], groupby=[]
        )

    def test_amounts_are_not_grouped_added_sorted_or_searched(self):
        """Service agents know the class and the dates, never the amounts."""
        for field in AMOUNTS:
            self._assert_unreadable("res.partner", field)
        for field in ("net_amount", "amount_due", "average_basket", "rfm_amount"):
            self._assert_unreadable("sunumarche.customer.indicator", field)
        self._assert_unreadable("sunumarche.rfm.migration", "net_amount")

    def _assert_unreadable(self, model, field):
        refused = ("service_agent", model)
        self.assertRefused(*refused, "search_read", domain=[], fields=[field])
        self.assertRefused(*refused, "search", domain=[(field, ">", 0)])
        self.assertRefused(*refused, "search", domain=[], order=f"{field} desc")
        for groupby, aggregates in (([field], []), ([], [f"{field}:sum"])):
            self.assertRefused(
                *refused,
                "formatted_read_group",
                domain=[],
                groupby=groupby,
                aggregates=aggregates,
            )

    def test_amounts_are_not_reached_through_other_models(self):
        for model, path in (
            ("res.partner", "customer_indicator_ids.net_amount"),
            ("crm.lead", "partner_id.customer_net_amount"),
            ("sale.order", "partner_id.customer_indicator_ids.net_amount"),
            ("sunumarche.rfm.history", "partner_id.customer_amount_overdue"),
        ):
            self.assertRefused(
                "service_agent", model, "search", domain=[(path, ">", 0)]
            )

    def test_archived_records_stay_out_of_reach(self):
        self.stranger.active = False
        found = self.result(
            "salesperson",
            "res.partner",
            "search",
            domain=[("id", "=", self.stranger.id)],
            context={"active_test": False},
        )
        self.assertFalse(found)
        self.assertRefused(
            "salesperson", "res.partner", "read", self.stranger, fields=["name"]
        )

    def test_mass_export(self):
        """Who may not export is refused; who may gets what he reads, no more."""
        everyone = self.stranger + self.record("res.partner", "other_company")
        for role in INTERNAL:
            outcome, _result = self.call(
                role,
                "res.partner",
                "export_data",
                self.stranger,
                fields_to_export=["name"],
            )
            with self.subTest(role=role):
                self.assertEqual(outcome == "done", role in EXPORTERS)
        for role in EXPORTERS:
            self.assertRefused(
                role, "res.partner", "export_data", everyone, fields_to_export=["name"]
            )


class TestOutsiders(RpcCase):
    """Portal and public users get what is theirs."""

    def test_the_public_calls_nothing(self):
        for endpoint in (CallKw, JsonRpc):
            outcome, _result = self.open(endpoint, "public").call(
                "res.partner", "search_read", [], {"domain": []}
            )
            self.assertEqual(outcome, "refused", endpoint.name)
        self.assertRefused("public", "res.partner", "search_read", domain=[])

    def test_a_portal_user_finds_himself_only(self):
        own = self.record("res.partner", "own", "portal")
        for kind in ("own", "other_company", "supplier"):
            self.record("res.partner", kind)
        found = self.result("portal", "res.partner", "search", domain=[])
        self.assertEqual(found, own.ids)

    def test_a_portal_user_finds_his_orders_and_invoices_only(self):
        for model in ("sale.order", "account.move"):
            own = self.record(model, "own", "portal")
            stranger = self.record(model, "own")
            self.assertEqual(self.result("portal", model, "search", domain=[]), own.ids)
            self.assertRefused(
                "portal", model, "read", stranger, fields=["access_token"]
            )

    def test_documents_of_others_on_the_portal(self):
        self.authenticate("rights_portal", "rights_portal")
        for model, page in (("sale.order", "orders"), ("account.move", "invoices")):
            own = self.record(model, "own", "portal")
            stranger = self.record(model, "own")
            stranger._portal_ensure_token()
            self.env.flush_all()
            theirs = self.url_open(f"/my/{page}/{own.id}")
            self.assertTrue(theirs.url.partition("?")[0].endswith(str(own.id)), page)
            for token in ("", "?access_token=wrong", "?access_token="):
                answer = self.url_open(f"/my/{page}/{stranger.id}{token}")
                self.assertTrue(answer.url.endswith("/my"), (page, token))
                self.assertNotIn(stranger.name or stranger.partner_id.name, answer.text)
