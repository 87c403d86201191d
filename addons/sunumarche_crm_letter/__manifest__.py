{
    "name": "SUNUMARCHE CRM and Letters",
    "summary": "One letter for each household",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "SUNUMARCHE",
    "license": "AGPL-3",
    "depends": ["sunumarche_crm", "sunumarche_letter"],
    "auto_install": True,
}
