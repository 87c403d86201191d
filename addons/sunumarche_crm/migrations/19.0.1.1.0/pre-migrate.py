from odoo.addons.sunumarche_crm.hooks import add_territory_columns


def migrate(cr, version):
    """Agencies and territories are new: no customer has one yet."""
    add_territory_columns(cr)
