{
    "name": "SUNUMARCHE CRM and Loyalty",
    "summary": "Loyalty programmes for segments, points of households",
    "version": "19.0.1.2.0",
    "category": "Sales/CRM",
    "author": "SUNUMARCHE",
    "license": "AGPL-3",
    "depends": ["sunumarche_crm", "sale_loyalty"],
    "data": [
        "security/loyalty_card_security.xml",
        "views/household_views.xml",
        "views/loyalty_program_views.xml",
    ],
    "auto_install": True,
}
