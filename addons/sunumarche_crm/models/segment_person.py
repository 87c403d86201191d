from odoo import Command, models


class Segment(models.Model):
    """A segment whose customers somebody chose by hand.

    It is not shown to a person: it names its other customers, and that he is in it
    stands in his memberships.
    """

    _name = "sunumarche.segment"
    _inherit = ["sunumarche.segment", "sunumarche.customer.record"]
    _customer_fields = ("partner_ids",)
    _customer_scope = None
    _customer_is_shown = False

    def _erase_person(self, person):
        """Take him off the lists made by hand."""
        gone = [Command.unlink(partner_id) for partner_id in person.partners.ids]
        self.write({"partner_ids": gone})
