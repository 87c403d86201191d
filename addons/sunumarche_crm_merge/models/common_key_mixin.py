from markupsafe import Markup

from odoo import api, models

from ..engine.duplicate_judge import to_chance
from ..engine.duplicate_lookup import DuplicateLookup
from ..engine.profile_source import KIND_MODELS, KINDS, MODEL_KINDS, Person

SHOWN = 3
# Field of a Person -> fields of the models that hold it.
PERSON_FIELDS = {
    "whole": ("name", "contact_name", "partner_name"),
    "firstname": ("firstname", "first_name"),
    "lastname": ("lastname", "last_name"),
    "birthdate": ("birthdate",),
    "street": ("street",),
    "zip": ("zip",),
    "city": ("city",),
    "tax": ("vat",),
}
# Fields that tell a company from a person, of the models that have them.
COMPANY_FIELDS = ("is_company", "contact_name", "partner_name")


class CommonKeyMixin(models.AbstractModel):
    """The banner and the import also tell who is probably the same person."""

    _inherit = "sunumarche.common.key.mixin"

    @api.model
    def _get_person_fields(self):
        """Return ``{field of a Person: fields of this model}``."""
        names = {
            key: [name for name in names if name in self._fields]
            for key, names in PERSON_FIELDS.items()
        }
        if self._name == "crm.lead":
            names["whole"].remove("name")
        return names

    @api.depends(
        lambda self: [
            name for names in self._get_person_fields().values() for name in names
        ]
    )
    def _compute_known(self):
        return super()._compute_known()

    def _get_known_notice(self, seen, hidden):
        notice = super()._get_known_notice(seen, hidden)
        known = {(row.model, row.id) for row in seen}
        lines = [
            self._get_likely_line(record, pair)
            for record, pair in self._find_likely(known)[:SHOWN]
        ]
        if not lines:
            return notice
        return Markup("<br/>").join([*([notice] if notice else []), *lines])

    def _get_likely_line(self, record, pair):
        link = Markup('<a href="/odoo/%s/%s" target="_blank">%s</a>') % (
            record._name,
            record.id,
            record.display_name,
        )
        return Markup("%s · %s · %s") % (
            self.env["ir.model"]._get(record._name).name,
            link,
            self.env._(
                "probably the same person, %s chances in 100",
                int(min(to_chance(pair.score), 99)),
            ),
        )

    def _find_likely(self, known=()):
        """Return (record, pair) of those who are probably this person, likeliest first.

        Only records that the user may read, that are not in ``known``, and of which
        nobody said that they are others.
        """
        self.ensure_one()
        person = self._get_person()
        if not person:
            return []
        left_out = self._get_others(person) | set(known)
        found = [
            (self._browse_profile(pair.other_id), pair)
            for pair in self._lookup_person(person)
        ]
        return [
            (record, pair)
            for record, pair in found
            if (record._name, record.id) not in left_out and record.has_access("read")
        ]

    def _get_others(self, person):
        """Return the (model, id) of who is refused, and of the customer it is of."""
        exceptions = self.env["sunumarche.duplicate.exception"]
        refused = exceptions._get_refused(person.id) if person.id else set()
        own = self._get_common_key_own() if self._name != "res.partner" else set()
        return {
            *((KIND_MODELS[key % KINDS], key // KINDS) for key in refused),
            *(("res.partner", partner_id) for partner_id in own),
        }

    @api.model
    def _lookup_person(self, person):
        linkage = self.env["sunumarche.linkage"]._get_current()
        lookup = DuplicateLookup(self.env, linkage._get_model())
        return lookup.find(person, linkage._get_judge().propose)

    def _get_person(self):
        """Return the ``Person`` as typed, None while there is no name."""
        values = {
            key: next((str(self[name]) for name in names if self[name]), "")
            for key, names in self._get_person_fields().items()
        }
        if not values["whole"]:
            return None
        keys = self._get_common_keys()
        company = "company_id" in self._fields and self.company_id
        return Person(
            **values,
            id=self._get_profile_id(),
            company_id=company.id if company else None,
            is_company=self._is_company_said(
                {name: self[name] for name in COMPANY_FIELDS if name in self._fields}
            ),
            email=self.email_key or "",
            phones=tuple(sorted(keys.get("phone", ()))),
        )

    def _get_profile_id(self):
        """Return the id of the profile of this record, 0 if it is not stored yet."""
        record_id = self._origin.id
        return record_id * KINDS + MODEL_KINDS[self._name] if record_id else 0

    @staticmethod
    def _is_company_said(values):
        """Tell whether ``values`` are a company's: of a lead, if it names no person."""
        if values.get("contact_name"):
            return False
        return bool(values.get("is_company") or values.get("partner_name"))

    @api.model
    def _get_import_warnings(self, batch, in_file):
        warned = set()
        for message in super()._get_import_warnings(batch, in_file):
            warned.add(message["rows"]["from"])
            yield message
        for record_id, _xid, vals, info in batch:
            if record_id or info["rows"]["from"] in warned:
                continue
            if text := self._get_likely_import_text(vals):
                yield {**info, "field": self._rec_name or "name", "message": text}

    @api.model
    def _get_likely_import_text(self, vals):
        """Say who a line of a file probably is already; nothing if nobody."""
        person = self._read_import_person(vals)
        for pair in self._lookup_person(person) if person else ():
            record = self._browse_profile(pair.other_id)
            if record.has_access("read"):
                return self.env._(
                    "%(name)s is probably known: %(known)s.",
                    name=person.whole,
                    known=record.display_name,
                )
        return ""

    @api.model
    def _browse_profile(self, profile_id):
        """Return the record of a profile."""
        return self.env[KIND_MODELS[profile_id % KINDS]].browse(profile_id // KINDS)

    @api.model
    def _read_import_person(self, vals):
        """Return the ``Person`` of a line of a file, None without a name."""
        if "firstname" in self._fields:
            vals = self._keep_names(vals)
        values = {
            key: next((str(vals[name]) for name in names if vals.get(name)), "")
            for key, names in self._get_person_fields().items()
        }
        values["whole"] = values["whole"] or " ".join(
            filter(None, (values["firstname"], values["lastname"]))
        )
        if not values["whole"]:
            return None
        keys = self._read_import_keys(vals)
        return Person(
            **values,
            company_id=vals.get("company_id") or None,
            is_company=self._is_company_said(vals),
            email=next((key for key in keys if "@" in key), ""),
            phones=tuple(key for key in keys if "@" not in key),
        )
