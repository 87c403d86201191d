from odoo.addons.sunumarche_crm.engine.card_backfill import add_card_columns


def migrate(cr, version):
    """Add the columns of the card empty, lest the ORM compute them one by one."""
    add_card_columns(cr)
