from odoo import SUPERUSER_ID, api
from odoo.modules.module import get_module_path
from odoo.tools.translate import PoFileReader

LANG = "fr_FR"
PHRASES = "sunumarche.question.field,phrase"


def migrate(cr, version):
    """Give French phrases of questions their articles, unless somebody changed them."""
    env = api.Environment(cr, SUPERUSER_ID, {"lang": LANG})
    if LANG not in dict(env["res.lang"].get_installed()):
        return
    path = f"{get_module_path('sunumarche_crm')}/i18n/fr.po"
    for row in PoFileReader(path):
        if row["name"] != PHRASES:
            continue
        field = env.ref(f"{row['module']}.{row['imd_name']}", raise_if_not_found=False)
        if field and field.phrase == field._strip_article(row["value"]):
            field.phrase = row["value"]
