from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """The tile of late customers says so while nobody has computed them yet.

    Tiles are not overwritten by an update; one that has a job already keeps it.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    prefix = "sunumarche_crm."
    tile = env.ref(f"{prefix}home_tile_salesperson_late", raise_if_not_found=False)
    job = env.ref(f"{prefix}ir_cron_rhythm_refresh", raise_if_not_found=False)
    if tile and job and not tile.job_id:
        tile.job_id = job
