{
    "name": "SUNUMARCHE CRM and Loyalty",
    "summary": "Loyalty programmes for the members of segments only",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "SUNUMARCHE",
    "license": "AGPL-3",
    "depends": ["sunumarche_crm", "sale_loyalty"],
    "data": ["views/loyalty_program_views.xml"],
    "auto_install": True,
}
