"""Models whose records belong to no customer: what they are made of."""

from odoo.fields import Command

from .values import Values, unique


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


UNSCOPED = {
    "sunumarche.agency": Values(_agency, {"name": "changed"}),
    "sunumarche.customer.indicator.queue": Values(_mark, {"company_id": 1}),
    "sunumarche.department": Values(_department, {"name": "changed"}),
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
