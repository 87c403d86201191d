from odoo import SUPERUSER_ID, api

from odoo.addons.sunumarche_crm.engine.consent_backfill import ConsentBackfill


def migrate(cr, version):
    """Take core's block lists and list opt-outs into the ledger."""
    backfill = ConsentBackfill(api.Environment(cr, SUPERUSER_ID, {}))
    backfill.run()
    backfill.fill_trace_keys()
