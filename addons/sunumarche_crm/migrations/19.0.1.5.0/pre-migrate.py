from odoo.addons.sunumarche_crm.hooks import add_purchase_parts, fill_settlement_dates


def migrate(cr, version):
    """Credit notes are no payments, and what follows a down payment no purchase."""
    fill_settlement_dates(cr)
    add_purchase_parts(cr)
