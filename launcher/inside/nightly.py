"""Run once what our addons compute by night, so that no screen waits for it.

What watches, cleans or sends is left to its hour.
"""

import sys

from odoo.api import Environment

from .environment import argument_parser, configure, open_environment

LEFT_OUT = (
    "sunumarche_crm.ir_cron_journal_purge",
    "sunumarche_operations.ir_cron_backup_run_watch",
    "sunumarche_query.ir_cron_question_schedule_send",
)
# What others read comes first: territories and figures, then models, then their users.
FIRST = (
    "sunumarche_crm.territory_cron",
    "sunumarche_crm.ir_cron_common_key_reconcile",
    "sunumarche_crm.ir_cron_customer_indicator_rebuild",
    "sunumarche_crm.ir_cron_rhythm_refresh",
    "sunumarche_crm.ir_cron_customer_value_fit",
    "sunumarche_crm.ir_cron_customer_value_score",
)


def find_jobs(env: Environment) -> list[str]:
    """Return the names of our scheduled actions that compute, in their order."""
    known = env["ir.model.data"].search(
        [("model", "=", "ir.cron"), ("module", "=like", "sunumarche%")], order="id"
    )
    names = [one.complete_name for one in known]
    found = [name for name in FIRST if name in names]
    return found + [name for name in names if name not in (*FIRST, *LEFT_OUT)]


def run(env: Environment) -> None:
    """Run each job as its scheduled action would."""
    for name in find_jobs(env):
        env.ref(name).method_direct_trigger()
        env.cr.commit()


def main() -> int:
    options = argument_parser(__doc__).parse_args()
    configure(options.config, options.database)
    with open_environment(options.database) as env:
        run(env)
    return 0


if __name__ == "__main__":
    sys.exit(main())
