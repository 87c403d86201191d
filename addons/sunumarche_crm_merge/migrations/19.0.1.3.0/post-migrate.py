from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.sunumarche_crm_merge.engine.linkage_model import LinkageModel

# What was proposed from 80 % on was one person in fewer cases than said; the limit that
# was never changed becomes that of true percentages.
FORMER_LIMIT, LIMIT = 80.0, 60.0


def migrate(cr, version):
    """Begin with what a base begins with; what was learnt before is read no more.

    Limits and adjustments are kept: that of a same name counts for each frequency.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    linkage = env["sunumarche.linkage"]._learn(LinkageModel.default(), 0)
    if linkage.propose_chance == FORMER_LIMIT and linkage.warn_chance <= LIMIT:
        linkage.propose_chance = LIMIT
    linkage.flush_recordset()
    cr.execute(
        SQL(
            """
            UPDATE sunumarche_linkage_weight rarer
               SET adjustment = same.adjustment
              FROM sunumarche_linkage_weight same
             WHERE rarer.linkage_id = %(linkage)s
               AND same.linkage_id = %(linkage)s
               AND rarer.criterion = same.criterion
               AND same.criterion IN ('last', 'first')
               AND same.level = 4
               AND rarer.level > 4
            """,
            linkage=linkage.id,
        )
    )
    env.ref("sunumarche_crm_merge.ir_cron_duplicate_group_find")._trigger()
