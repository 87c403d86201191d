from odoo import models


class DemoCompany(models.AbstractModel):
    _inherit = "sunumarche.demo.company"

    def _create_consents(self, relations, cast):
        """What people said, in the ledger of consents; block lists follow by itself."""
        return self.env["sunumarche.consent"]._record(
            [self._prepare_word(word, cast) for word in relations.words]
        )

    def _prepare_word(self, word, cast):
        return {
            "date": word.moment,
            "channel": word.channel,
            "address": word.address,
            "purpose": word.purpose,
            "decision": word.decision,
            "source": word.source,
            "proof": word.proof,
            "partner_id": cast.partners[word.customer].id,
            "user_id": word.recorder and cast.users[word.recorder].id,
        }
