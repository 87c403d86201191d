{
    "name": "Perimeter",
    "summary": "Nothing calls home, nobody signs up uninvited, requests have ceilings",
    "version": "19.0.1.0.0",
    "category": "Administration",
    "author": "SUNUMARCHE",
    "license": "AGPL-3",
    "depends": ["auth_signup", "digest", "html_editor", "iap", "mail", "sms"],
    "post_init_hook": "post_init_hook",
}
