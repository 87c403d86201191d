from odoo import api, models, tools
from odoo.exceptions import AccessError, UserError

from ..engine.named_records import NamedRecords, find_naming_fields

PREFIX = "default_"
# Who made and changed a record is written by core itself.
IGNORED = {"create_uid", "write_uid"}


class Base(models.AbstractModel):
    """What every model owes: naming a record is reading it, and exports are kept.

    A document copies what the card that it names says, a form shows the name of
    whatever number it is sent, and a link carries a record to where its author may
    not write. So whoever names a record has to be able to read it, by whatever way:
    ``create``, ``write``, ``onchange``, defaults of the context, lines, references.
    Code that has to name more does so as superuser, and says why.
    """

    _inherit = "base"

    # Whether the lines of a new record are looked at with it; others ask themselves.
    _checks_created_lines = False

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._check_naming(
                [*vals_list, self._get_context_values()],
                nested=self._checks_created_lines,
            )
        return super().create(vals_list)

    def _prepare_create_values(self, vals_list):
        """Complete the values; what a default names is looked at as well."""
        if self.env.su:
            return super()._prepare_create_values(vals_list)
        given = [vals.keys() | IGNORED for vals in vals_list]
        result = super()._prepare_create_values(vals_list)
        self._check_naming(
            [
                self._get_default_names(vals, known)
                for vals, known in zip(result, given, strict=True)
            ]
        )
        return result

    def _get_default_names(self, vals, known):
        """Return what defaults have put into the values of a new record."""
        computed = {field.name for field in vals.get("__precomputed__", ())}
        names = (vals.keys() & self._get_naming_fields().keys()) - known - computed
        return {name: vals[name] for name in names}

    def write(self, vals):
        """Write, and look at the rules again where a link was written.

        Core asks whether one may change the records as they were; a link may have
        carried them to a document that one may not change.
        """
        names = vals.keys() & self._get_naming_fields().keys()
        if self.env.su or not names:
            return super().write(vals)
        self._check_naming([vals])
        result = super().write(vals)
        if any(self._is_carried_by(self._fields[name]) for name in names):
            self.exists().check_access("write")
        return result

    @api.model
    def _is_carried_by(self, field):
        """Tell whether a link takes a record to another document or customer.

        Who hands a customer over to a colleague, a team or an agency may lose him, as
        who keeps a conversation for a group that he is not in.
        """
        if field.type == "many2one":
            return field.comodel_name not in self._get_keepers()
        return field.type not in ("one2many", "many2many", "properties")

    @api.model
    def _get_keepers(self):
        """Return the models of those who look after records."""
        return {
            "res.users",
            "res.groups",
            "crm.team",
            "sunumarche.agency",
            "sunumarche.territory",
        }

    def onchange(self, values, field_names, fields_spec):
        """Answer a form; what it names, or its defaults do, is looked at before."""
        if not self.env.su:
            self.env.flush_all()
            if not field_names:
                missing = [name for name in fields_spec if name not in values]
                values = {**values, **self._get_defaults(missing)}
            self._check_naming([values], nested=True)
        return super().onchange(values, field_names, fields_spec)

    def _get_defaults(self, names):
        return {
            name: value
            for name, value in self.default_get(names).items()
            if name in names
        }

    @api.model
    def default_get(self, fields):
        if not self.env.su and (values := self._get_context_values()):
            self._check_naming([values], nested=True)
        return super().default_get(fields)

    @api.model
    def _get_context_values(self):
        """Return the values that the context gives as defaults."""
        return {
            key.removeprefix(PREFIX): value
            for key, value in self.env.context.items()
            if key.startswith(PREFIX)
        }

    @api.model
    @tools.ormcache()
    def _get_naming_fields(self):
        """Return ``{field: kind}`` of the fields in which values name records."""
        return find_naming_fields(self)

    def _check_naming(self, vals_list, nested=False):
        """Refuse values that name a record which the user may not read.

        :raise AccessError: without a name, and the same for what does not exist
        """
        if self.env.su:
            return
        names = NamedRecords(self, nested=nested)
        for vals in vals_list:
            names.collect(vals)
        hidden = names.find_hidden()
        if not hidden:
            return
        for records, _field in hidden:
            records.invalidate_recordset()
        _records, field = hidden[0]
        raise AccessError(
            self.env._(
                "%s: there is no such record, or your role does not show it to you. "
                "Choose another one, or ask your CRM administrator.",
                field.get_description(self.env, ["string"])["string"],
            )
        )

    def export_data(self, fields_to_export):
        """Export, and keep in the journal who took what, or tried to."""
        try:
            result = super().export_data(fields_to_export)
        except UserError as refusal:
            self._journal_export(fields_to_export, refusal)
            raise
        if self:
            self._journal_export(fields_to_export)
        return result

    def _journal_export(self, field_names, refusal=None):
        """Keep an export; a refused one, or a reader's, on a cursor of its own."""
        journal = self.env["sunumarche.journal"]
        if refusal:
            summary = self.env._("Export refused, records: %s", len(self))
        else:
            summary = self.env._("Records exported: %s", len(self))
        event = {
            "model": self._name,
            "summary": summary,
            "after": {"fields": list(field_names), "count": len(self)},
            "company_id": self.env.company.id,
        }
        if refusal or self.env.cr.readonly:
            with journal._apart() as apart:
                apart._record("export", [event])
        else:
            journal._record("export", [event])
