"""Models whose records belong to no customer: what they are made of."""

from odoo.fields import Command

from .values import Values, unique
from .values_scoped import SCOPED


def _named(**values):
    return lambda world, kind, role: {"name": unique(), **values}


def _agency(world, kind, role):
    return {"name": unique(), "company_id": world.company.id}


def _territory(world, kind, role):
    return {"name": unique(), "agency_id": world.agencies["dakar"].id}


def _department(world, kind, role):
    return {
        "name": unique(),
        "state_id": world.env.ref("sunumarche_crm.state_sn_dk").id,
    }


def _tile(world, kind, role):
    """A tile of the role who tries; a colleague's is of a role that nobody has."""
    groups = world.env.ref("base.group_system")
    if kind != "colleague":
        groups = world.users[role].group_ids
    return {
        "name": unique(),
        "group_ids": [Command.set(groups.ids)],
        "model": "res.partner",
        "action_id": world.env.ref("contacts.action_contacts").id,
    }


def _event(world, kind, role):
    """What somebody would write into the journal."""
    return {"date": "2024-01-15", "kind": "rights", "record_name": "nothing happened"}


def _find_event(world, kind, role):
    company = world.company_of(kind)
    journal = world.env["sunumarche.journal"]
    event = {
        "model": "res.company",
        "res_id": company.id,
        "record_name": company.name,
        "company_id": company.id,
    }
    journal._record("setting", [event])
    return journal.search([("company_id", "=", company.id)], limit=1)


def _preparation_line(world, kind, role):
    return {"product_id": world.product.id, "quantity_ordered": 1}


def _find_preparation_line(world, kind, role):
    """Of a confirmed order of goods."""
    kind = "unassigned" if kind == "any" else kind
    goods = world.product.create({"name": unique(), "taxes_id": False})
    values = SCOPED["sale.order"].create(world, kind, role)
    values["order_line"] = [Command.create({"product_id": goods.id})]
    order = world.model("sale.order", kind, role).create(values)
    order.action_confirm()
    order.flush_recordset()
    return world.env["sunumarche.preparation.line"].browse(order.order_line.id)


def _mark(world, kind, role):
    return {
        "partner_id": world.record("res.partner", "own", "salesperson").id,
        "company_id": world.company.id,
    }


def _import(world, kind, role):
    return {"source_id": world.source.id, "company_id": world.company.id}


def _policy(world, kind, role):
    """The policy of a company that lost its own."""
    return {"company_id": world.company_without_policy.id}


def _find_policy(world, kind, role):
    return world.env["sunumarche.rfm.policy"].search(
        [("company_id", "=", world.company.id)]
    )


def _rule(world, kind, role):
    return {
        "policy_id": _find_policy(world, kind, role).id,
        "rfm_class_id": world.rfm_class.id,
    }


def _team(world, kind, role):
    return {"name": unique(), "company_id": world.company.id}


def _member(world, kind, role):
    return {
        "crm_team_id": world.closed_team.id,
        "user_id": world.users["subordinate"].id,
    }


def _payment(world, kind, role):
    journal = world.env["account.journal"].search(
        [("company_id", "=", world.company.id), ("type", "=", "bank")]
    )
    return {
        "partner_id": world.record("res.partner", "own", "salesperson").id,
        "journal_id": journal.id,
        "payment_type": "inbound",
        "partner_type": "customer",
        "amount": 500,
    }


def _price(world, kind, role):
    return {
        "pricelist_id": world.pricelist.id,
        "compute_price": "fixed",
        "fixed_price": 400,
    }


def _mailing(world, kind, role):
    return {
        "subject": unique(),
        "mailing_type": "mail",
        "mailing_model_id": world.env["ir.model"]._get_id("mailing.list"),
        "contact_list_ids": [Command.set(world.mailing_list.ids)],
    }


def _trace(world, kind, role):
    return {
        "trace_type": "mail",
        "model": "mailing.contact",
        "res_id": world.mailing_contact.id,
        "email": "contact@example.com",
    }


def _user(world, kind, role):
    return {
        "name": unique(),
        "login": unique("login"),
        "company_id": world.company.id,
        "company_ids": [Command.set(world.company.ids)],
    }


def _access(world, kind, role):
    return {
        "name": unique(),
        "model_id": world.env["ir.model"]._get_id("res.partner"),
        "group_id": world.env.ref("base.group_user").id,
        "perm_read": True,
    }


def _record_rule(world, kind, role):
    return {
        "name": unique(),
        "model_id": world.env["ir.model"]._get_id("res.partner"),
        "domain_force": "[(1, '=', 1)]",
    }


def _server_action(world, kind, role):
    return {
        "name": unique(),
        "model_id": world.env["ir.model"]._get_id("res.partner"),
        "state": "code",
        "code": "records.write({'comment': 'changed'})",
    }


def _letter_print(world, kind, role):
    letter = world.env["sunumarche.letter.template"].create(
        {"name": unique(), "body": "<p>x</p>"}
    )
    return {"template_id": letter.id, "partner_ids": [Command.set([])]}


UNSCOPED = {
    "sunumarche.agency": Values(_agency, {"name": "changed"}),
    "sunumarche.customer.indicator.queue": Values(_mark, {"company_id": 1}),
    "sunumarche.department": Values(_department, {"name": "changed"}),
    "sunumarche.home.tile": Values(_tile, {"tone": "danger"}),
    "sunumarche.journal": Values(_event, {"record_name": "changed"}, _find_event),
    "sunumarche.letter.print": Values(_letter_print, {"date": "2024-06-01"}),
    "sunumarche.letter.template": Values(
        _named(body="<p>x</p>"), {"subject": "changed"}
    ),
    "sunumarche.preparation.line": Values(
        _preparation_line, {"quantity_ordered": 99}, _find_preparation_line
    ),
    "sunumarche.purchase.import": Values(_import, {"atomicity": "line"}),
    "sunumarche.purchase.source": Values(_named(), {"name": "changed"}),
    "sunumarche.rfm.class": Values(_named(), {"meaning": "changed"}),
    "sunumarche.rfm.migration.wizard": Values(
        lambda world, kind, role: {"month_from": "2024-01-01"},
        {"month_to": "2024-06-01"},
    ),
    "sunumarche.rfm.policy": Values(_policy, {"window_months": 24}, _find_policy),
    "sunumarche.rfm.rule": Values(_rule, {"sequence": 99}),
    "sunumarche.territory": Values(_territory, {"name": "changed"}),
    "account.payment": Values(_payment, {"memo": "changed"}),
    "account.payment.term": Values(_named(), {"note": "changed"}),
    "crm.team": Values(_team, {"name": "changed"}),
    "crm.team.member": Values(
        _member,
        {"active": False},
        lambda world, kind, role: world.closed_team.crm_team_member_ids[:1],
    ),
    "ir.actions.server": Values(_server_action, {"code": "pass"}),
    "ir.config_parameter": Values(
        lambda world, kind, role: {"key": unique("sunumarche.key"), "value": "1"},
        {"value": "changed"},
    ),
    "ir.model.access": Values(_access, {"perm_write": True}),
    "ir.rule": Values(_record_rule, {"domain_force": "[]"}),
    "mailing.contact": Values(_named(email="c@example.com"), {"name": "changed"}),
    "mailing.mailing": Values(_mailing, {"subject": "changed"}),
    "mailing.trace": Values(_trace, {"email": "changed@example.com"}),
    "product.pricelist.item": Values(_price, {"fixed_price": 1}),
    "product.template": Values(_named(), {"description": "changed"}),
    "res.groups": Values(_named(), {"comment": "changed"}),
    "res.users": Values(_user, {"signature": "changed"}),
    "utm.campaign": Values(
        lambda world, kind, role: {"title": unique()}, {"title": "changed"}
    ),
}
