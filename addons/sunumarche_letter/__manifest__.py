{
    "name": "Letters",
    "summary": "Write one letter to many contacts and print them as one PDF",
    "version": "19.0.1.1.0",
    "category": "Productivity",
    "author": "SUNUMARCHE",
    "license": "AGPL-3",
    "depends": ["contacts", "report_weasyprint"],
    "data": [
        "security/sunumarche_letter_groups.xml",
        "security/ir.model.access.csv",
        "security/letter_template_security.xml",
        "wizards/letter_print_views.xml",
        "report/letter_report.xml",
        "report/letter_templates.xml",
        "views/letter_template_views.xml",
    ],
}
