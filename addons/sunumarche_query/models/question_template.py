from odoo import fields, models


class QuestionTemplate(models.Model):
    """How answers are printed: one record per layout that the company uses."""

    _name = "sunumarche.question.template"
    _description = "Layout of Printed Answers"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    title = fields.Char(
        translate=True, help="Printed above the question's name, as in “Sales review”."
    )
    introduction = fields.Html(
        translate=True, help="Printed before the answer, for instance whom it is for."
    )
    show_logo = fields.Boolean(
        string="Company's Letterhead",
        default=True,
        help="Prints the company's logo and address.",
    )
    is_landscape = fields.Boolean(string="Landscape")
    show_sentence = fields.Boolean(
        string="Conditions in Words",
        default=True,
        help="Prints the sentence that says what was asked.",
    )
    show_chart = fields.Boolean(
        string="Chart", default=True, help="Prints the chart of a grouped answer."
    )
    show_table = fields.Boolean(string="Table", default=True)
    show_totals = fields.Boolean(string="Totals", default=True)
    row_limit = fields.Integer(
        string="Rows at Most",
        default=500,
        required=True,
        help="A longer table is cut, and the print says so.",
    )

    _row_limit_range = models.Constraint(
        "CHECK (row_limit BETWEEN 1 AND 5000)", "Print between 1 and 5,000 rows."
    )
