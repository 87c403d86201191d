from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.sunumarche_query.engine.plain_domain import to_plain


class Question(models.Model):
    """What the CRM does with an answer: mailings, mailing lists, the journal."""

    _inherit = "sunumarche.question"

    def _get_uses(self):
        uses = super()._get_uses()
        model_name = self.object_id.model
        segments = self.env["sunumarche.segment"]
        if model_name == "res.partner" and segments.has_access("create"):
            uses.append(
                {
                    "name": self.env._("Make a segment"),
                    "icon": "fa-pie-chart",
                    "method": "action_make_segment",
                }
            )
        if not model_name or not self.env["mailing.mailing"].has_access("create"):
            return uses
        if self._is_mailable():
            uses.append(
                {
                    "name": self.env._("Send them a mailing"),
                    "icon": "fa-envelope-o",
                    "method": "action_make_mailing",
                }
            )
        if self._get_partner_field():
            uses.append(
                {
                    "name": self.env._("Make a mailing list"),
                    "icon": "fa-users",
                    "method": "action_make_mailing_list",
                }
            )
        return uses

    def _is_mailable(self):
        model = self.env[self.object_id.model]
        return getattr(model, "_mailing_enabled", False)

    def _get_partner_field(self):
        """The field that leads from a record of the answer to its contact."""
        model = self.env[self.object_id.model]
        if model._name == "res.partner":
            return "id"
        field = model._fields.get("partner_id")
        return field and field.comodel_name == "res.partner" and "partner_id"

    def action_make_segment(self):
        """Make a segment with the same conditions, and open it."""
        self.env["sunumarche.segment"].check_access("create")
        self.ensure_one()
        if self.object_id.model != "res.partner":
            raise UserError(
                self.env._("A segment holds customers, not %s.", self.object_id.name)
            )
        segment = self.env["sunumarche.segment"].create(
            {"name": self.name, "definition": self.definition}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": segment._name,
            "res_id": segment.id,
            "views": [(False, "form")],
        }

    def action_make_mailing(self):
        """Make a mailing to the records of the answer, and open it.

        It is sent to whoever meets the conditions on the day it goes out, where a
        domain without dates relative to today can say them; else to the records of
        today.
        """
        self.env["mailing.mailing"].check_access("create")
        records = self._find_records()
        if not self._is_mailable():
            raise UserError(
                self.env._("A mailing cannot be sent to %s.", self.object_id.name)
            )
        domain = to_plain(self._get_domain())
        if domain is None or has_relative_date(self.definition):
            domain = [("id", "in", records.ids)]
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": self.name,
                "mailing_model_id": self.env["ir.model"]._get_id(records._name),
                "mailing_domain": repr(domain),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": mailing._name,
            "res_id": mailing.id,
            "views": [(False, "form")],
        }

    def action_make_mailing_list(self):
        """Make a mailing list of the contacts of the answer who have an address."""
        self.env["mailing.list"].check_access("create")
        partners = self._find_partners()
        people = {
            partner.email_normalized: partner.name or partner.email_normalized
            for partner in partners
            if partner.email_normalized and not partner.is_blacklisted
        }
        if not people:
            raise UserError(self.env._("Nobody in the answer has an e-mail address."))
        contacts = self.env["mailing.contact"]
        known = contacts.search([("email_normalized", "in", list(people))])
        for contact in known:
            people.pop(contact.email_normalized, None)
        made = contacts.create(
            [{"name": name, "email": email} for email, name in people.items()]
        )
        mailing_list = self.env["mailing.list"].create(
            {"name": self.name, "contact_ids": [Command.set((known + made).ids)]}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": mailing_list._name,
            "res_id": mailing_list.id,
            "views": [(False, "form")],
        }

    def _find_partners(self):
        """The contacts of the answer's records that the user may read."""
        records = self._find_records()
        name = self._get_partner_field()
        if not name:
            raise UserError(self.env._("%s lead to no contact.", self.object_id.name))
        partners = records if name == "id" else records.mapped(name)
        return partners._filtered_access("read")

    def _journal_answer_export(self, model_name, table, refusal=None):
        """Keep in the journal who took an answer as a file, or tried to."""
        result = super()._journal_answer_export(model_name, table, refusal)
        records = self.env[model_name].browse(table.ids if table else [])
        names = [header.label for header in table.headers] if table else []
        records._journal_export(names, refusal)
        return result


def has_relative_date(part):
    """Whether a question's JSON, or a part of it, says something else another day."""
    if isinstance(part, list):
        return any(map(has_relative_date, part))
    if not isinstance(part, dict):
        return False
    if part.get("kind", "dates") != "dates":
        return True
    return any(map(has_relative_date, part.values()))
