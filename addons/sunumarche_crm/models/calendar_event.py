from odoo import Command, models


class CalendarEvent(models.Model):
    """Meetings lose the person; those with nobody else lose what was said of them."""

    _name = "calendar.event"
    _inherit = ["calendar.event", "sunumarche.customer.record"]
    _customer_fields = ("partner_ids",)
    _customer_scope = None

    def _erase_person(self, person):
        meetings = self.with_context(dont_notify=True)
        for meeting in meetings:
            values = {
                "partner_ids": [Command.unlink(id_) for id_ in person.partners.ids]
            }
            others = meeting.partner_ids - person.partners
            if not others.filtered("partner_share"):
                name = self.env._("Meeting with an erased person")
                values |= {"name": name, "description": False, "location": False}
            meeting.write(values)
