from odoo import fields, models


class CustomerDocumentType(models.Model):
    """A kind of document that customers' files hold: contract, trade register..."""

    _name = "sunumarche.customer.document.type"
    _description = "Type of Customer Document"
    _order = "sequence, id"

    name = fields.Char(string="Type", required=True, translate=True)
    sequence = fields.Integer(default=10)
    reminder_days = fields.Integer(
        string="Remind before (Days)",
        default=30,
        help="So many days before a document expires, an activity is planned for the "
        "salesperson of the customer.",
    )
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex(
        "((name->>'en_US'))", "A type with this name already exists."
    )
    _reminder_positive = models.Constraint(
        "CHECK (reminder_days >= 0)", "The number of days cannot be negative."
    )
