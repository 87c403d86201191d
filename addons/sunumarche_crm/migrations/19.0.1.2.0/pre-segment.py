from odoo.addons.sunumarche_crm.hooks import add_customer_columns


def migrate(cr, version):
    """Orders and leads know their customer account, which the ORM would fill slowly."""
    add_customer_columns(cr)
