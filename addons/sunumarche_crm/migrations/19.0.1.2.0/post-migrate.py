from odoo import SUPERUSER_ID, api

from odoo.addons.sunumarche_crm.engine.card_backfill import CardBackfill


def migrate(cr, version):
    """Split the names, and put the numbers into E.164, of those who are known."""
    CardBackfill(api.Environment(cr, SUPERUSER_ID, {})).run()
