from odoo import models
from odoo.tools import SQL

from ..engine.consent_key import get_address_hash


class ResPartner(models.Model):
    """A contact whose words stay his when he changes his address or number."""

    _inherit = "res.partner"

    def write(self, vals):
        if not {"email", "phone", "second_phone"} & vals.keys():
            return super().write(vals)
        before = {partner: partner._get_own_keys() for partner in self}
        result = super().write(vals)
        for partner, keys in before.items():
            partner._keep_words(keys - partner._get_own_keys())
        return result

    def _get_own_keys(self):
        names = self._get_common_key_fields()
        return {self[name] for name in (*names["email"], *names["phone"]) if self[name]}

    def _keep_words(self, keys):
        """Write on the words of addresses given up whose they were, if nobody's.

        Words of erased people name nobody any more.
        """
        if not keys:
            return
        # The ledger refuses the ORM; this column alone may change.
        self.env["sunumarche.consent"].flush_model()
        self.env.execute_query(
            SQL(
                """
                UPDATE sunumarche_consent
                   SET partner_id = %s
                 WHERE address_hash = ANY(%s)
                   AND partner_id IS NULL
                   AND address IS NOT NULL
                """,
                self.id,
                [get_address_hash(key) for key in keys],
            )
        )
        self.env["sunumarche.consent"].invalidate_model(["partner_id"])
