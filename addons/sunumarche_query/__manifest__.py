{
    "name": "Questions without SQL",
    "summary": "Ask questions about customers, orders and invoices; keep, print and "
    "send the answers",
    "version": "19.0.1.2.0",
    "category": "Productivity",
    "author": "SUNUMARCHE",
    "license": "AGPL-3",
    "depends": ["web", "mail"],
    "data": [
        "security/sunumarche_query_groups.xml",
        "security/ir.model.access.csv",
        "security/question_security.xml",
        "data/ir_cron_data.xml",
        "data/question_template_data.xml",
        "views/question_object_views.xml",
        "views/question_views.xml",
        "views/question_schedule_views.xml",
        "views/question_template_views.xml",
        "report/question_report_templates.xml",
        "report/question_report_views.xml",
        "views/sunumarche_query_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["sunumarche_query/static/src/**/*"],
        "web.assets_tests": ["sunumarche_query/static/tests/tours/*.js"],
    },
}
