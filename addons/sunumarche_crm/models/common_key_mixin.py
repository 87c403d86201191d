from itertools import islice

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from ..engine.email_key import get_email_key
from ..engine.phone_number import read_phone, show_phone
from ..engine.written_values import read_written

IMPORT_BATCH = 500
SHOWN = 5


class CommonKeyMixin(models.AbstractModel):
    """A model whose records are persons, to be known by e-mail address or number.

    Say which columns hold the keys, each with an index, and which one the customer::

        def _get_common_key_fields(self):
            return {"email": ["email_key"], "phone": ["phone_sanitized"]}

    The form shows ``known_notice`` when others have the same key, an import says so.
    """

    _name = "sunumarche.common.key.mixin"
    _description = "Known by a Common Key"

    email_key = fields.Char(
        string="E-mail Key",
        compute="_compute_email_key",
        compute_sudo=True,
        store=True,
        index="btree_not_null",
        copy=False,
        help="The address by which this person is recognised.",
    )
    known_notice = fields.Html(
        string="Already Known",
        compute="_compute_known",
        sanitize=False,
        groups="base.group_user",
    )
    known_customer_ids = fields.Many2many(
        "res.partner",
        string="Customers Who Are Known",
        compute="_compute_known",
        groups="base.group_user",
    )

    @api.model
    def _get_common_key_fields(self):
        """Return ``{"email": [columns], "phone": [columns]}``; phones are E.164."""
        return {"email": ["email_key"]}

    @api.model
    def _sql_further_keys(self, record, keys):
        """Return the SQL of keys kept in another table: a condition, and an array.

        :param record: the SQL of the record's id
        :param keys: ``{"email": keys, "phone": keys}`` that are looked for
        """
        return SQL("FALSE"), SQL("ARRAY[]::text[]")

    @api.model
    def _get_common_key_customer(self):
        """Return the column of the customer whose record it is."""
        return "partner_id"

    @api.model
    def _get_common_key_label_fields(self):
        """Return the fields that a record's name is made of."""
        return ["display_name"]

    def _get_common_key_own(self):
        """Return the ids of the customers whose records are no news here."""
        # sudo: res.partner - only the numbers of the customer and of its account
        customer = self[self._get_common_key_customer()].sudo()
        return {customer.id, customer.commercial_partner_id.id} - {False}

    @api.depends("email_normalized")
    def _compute_email_key(self):
        rules = self.env["sunumarche.email.domain"]._get_rules()
        for record in self:
            record.email_key = get_email_key(record.email_normalized, rules)

    def _get_common_keys(self):
        """Return ``{kind: keys}`` of these records; a wrong number is no key."""
        keys = {
            kind: {record[name] for record in self for name in names if record[name]}
            for kind, names in self._get_common_key_fields().items()
        }
        if "phone" in keys:
            keys["phone"] = {key for key in keys["phone"] if key.startswith("+")}
        return keys

    @api.depends(
        lambda self: [
            self._get_common_key_customer(),
            *(
                name
                for names in self._get_common_key_fields().values()
                for name in names
            ),
        ]
    )
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_known(self):
        keys = self._get_common_keys()
        rows = self.env["sunumarche.common.key"]._lookup(
            keys.get("email", ()), keys.get("phone", ())
        )
        for record in self:
            others = record._filter_others(rows)
            seen = [row for row in others if row.is_visible]
            customers = [row.id for row in seen if row.model == "res.partner"]
            record.known_customer_ids = [Command.set(customers)]
            record.known_notice = record._get_known_notice(
                seen, len(others) - len(seen)
            )

    def _filter_others(self, rows):
        """Return the rows that are of somebody else than this record, as one knows."""
        own_keys = set().union(*self._get_common_keys().values())
        own_customers = self._get_common_key_own()
        own_id = self._origin.id
        return [
            row
            for row in rows
            if row.keys & own_keys
            and (row.model, row.id) != (self._name, own_id)
            and row.customer_id not in own_customers
        ]

    def _get_known_notice(self, seen, hidden):
        """Return what the banner says: links, and how many one may not see."""
        lines = [self._get_known_line(row) for row in islice(seen, SHOWN)]
        if len(seen) > SHOWN:
            lines.append(self.env._("And %s more.", len(seen) - SHOWN))
        if hidden:
            lines.append(
                self.env._(
                    "Records that you cannot see have this address or number: %s. Ask "
                    "your manager before you create another one.",
                    hidden,
                )
            )
        return Markup("<br/>").join(lines) if lines else False

    def _get_known_line(self, row):
        record = self.env[row.model].browse(row.id)
        home = self.env["res.partner"]._get_home_country()
        link = Markup('<a href="/odoo/%s/%s" target="_blank">%s</a>') % (
            row.model,
            row.id,
            record.display_name,
        )
        return Markup("%s · %s · %s") % (
            self.env["ir.model"]._get(row.model).name,
            link,
            ", ".join(show_phone(key, home) for key in sorted(row.keys)),
        )

    def _link_known_customer(self):
        """Link this record to the customer who has its key; several: let one choose.

        :return: nothing, or the action that opens the choice
        """
        self.ensure_one()
        self.check_access("write")
        customers = self.known_customer_ids
        if not customers:
            raise UserError(
                self.env._("No customer that you may see has this address or number.")
            )
        if len(customers) > 1:
            return self.env["sunumarche.common.key.choice"]._open_for(self)
        self._link_customer(customers)
        return None

    def _link_customer(self, customer):
        """Make this record the customer's."""
        self.partner_id = customer

    @api.model
    def _convert_records(self, records, **kwargs):
        """Warn of lines whose person is known, before anything is saved.

        The import screen takes any message for a failure, so that it has them when it
        tests the file, not once it imports: who imports again would import twice.
        """
        converted = super()._convert_records(records, **kwargs)
        context = self.env.context
        if context.get("import_file") and not context.get("import_dryrun"):
            yield from converted
            return
        log = kwargs.get("log") or (lambda message: None)
        in_file = {}
        while batch := list(islice(converted, IMPORT_BATCH)):
            for message in self._get_import_warnings(batch, in_file):
                log({"type": "warning", **message})
            yield from batch

    def _get_import_warnings(self, batch, in_file):
        """Yield a message for each key of a line that others have, above or stored."""
        lines = [
            (record_id, info, self._read_import_keys(vals))
            for record_id, _xid, vals, info in batch
        ]
        keys = {key for _id, _info, names in lines for key in names}
        known = {}
        for row in self.env["sunumarche.common.key"]._lookup(
            {key for key in keys if "@" in key}, {key for key in keys if "@" not in key}
        ):
            for key in row.keys:
                known.setdefault(key, []).append(row)
        for (record_id, info, names), (_id, _xid, vals, _info) in zip(
            lines, batch, strict=True
        ):
            for key, name in names.items():
                text = self._get_import_text(key, record_id, known, in_file)
                in_file.setdefault(key, info["rows"]["from"] + 1)
                if text:
                    yield {**info, "field": name, "message": text}
            for name, number in self._read_import_numbers(vals).items():
                if text := self.env["res.partner"]._get_phone_sentence(number):
                    yield {**info, "field": name, "message": text}

    @api.model
    def _read_import_keys(self, vals):
        """Return ``{key: field}`` of a line."""
        keys = {
            number.e164: name
            for name, number in self._read_import_numbers(vals).items()
            if number.e164
        }
        email = vals.get(self._primary_email)
        if key := self.env["sunumarche.common.key"]._get_email_key(email):
            keys[key] = self._primary_email
        return keys

    @api.model
    def _read_import_numbers(self, vals):
        """Return ``{field: PhoneNumber}`` of a line."""
        country_id = read_written(self, vals, "country_id")
        country = self.env["res.country"].browse(country_id)
        regions = self.env["res.partner"]._get_phone_regions(country)
        return {
            name: read_phone(str(vals[name]), regions)
            for name in dict.fromkeys([*self._phone_get_number_fields(), "phone"])
            if vals.get(name)
        }

    @api.model
    def _get_import_text(self, key, record_id, known, in_file):
        """Say who has the key of a line already; nothing if nobody has."""
        others = [
            row
            for row in known.get(key, ())
            if (row.model, row.id) != (self._name, record_id)
        ]
        seen = next((row for row in others if row.is_visible), None)
        if seen:
            name = self.env[seen.model].browse(seen.id).display_name
            return self.env._("%(key)s is known: %(name)s.", key=key, name=name)
        if others:
            return self.env._("%s is known, of someone whom you cannot see.", key)
        if key in in_file:
            return self.env._(
                "%(key)s stands twice in this file, first on line %(line)s.",
                key=key,
                line=in_file[key],
            )
        return ""
