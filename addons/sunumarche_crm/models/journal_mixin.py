from odoo import api, models


class JournalMixin(models.AbstractModel):
    """A model whose changes stand in the journal.

    Inherit it and say which fields are of which kind::

        class Consent(models.Model):
            _inherit = ["sunumarche.consent", "sunumarche.journal.mixin"]
            _name = "sunumarche.consent"
            _journal_life = True

            def _get_journal_fields(self):
                return super()._get_journal_fields() | {"state": "consent"}

    A write gives one row for each record, and kind, of which a value changed, by one
    INSERT for all. So do creation and deletion if ``_journal_life``. Computed stored
    fields count when the write changes what they depend on. The lines of a one2many
    journal themselves. What modules bring while they are installed or updated is
    left out; the registry says so, not the context, which a client may set.
    """

    _name = "sunumarche.journal.mixin"
    _description = "Journalled Model"

    _journal_life = False

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if self._journal_life and self.env.registry.ready:
            journalled = records._filter_journalled()
            values = journalled._get_journal_values(self._get_journal_fields())
            journalled._journal({}, values, self.env._("Created"))
        return records

    def write(self, vals):
        names = self._get_journal_touched(vals)
        journalled = self._filter_journalled() if names else self.browse()
        before = journalled._get_journal_values(names)
        result = super().write(vals)
        journalled._journal(before, journalled._get_journal_values(names))
        return result

    def unlink(self):
        if self._journal_life and self.env.registry.ready:
            journalled = self._filter_journalled()
            values = journalled._get_journal_values(self._get_journal_fields())
            journalled._journal(values, {}, self.env._("Deleted"))
        return super().unlink()

    def _get_journal_fields(self):
        """Return ``{field name: kind}``; extend it with ``super()``."""
        return {}

    def _filter_journalled(self):
        """Return those of these records whose changes are of interest now."""
        return self

    def _get_journal_name(self):
        """Return the name by which the journal calls this record."""
        return self.display_name

    def _get_journal_page(self):
        """Return the record to open in place of this one: what it is a line of."""
        return self

    def _get_journal_touched(self, vals):
        """Return the journalled fields that writing ``vals`` may change."""
        if not self.env.registry.ready:
            return []
        depends = self.env.registry.field_depends
        return [
            name
            for name in self._get_journal_fields()
            if name in vals
            or any(path.split(".")[0] in vals for path in depends[self._fields[name]])
        ]

    def _get_journal_values(self, names):
        """Return ``{record id: {field name: value}}``, relations as ids."""
        if not names:
            return {}
        # sudo: the trace is whole whatever fields its author may read
        records = self.sudo().with_context(active_test=False)
        return {
            record.id: {
                name: tuple(record[name].ids)
                if self._fields[name].relational
                else record[name]
                for name in names
            }
            for record in records
        }

    def _journal(self, before, after, summary=None):
        """Insert the rows of what differs; ``summary``: also when nothing does."""
        fields_by_kind = {}
        for name, kind in self._get_journal_fields().items():
            fields_by_kind.setdefault(kind, []).append(name)
        related = self._get_journal_related(before, after)
        for kind, names in fields_by_kind.items():
            events = []
            # sudo: the names of records that the author may not read
            for record in self.sudo():
                change = record._get_journal_change(
                    names, before.get(record.id), after.get(record.id), related
                )
                if summary or any(change):
                    events.append(record._prepare_journal_event(*change, summary))
            self.env["sunumarche.journal"]._record(kind, events)

    def _get_journal_related(self, before, after):
        """Return ``{comodel: {id: display name}}`` of the related records that differ.

        Two queries at most a comodel, however many records changed.
        """
        ids_by_model = {}
        for record_id in before | after:
            old, new = before.get(record_id, {}), after.get(record_id, {})
            for name in old | new:
                field = self._fields[name]
                if field.relational:
                    ids = set(old.get(name, ())) ^ set(new.get(name, ()))
                    ids_by_model.setdefault(field.comodel_name, set()).update(ids)
        return {
            model: {
                record.id: record.display_name
                # sudo: the names of records that the author may not read
                for record in self.env[model].sudo().browse(sorted(ids)).exists()
            }
            for model, ids in ids_by_model.items()
        }

    def _get_journal_change(self, names, old, new, related):
        """Return what ``names`` were and are: two dicts of those that differ.

        ``old`` or ``new`` is None for a record that is created or deleted.
        """
        before, after = {}, {}
        for name in names:
            field = self._fields[name]
            for values, others, result in ((old, new, before), (new, old, after)):
                if values is None or name not in values:
                    continue
                value = values[name]
                if value == others[name] if others is not None else not value:
                    continue
                if field.relational:
                    others_ids = others[name] if others is not None else ()
                    value = self._get_journal_items(
                        field, value, others_ids, related[field.comodel_name]
                    )
                if value or field.type not in ("many2many", "one2many"):
                    result[name] = value
        return before, after

    def _get_journal_items(self, field, ids, other_ids, display_names):
        items = [
            display_names[related_id]
            for related_id in ids
            if related_id not in other_ids and related_id in display_names
        ]
        if field.type == "many2one":
            return items[0] if items else False
        return items

    def _prepare_journal_event(self, before, after, summary):
        names = before | after
        if not summary:
            labels = [
                self._fields[name]._description_string(self.env) for name in names
            ]
            summary = ", ".join(labels)
        return {
            "model": self._name,
            "res_id": self.id,
            "record_name": self._get_journal_name(),
            "summary": summary,
            "before": before,
            "after": after,
            "company_id": self._get_journal_company(names).id,
        }

    def _get_journal_company(self, names):
        """Return the record's company, or the one that a value of ``names`` is for."""
        if "company_id" in self._fields and self.company_id:
            return self.company_id
        contexts = self.env.registry.field_depends_context
        if any("company" in contexts[self._fields[name]] for name in names):
            return self.env.company
        return self.env["res.company"]
