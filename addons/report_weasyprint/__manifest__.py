{
    "name": "WeasyPrint Reports",
    "summary": "Print every PDF report with WeasyPrint instead of wkhtmltopdf",
    "version": "19.0.1.0.0",
    "category": "Technical",
    "author": "SUNUMARCHE",
    "license": "AGPL-3",
    "depends": ["web"],
    "external_dependencies": {"python": ["pypdfium2", "weasyprint"]},
    "data": [
        "views/ir_actions_report_views.xml",
        "views/res_config_settings_views.xml",
    ],
}
