{
    "name": "SUNUMARCHE CRM and Purchase",
    "summary": "Buyers see the purchases of their own company only",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "SUNUMARCHE",
    "license": "AGPL-3",
    "depends": ["sunumarche_crm", "purchase_stock"],
    "data": ["security/company_security.xml"],
    "auto_install": True,
}
