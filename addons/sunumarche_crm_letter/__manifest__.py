{
    "name": "SUNUMARCHE CRM and Letters",
    "summary": "One letter for each household, none against consent",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "SUNUMARCHE",
    "license": "AGPL-3",
    "depends": ["sunumarche_crm", "sunumarche_letter"],
    "data": ["views/letter_template_views.xml"],
    "auto_install": True,
}
