from odoo import models

from ..engine.profile_source import KIND_COLUMNS, MODEL_KINDS


class ProfiledMixin(models.AbstractModel):
    """A model whose records are persons, to be compared with each other.

    What is written to a column by which a person is recognised, by the user or by a
    computation, marks the record; its profile follows at the end of the transaction,
    for all marked records by one statement.
    """

    _name = "sunumarche.profiled.mixin"
    _description = "Compared with Others"

    def _create(self, data_list):
        records = super()._create(data_list)
        records._mark_profiles()
        return records

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        columns = KIND_COLUMNS[MODEL_KINDS[self._name]]
        if any(not columns.isdisjoint(vals) for vals in vals_list):
            self._mark_profiles()
        return result

    def unlink(self):
        self._mark_profiles()
        return super().unlink()

    def _mark_profiles(self):
        self.env["sunumarche.duplicate.profile"]._mark(self._name, self.ids)
