{
    "name": "SUNUMARCHE CRM and Stock",
    "summary": "Storekeepers deliver, and see no more than deliveries need",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "SUNUMARCHE",
    "license": "AGPL-3",
    "depends": ["sunumarche_crm", "sale_stock"],
    "data": [
        "security/ir.model.access.csv",
        "security/storekeeper_security.xml",
        "data/question_object_data.xml",
    ],
    "auto_install": True,
}
