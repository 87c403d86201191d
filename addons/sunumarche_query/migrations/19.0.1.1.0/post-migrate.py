from odoo import SUPERUSER_ID, api

DOMAIN = """[
    '|', ('user_id', '=', user.id),
    '&', ('group_ids', 'in', user.all_group_ids.ids),
    ('user_id.company_ids', 'in', company_ids)
]"""


def migrate(cr, version):
    """A shared question is read in the companies of its owner only."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    rule = env.ref(
        "sunumarche_query.sunumarche_question_rule_read", raise_if_not_found=False
    )
    if rule:
        rule.domain_force = DOMAIN
