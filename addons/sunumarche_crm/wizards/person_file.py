import base64
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.person_records import PersonRecords

GROUP = "sunumarche_crm.group_personal_data"


class PersonFile(models.TransientModel):
    """What is held on a person, put together once to answer the person's request."""

    _name = "sunumarche.person.file"
    _description = "Everything Held on a Person"

    contact_id = fields.Many2one("res.partner", required=True, readonly=True)
    request = fields.Text(
        help="Who asked, when and how, and how you know that it is this person.",
    )
    content = fields.Json(readonly=True)
    section_ids = fields.One2many(
        "sunumarche.person.file.section", "file_id", readonly=True
    )
    json_file = fields.Binary(readonly=True, attachment=False)
    json_name = fields.Char(readonly=True)

    @api.model
    def _check_allowed(self, partner):
        """Whoever answers has the group, and reaches the contact himself."""
        if not self.env.user.has_group(GROUP):
            raise AccessError(
                self.env._("Only those in charge of personal data may do this.")
            )
        partner.check_access("read")

    def action_collect(self):
        """Put together what is held, and journal that it was."""
        self.ensure_one()
        self._check_allowed(self.contact_id)
        if not self.request:
            raise UserError(self.env._("Say who asked, and how you know who it is."))
        content = {
            "person": self.contact_id.display_name,
            "date": fields.Datetime.to_string(fields.Datetime.now()),
            "sections": list(PersonRecords(self.contact_id).describe()),
        }
        text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
        self.section_ids.unlink()
        self.write(
            {
                "content": json.loads(text),
                "json_file": base64.b64encode(text.encode()),
                "json_name": f"person-{self.contact_id.id}.json",
                "section_ids": [
                    fields.Command.create(
                        {"name": one["name"], "record_count": len(one["records"])}
                    )
                    for one in content["sections"]
                ],
            }
        )
        self._journal()
        return self._reopen()

    def _journal(self):
        self.env["sunumarche.journal"]._record(
            "personal_data",
            [
                {
                    "model": "res.partner",
                    "res_id": self.contact_id.id,
                    "record_name": self.contact_id.display_name,
                    "summary": self.env._("Everything held on a person was handed out"),
                    "after": {"request": self.request},
                    "company_id": self.contact_id.company_id.id,
                }
            ],
        )

    def action_print(self):
        """Print the document to hand to the person."""
        self.ensure_one()
        self._check_allowed(self.contact_id)
        return self.env.ref("sunumarche_crm.person_file_report").report_action(self)

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Everything held on this person"),
        }
