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


def _fit(world, kind, role):
    return {
        "company_id": world.company.id,
        "date": "2024-01-15",
        "method": "simple",
    }


def _pair(world, kind, role):
    """Of a product of its own: a pair stands once."""
    return {
        "company_id": world.company.id,
        "product_id": world.product.id,
        "suggested_product_id": world.product.create({"name": unique()}).id,
    }


def _season(world, kind, role):
    return {"name": unique(), "date_from": "2024-06-10", "date_to": "2024-06-20"}


def _segment(world, kind, role):
    return {"name": unique("Segment"), "kind": "list", "company_id": world.company.id}


def _segment_line(world, kind, role):
    segment = world.record("sunumarche.segment", kind, role)
    component = world.env["sunumarche.segment"].create(_segment(world, kind, role))
    return {"segment_id": segment.id, "component_id": component.id}


def _find_growth(world, kind, role):
    membership = world.record("sunumarche.segment.membership", "own", "salesperson")
    membership.flush_recordset()
    return world.env["sunumarche.segment.growth"].search(
        [("segment_id", "=", membership.segment_id.id)], limit=1
    )


def _rfm_simulation(world, kind, role):
    return {"policy_id": _find_policy(world, kind, role).id}


def _rfm_simulation_move(world, kind, role):
    simulation = world.record("sunumarche.rfm.simulation", kind, role)
    return {"simulation_id": simulation.id, "customer_count": 1}


def _duplicate_group(world, kind, role):
    return {"name": unique("Group"), "level": "propose", "chance": 90.0}


def _duplicate_pair(world, kind, role):
    group = world.env["sunumarche.duplicate.group"].create(
        _duplicate_group(world, kind, role)
    )
    return {"group_id": group.id, "one_key": 4, "other_key": 8, "levels": [None] * 7}


def _two_contacts(world):
    return world.env["res.partner"].create([{"name": unique()} for _number in "12"])


def _merge(world, kind, role):
    return {
        "date": "2024-01-15 08:00:00",
        "survivor_id": _two_contacts(world)[0].id,
        "undo_until": "2024-04-15 08:00:00",
    }


def _merge_move(world, kind, role):
    merge = world.record("sunumarche.merge", kind, role)
    return {"merge_id": merge.id, "operation": "moved", "table_name": "crm_lead"}


def _linkage_weight(world, kind, role):
    linkage = world.env["sunumarche.linkage"]._get_current()
    return {"linkage_id": linkage.id, "criterion": "tax", "level": 0}


def _merge_wizard(world, kind, role):
    partners = _two_contacts(world)
    return {
        "partner_ids": [Command.set(partners.ids)],
        "survivor_id": partners[0].id,
    }


def _merge_wizard_line(world, kind, role):
    wizard = world.record("sunumarche.merge.wizard", kind, role)
    return {
        "wizard_id": wizard.id,
        "field_name": "city",
        "source_id": wizard.survivor_id.id,
    }


def _simulation(world, kind, role):
    return {"segment_id": world.record("sunumarche.segment", kind, role).id}


def _of_simulation(**values):
    def prepare(world, kind, role):
        simulation = world.record("sunumarche.segment.simulation", kind, role)
        return {"simulation_id": simulation.id, **values}

    return prepare


def _simulation_step(world, kind, role):
    segment = world.record("sunumarche.segment", kind, role)
    return {**_of_simulation()(world, kind, role), "component_id": segment.id}


def _migration_question(world, kind, role):
    return {"axis_id": world.record("sunumarche.segment.axis", kind, role).id}


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


def _question_owner(world, kind, role):
    return world.users["stranger" if kind == "colleague" else role].id


def _question_object(world, kind, role):
    return {
        "name": unique(),
        "noun": unique("things"),
        "code": unique("code"),
        "model_id": world.env["ir.model"]._get_id("res.country"),
    }


def _question_field(world, kind, role):
    values = _question_object(world, kind, role)
    target = world.env["sunumarche.question.object"].create(values)
    field = world.env["ir.model.fields"]._get("res.country", "name")
    return {"object_id": target.id, "field_id": field.id}


def _question(world, kind, role):
    opened = _question_field(world, kind, role)
    target = world.env["sunumarche.question.object"].browse(opened["object_id"])
    return {
        "name": unique(),
        "definition": {"version": 1, "object": target.code, "where": None},
        "user_id": _question_owner(world, kind, role),
    }


def _of_question(world, kind, role):
    """What belongs to a person and a question: a place on a dashboard, an e-mail."""
    values = _question(world, kind, role)
    question = world.env["sunumarche.question"].create(values)
    return {"question_id": question.id, "user_id": values["user_id"]}


def _letter_print(world, kind, role):
    letter = world.env["sunumarche.letter.template"].create(
        {"name": unique(), "body": "<p>x</p>"}
    )
    return {"template_id": letter.id, "partner_ids": [Command.set([])]}


def _consent_rule(world, kind, role):
    """Of a case that lost its rule."""
    case = {"channel": "post", "purpose": "service", "kind": "prospect"}
    policies = world.env["sunumarche.consent.policy"]
    policies.search([(name, "=", value) for name, value in case.items()]).unlink()
    return {**case, "rule": "prior"}


def _find_consent_rule(world, kind, role):
    return world.env.ref("sunumarche_crm.consent_policy_loyalty_sms_customer")


def _contact(world, kind, role):
    return {"contact_id": world.users[role].partner_id.id if role in world.users else 1}


def _said(world, kind, role):
    if role not in world.users or world.users[role].share:
        return {**_contact(world, kind, role), "proof": "Form 12"}
    return {"contact_id": world.partner("own", role).id, "proof": "Form 12"}


def _asked(world, kind, role):
    return {**_contact(world, kind, role), "request": "Letter"}


def _forecast(world, kind, role):
    return {"mailing_id": world.record("mailing.mailing", kind, role).id}


def _forecast_line(world, kind, role):
    forecast = world.record("sunumarche.mailing.forecast", kind, role)
    return {"forecast_id": forecast.id}


def _file_section(world, kind, role):
    return {"file_id": world.record("sunumarche.person.file", kind, role).id}


def _choice(world, kind, role):
    lead = world.record("crm.lead", "own", "salesperson")
    return {"model": "crm.lead", "res_id": lead.id}


UNSCOPED = {
    "sunumarche.agency": Values(_agency, {"name": "changed"}),
    "sunumarche.backup.run": Values(
        lambda world, kind, role: {
            "date_start": "2026-03-10 03:00:00",
            "date_end": "2026-03-10 03:01:00",
            "result": "done",
        },
        {"result": "failed"},
    ),
    "sunumarche.customer.indicator.queue": Values(_mark, {"company_id": 1}),
    "sunumarche.cross.sell": Values(_pair, {"basket_count": 99}),
    "sunumarche.customer.value.fit": Values(_fit, {"customer_count": 99}),
    "sunumarche.department": Values(_department, {"name": "changed"}),
    "sunumarche.common.key.choice": Values(_choice, {"record_name": "changed"}),
    "sunumarche.consent.policy": Values(
        _consent_rule, {"rule": "prior"}, _find_consent_rule
    ),
    "sunumarche.consent.wizard": Values(_said, {"proof": "changed"}),
    "sunumarche.mailing.forecast": Values(_forecast, {"receive_count": 99}),
    "sunumarche.mailing.forecast.line": Values(_forecast_line, {"record_count": 99}),
    "sunumarche.person.erasure": Values(_asked, {"request": "changed"}),
    "sunumarche.person.file": Values(_asked, {"request": "changed"}),
    "sunumarche.person.file.section": Values(_file_section, {"record_count": 99}),
    "sunumarche.email.domain": Values(
        lambda world, kind, role: {
            "name": f"{unique('host').replace(' ', '')}.example.com"
        },
        {"ignores_dots": True},
    ),
    "sunumarche.home.tile": Values(_tile, {"tone": "danger"}),
    "sunumarche.journal": Values(_event, {"record_name": "changed"}, _find_event),
    "sunumarche.letter.print": Values(_letter_print, {"date": "2024-06-01"}),
    "sunumarche.letter.template": Values(
        _named(body="<p>x</p>"), {"subject": "changed"}
    ),
    "sunumarche.preparation.line": Values(
        _preparation_line, {"quantity_ordered": 99}, _find_preparation_line
    ),
    "sunumarche.profession": Values(_named(), {"name": "changed"}),
    "sunumarche.purchase.import": Values(_import, {"atomicity": "line"}),
    "sunumarche.purchase.source": Values(_named(), {"name": "changed"}),
    "sunumarche.duplicate.exception": Values(
        lambda world, kind, role: {
            "one_key": int(unique("").strip()) * 4,
            "other_key": int(unique("").strip()) * 4,
        },
        {"one_key": 4},
    ),
    "sunumarche.duplicate.group": Values(_duplicate_group, {"name": "changed"}),
    "sunumarche.duplicate.pair": Values(_duplicate_pair, {"score": 99.0}),
    "sunumarche.linkage": Values(
        lambda world, kind, role: {"parameters": {}}, {"warn_chance": 19.0}
    ),
    "sunumarche.linkage.weight": Values(_linkage_weight, {"adjustment": 1.0}),
    "sunumarche.merge": Values(_merge, {"kept": "changed"}),
    "sunumarche.merge.move": Values(_merge_move, {"new_id": 9}),
    "sunumarche.merge.wizard": Values(_merge_wizard, {"group_id": False}),
    "sunumarche.merge.wizard.line": Values(_merge_wizard_line, {"label": "changed"}),
    "sunumarche.name.variant": Values(
        lambda world, kind, role: {"name": unique(), "usual": "awa"},
        {"usual": "changed"},
    ),
    "sunumarche.question": Values(_question, {"name": "changed"}),
    "sunumarche.question.field": Values(_question_field, {"phrase": "changed"}),
    "sunumarche.question.object": Values(_question_object, {"name": "changed"}),
    "sunumarche.question.pin": Values(_of_question, {"sequence": 99}),
    "sunumarche.question.schedule": Values(_of_question, {"hour": 9}),
    "sunumarche.question.template": Values(_named(), {"title": "changed"}),
    "sunumarche.rfm.class": Values(_named(), {"meaning": "changed"}),
    "sunumarche.rfm.migration.wizard": Values(
        lambda world, kind, role: {"month_from": "2024-01-01"},
        {"month_to": "2024-06-01"},
    ),
    "sunumarche.rfm.policy": Values(_policy, {"window_months": 24}, _find_policy),
    "sunumarche.rfm.rule": Values(_rule, {"sequence": 99}),
    "sunumarche.season": Values(_season, {"name": "changed"}),
    "sunumarche.segment": Values(_segment, {"description": "changed"}),
    "sunumarche.segment.axis": Values(
        lambda world, kind, role: {"name": unique(), "company_id": world.company.id},
        {"description": "changed"},
    ),
    "sunumarche.segment.growth": Values(
        lambda world, kind, role: {"month": "2024-01-01"},
        {"member_count": 99},
        _find_growth,
    ),
    "sunumarche.segment.line": Values(_segment_line, {"sequence": 99}),
    "sunumarche.segment.migration.wizard": Values(
        _migration_question, {"day_from": "2024-06-01"}
    ),
    "sunumarche.segment.queue": Values(
        lambda world, kind, role: {
            "partner_id": world.record("res.partner", "own", "salesperson").id
        },
        {"partner_id": 1},
    ),
    "sunumarche.rfm.simulation": Values(_rfm_simulation, {"window_months": 24}),
    "sunumarche.rfm.simulation.move": Values(
        _rfm_simulation_move, {"customer_count": 99}
    ),
    "sunumarche.segment.simulation": Values(_simulation, {"sequence": 99}),
    "sunumarche.segment.simulation.move": Values(
        _of_simulation(customer_count=1), {"customer_count": 99}
    ),
    "sunumarche.segment.simulation.step": Values(_simulation_step, {"sequence": 99}),
    "sunumarche.contact.link.type": Values(_named(), {"sequence": 99}),
    "sunumarche.contact.role": Values(_named(), {"sequence": 99}),
    "sunumarche.customer.document.type": Values(_named(), {"sequence": 99}),
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
