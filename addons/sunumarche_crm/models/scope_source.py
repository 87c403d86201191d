from odoo import api, models


class ScopeSource(models.AbstractModel):
    """A model on which it depends who sees what.

    Odoo keeps evaluated record rules in a cache: a new, changed or deleted record of
    such a model empties it, in all workers.
    """

    _name = "sunumarche.scope.source"
    _description = "Source of Customer Scopes"

    def _get_scope_fields(self):
        """Return the names of the fields that matter; every field by default."""
        return set(self._fields)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        result = super().write(vals)
        if self._get_scope_fields() & vals.keys():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
