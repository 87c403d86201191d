from odoo import api, fields, models
from odoo.tools import SQL


class NameVariant(models.Model):
    """A short or other form of a first name: Fatou is written for Fatoumata.

    Whoever bears one of them is compared as if he bore the usual one. One that stands
    for no name is a title, as El Hadji: it is left out before a first name.
    """

    _name = "sunumarche.name.variant"
    _description = "Variant of a First Name"
    _order = "usual, name"

    name = fields.Char(
        string="Variant",
        required=True,
        help="In small letters, without accents: fatou.",
    )
    usual = fields.Char(
        string="Usual Name",
        help="The form for which it stands, in small letters, without accents. Empty: a"
        " title, as El Hadji, which is left out.",
    )

    _name_uniq = models.Constraint("UNIQUE (name)", "This variant exists already.")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._prepare_plain(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._prepare_plain(vals))

    @api.model
    def _prepare_plain(self, vals):
        """Return the values as profiles hold names: without accents and capitals."""
        texts = {name: vals[name] for name in ("name", "usual") if vals.get(name)}
        if not texts:
            return vals
        [row] = self.env.execute_query(
            SQL(
                "SELECT %s",
                SQL(", ").join(
                    SQL("sunumarche_plain_text(%s)", text) for text in texts.values()
                ),
            )
        )
        return {**vals, **dict(zip(texts, row, strict=True))}
