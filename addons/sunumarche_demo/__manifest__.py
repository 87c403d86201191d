{
    "name": "SUNUMARCHE Demo Company",
    "summary": "A maker of luxury spectacles in Dakar, with three years of purchases",
    "version": "19.0.1.1.0",
    "category": "Sales/CRM",
    "author": "SUNUMARCHE",
    "license": "AGPL-3",
    "depends": ["sunumarche_crm_stock", "purchase", "l10n_sn"],
    "post_init_hook": "post_init_hook",
}
