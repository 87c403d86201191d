from odoo import api, models


class Base(models.AbstractModel):
    """Marks the contacts whose segments a change may touch.

    Which changes these are, ``sunumarche.segment._get_watched`` knows; a model that no
    segment speaks of costs one look into a cache.
    """

    _inherit = "base"

    def _get_segment_watch(self):
        """Field -> paths to the contacts, for the fields that segments speak of."""
        ours = self._name.startswith("sunumarche.segment")
        if ours or self._transient or not self.env.registry.ready:
            return {}
        return self.env["sunumarche.segment"]._get_watched().get(self._name, {})

    def _mark_segments(self, paths):
        if paths and self.ids:
            self.env["sunumarche.segment.queue"]._mark_through(self, paths)

    @api.model
    def _create(self, data_list):
        records = super()._create(data_list)
        if watched := self._get_segment_watch():
            records._mark_segments(set().union(*watched.values()))
        return records

    def _write_multi(self, vals_list):
        """Mark whom the columns written concern, before and after the change."""
        watched = self._get_segment_watch()
        names = watched.keys() & set().union(*vals_list) if watched else ()
        if not names:
            return super()._write_multi(vals_list)
        paths = set().union(*(watched[name] for name in names))
        self._mark_segments({path for path in paths if path and path[0] in names})
        result = super()._write_multi(vals_list)
        self._mark_segments(paths)
        return result

    def write(self, vals):
        """Mark whom many2many fields concern, which have no column."""
        result = super().write(vals)
        if watched := self._get_segment_watch():
            self._mark_segments(
                set().union(
                    *(
                        watched[name]
                        for name in watched.keys() & vals.keys()
                        if self._fields[name].type == "many2many"
                    )
                )
            )
        return result

    def unlink(self):
        if watched := self._get_segment_watch():
            paths = set().union(*watched.values())
            self._mark_segments({path for path in paths if path})
        return super().unlink()
