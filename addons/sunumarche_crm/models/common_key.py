from odoo import api, models, tools
from odoo.exceptions import AccessError, UserError

from ..engine.common_key_lookup import CommonKeyLookup
from ..engine.email_key import get_email_key
from ..engine.phone_number import read_phone

# A person has a few numbers, a list of thousands asks who exists; the longest address
# of RFC 5321.
MOST_NUMBERS, LONGEST_ADDRESS = 10, 254


class CommonKey(models.AbstractModel):
    """The key that the records of one person share, in whichever model they are.

    A person's e-mail address and each of his numbers are keys. A model takes part by
    inheriting ``sunumarche.common.key.mixin`` and saying which columns hold its keys.
    """

    _name = "sunumarche.common.key"
    _description = "Common Key"

    @api.model
    def _get_models(self):
        """Return an empty recordset of each model with keys, customers first."""
        return [self.env[name] for name in self._get_model_names()]

    @api.model
    @tools.ormcache()
    def _get_model_names(self):
        mixin = self.env.registry["sunumarche.common.key.mixin"]
        names = {
            name
            for name, model in self.env.registry.items()
            if issubclass(model, mixin) and not model._abstract
        }
        first = ("res.partner", "crm.lead")
        return (*first, *sorted(names - set(first)))

    @api.model
    def _get_email_key(self, email):
        """Return the key of an address as typed, None if it is not one."""
        if email and len(email) > LONGEST_ADDRESS:
            return None
        address = tools.email_normalize(email, strict=False) if email else None
        return get_email_key(address, self.env["sunumarche.email.domain"]._get_rules())

    @api.model
    def _get_phone_key(self, phone, country=None):
        """Return the key of a number as typed, None if it is not one."""
        country = country or self.env["res.country"]
        regions = self.env["res.partner"]._get_phone_regions(country)
        return read_phone(phone, regions).e164 if phone else None

    @api.model
    def _lookup(self, emails=(), phones=()):
        """Return the ``KnownRecord`` that have any of these keys, in one query."""
        return CommonKeyLookup(self.env).find(
            filter(None, emails), filter(None, phones)
        )

    @api.model
    @api.readonly
    def find_known(self, email=False, phones=()):
        """Tell who has this address or one of these numbers, before one creates.

        :param email: an address as typed
        :param phones: numbers as typed
        :return: ``records``: dicts of ``model``, ``id``, ``display_name``, ``keys``,
            ``customer_id``; ``hidden_count``: 1 if the user's companies know others
            whom he may not see, else 0: their number would tell which keys are of
            one person
        """
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only staff may ask who is known."))
        if len(phones) > MOST_NUMBERS:
            raise UserError(
                self.env._("At most %s numbers can be looked up at once.", MOST_NUMBERS)
            )
        rows = self._lookup(
            [self._get_email_key(email)], [self._get_phone_key(p) for p in phones]
        )
        visible = [row for row in rows if row.is_visible]
        for name in {row.model for row in visible}:
            found = [row.id for row in visible if row.model == name]
            # What names are made of, and not the near two hundred columns of a card.
            records = self.env[name].browse(found)
            records.fetch(records._get_common_key_label_fields())
        return {
            "records": [
                {
                    "model": row.model,
                    "id": row.id,
                    "display_name": self.env[row.model].browse(row.id).display_name,
                    "keys": sorted(row.keys),
                    "customer_id": row.customer_id,
                }
                for row in visible
            ],
            "hidden_count": int(any(map(self._is_hidden_here, rows))),
        }

    @api.model
    def _is_hidden_here(self, row):
        """Tell whether it is a record of the user's companies that he may not see."""
        if row.is_visible:
            return False
        # sudo: any model - of which company it is, or its customer
        record = self.env[row.model].sudo().browse(row.id)
        if "company_id" not in record._fields:
            record = record[record._get_common_key_customer()]
        return not record.company_id or record.company_id in self.env.companies
