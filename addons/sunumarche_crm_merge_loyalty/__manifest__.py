{
    "name": "SUNUMARCHE CRM Merge and Loyalty",
    "summary": "Merged contacts have one loyalty card with the points of all",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "SUNUMARCHE",
    "license": "AGPL-3",
    "depends": ["sunumarche_crm_merge", "loyalty"],
    "auto_install": True,
}
