"""Models whose records belong to a customer: what they are made of, by kind."""

from odoo.fields import Command, Date

from .values import Values, unique


def _partner(world, kind, role):
    if kind == "colleague":
        user = {"name": unique(), "login": unique("login")}
        return {"name": unique(), "user_ids": [Command.create(user)]}
    return {
        "name": unique("Customer"),
        "email": "customer@example.com",
        "user_id": world.salesperson(kind, role).id,
        "agency_id": world.agency(kind).id,
        "company_id": world.company_of(kind).id,
        "supplier_rank": 1 if kind == "supplier" else 0,
    }


def _lead(world, kind, role):
    return {
        "name": unique("Lead"),
        "type": "opportunity",
        "partner_id": world.partner(kind, role).id,
        "user_id": world.salesperson(kind, role).id,
        "team_id": False,
        "company_id": world.company_of(kind).id,
    }


def _order(world, kind, role):
    return {
        "partner_id": world.partner(kind, role).id,
        "user_id": world.salesperson(kind, role).id,
        "team_id": False,
        "company_id": world.company_of(kind).id,
        "order_line": [Command.create({"product_id": world.product.id})],
    }


def _order_line(world, kind, role):
    order = world.record("sale.order", kind, role)
    return {"order_id": order.id, "product_id": world.product.id}


def _move(world, kind, role):
    return {
        "move_type": "in_invoice" if kind == "supplier" else "out_invoice",
        "partner_id": world.partner(kind, role).id,
        "invoice_user_id": world.salesperson(kind, role).id,
        "invoice_date": Date.to_string(Date.today()),
        "company_id": world.company_of(kind).id,
        "invoice_line_ids": [Command.create(_product_line())],
    }


def _product_line():
    return {"name": "Bissap", "price_unit": 500, "tax_ids": [Command.clear()]}


def _make_move(world, kind, role):
    """A draft; what a customer sees on the portal is posted."""
    move = world.model("account.move", kind, role).create(_move(world, kind, role))
    if role == "portal" and kind == "own":
        move.action_post()
    return move


def _move_line(world, kind, role):
    move = world.record("account.move", kind, role)
    return {"move_id": move.id, **_product_line()}


def _figures(world, kind, role):
    return {
        "partner_id": world.partner(kind, role).id,
        "company_id": world.company_of(kind).id,
    }


def _consent(world, kind, role):
    return {
        "partner_id": world.partner(kind, role).id,
        "channel": "email",
        "address": "customer@example.com",
        "purpose": "prospecting",
        "decision": "withdrawn",
        "proof": "Form 12",
    }


def _snapshot(world, kind, role):
    return {
        **_figures(world, kind, role),
        "month": Date.to_string(Date.today().replace(day=1)),
    }


def _class_period(world, kind, role):
    return {
        **_figures(world, kind, role),
        "rfm_class_id": world.rfm_class.id,
        "date_from": Date.to_string(Date.today()),
    }


def _purchase(world, kind, role):
    return {
        **_figures(world, kind, role),
        "source_id": world.source.id,
        "external_customer": "C1",
        "line_key": unique("line"),
        "date": "2024-01-15",
        "amount": 1000,
    }


def _membership(world, kind, role):
    company = world.company_of(kind)
    axis = world.env["sunumarche.segment.axis"].create(
        {"name": unique("Axis"), "company_id": company.id}
    )
    segment = world.env["sunumarche.segment"].create(
        {
            "name": unique("Segment"),
            "kind": "list",
            "axis_id": axis.id,
            "company_id": company.id,
        }
    )
    return {
        **_figures(world, kind, role),
        "segment_id": segment.id,
        "date_entered": "2024-01-15 08:00:00",
        "entered_cause": "data",
    }


def _duplicate(world, kind, role):
    group = world.env["sunumarche.duplicate.group"].create(
        {"name": unique("Group"), "level": "propose", "chance": 90.0}
    )
    partner = world.partner(kind, role)
    return {
        "group_id": group.id,
        "profile_key": partner.id * 4,
        "partner_id": partner.id,
        "name": partner.name,
    }


def _find_segment_migration(world, kind, role):
    membership = world.record("sunumarche.segment.membership", kind, role)
    membership.flush_recordset()
    return world.env["sunumarche.segment.migration"].browse(membership.id)


def _find_customer_purchase(world, kind, role):
    history = world.record("sunumarche.purchase.history", kind, role)
    history.flush_recordset()
    return world.env["sunumarche.customer.purchase"].browse(history.id * 2 + 1)


def _find_migration(world, kind, role):
    snapshot = world.record("sunumarche.customer.snapshot", kind, role)
    snapshot.flush_recordset()
    return world.env["sunumarche.rfm.migration"].browse(snapshot.id)


def _another(world, kind, role):
    """One more contact of the kind, whom nobody has linked yet."""
    return world.model("res.partner", kind, role).create(_partner(world, kind, role))


def _link(world, kind, role):
    return {
        "partner_id": world.partner(kind, role).id,
        "type_id": world.env.ref("sunumarche_crm.link_type_partner").id,
        "other_partner_id": _another(world, kind, role).id,
    }


def _household(world, kind, role):
    return {"head_id": _another(world, kind, role).id}


def _household_member(world, kind, role):
    households = world.env["sunumarche.household"].sudo()
    return {
        "household_id": households.create(_household(world, kind, role)).id,
        "partner_id": _another(world, kind, role).id,
    }


def _document(world, kind, role):
    return {
        "name": "Contract",
        "type_id": world.env.ref("sunumarche_crm.document_type_contract").id,
        "partner_id": world.partner(kind, role).id,
    }


def _contact_point(world, kind, role):
    numbers = world.env["sunumarche.contact.point"].search_count([])
    partner = world.partner(kind, role)
    return {"value": f"+2217700{numbers:05d}", "partner_id": partner.id}


def _on_partner(world, kind, role):
    return {"res_id": world.partner(kind, role).id}


def _message(world, kind, role):
    return {
        **_on_partner(world, kind, role),
        "model": "res.partner",
        "body": "Called",
        "message_type": "comment",
    }


def _activity(world, kind, role):
    return {
        **_on_partner(world, kind, role),
        "res_model_id": world.env["ir.model"]._get_id("res.partner"),
        "summary": "Call",
        "user_id": world.env.user.id,
    }


def _attachment(world, kind, role):
    return {
        **_on_partner(world, kind, role),
        "res_model": "res.partner",
        "name": "contract.txt",
        "datas": "Y29uZmlkZW50aWFs",
    }


def _follower(world, kind, role):
    return {
        **_on_partner(world, kind, role),
        "res_model": "res.partner",
        "partner_id": world.partner(kind, role).id,
    }


def _make_as_root(name, create):
    """Made by the superuser: a message of another, not of who tries."""
    return lambda world, kind, role: world.env[name].create(create(world, kind, role))


SCOPED = {
    "res.partner": Values(_partner, {"comment": "changed"}),
    "crm.lead": Values(_lead, {"description": "changed"}),
    "sale.order": Values(_order, {"client_order_ref": "changed"}),
    "sale.order.line": Values(
        _order_line,
        {"name": "changed"},
        lambda world, kind, role: world.record("sale.order", kind, role).order_line[:1],
    ),
    "account.move": Values(_move, {"ref": "changed"}, _make_move),
    "account.move.line": Values(
        _move_line,
        {"name": "changed"},
        lambda world, kind, role: world.record(
            "account.move", kind, role
        ).invoice_line_ids[:1],
    ),
    "sunumarche.contact.link": Values(_link, {"comment": "changed"}),
    "sunumarche.contact.point": Values(_contact_point, {"value": "+221770000098"}),
    "sunumarche.customer.document": Values(_document, {"comment": "changed"}),
    "sunumarche.household": Values(_household, {"comment": "changed"}),
    "sunumarche.household.member": Values(
        _household_member, {"date_start": "2024-01-01"}
    ),
    "sunumarche.customer.indicator": Values(_figures, {"purchase_count": 99}),
    "sunumarche.customer.snapshot": Values(_snapshot, {"purchase_count": 99}),
    "sunumarche.customer.purchase": Values(
        _figures, {"amount": 99}, _find_customer_purchase
    ),
    "sunumarche.customer.value": Values(_figures, {"repeat_count": 99}),
    "sunumarche.purchase.history": Values(_purchase, {"amount": 99}),
    "sunumarche.rfm.history": Values(_class_period, {"date_to": "2100-01-01"}),
    "sunumarche.rhythm": Values(_figures, {"patience_days": 99}),
    "sunumarche.rfm.migration": Values(_figures, {"net_amount": 99}, _find_migration),
    "sunumarche.consent": Values(_consent, {"proof": "changed"}),
    "sunumarche.duplicate.member": Values(_duplicate, {"name": "changed"}),
    "sunumarche.segment.membership": Values(
        _membership, {"date_left": "2100-01-01 00:00:00"}
    ),
    "sunumarche.segment.migration": Values(
        _figures, {"net_amount_12m": 99}, _find_segment_migration
    ),
    "mail.message": Values(
        _message, {"subject": "changed"}, _make_as_root("mail.message", _message)
    ),
    "mail.activity": Values(
        _activity, {"summary": "changed"}, _make_as_root("mail.activity", _activity)
    ),
    "ir.attachment": Values(
        _attachment, {"name": "changed"}, _make_as_root("ir.attachment", _attachment)
    ),
    "mail.followers": Values(
        _follower,
        {"subtype_ids": [Command.clear()]},
        _make_as_root("mail.followers", _follower),
    ),
}
