"""Which of core's modules install themselves and then talk to somebody's cloud."""

# Each installs itself as soon as what it extends is there. None of them is needed by
# ours; what is needed and calls (iap, sms, mail) is switched off in models/.
CALLERS = (
    "base_import_module",  # the catalogue of industries, when the Apps are opened
    "crm_iap_enrich",  # prospects' e-mail domains, by a job, at every new lead
    "crm_iap_mine",
    "google_gmail",
    "iap_crm",
    "microsoft_outlook",
    "partner_autocomplete",  # companies' names while they are typed, domains by a job
    "snailmail",  # whole letters with their addresses
    "snailmail_account",
    "web_unsplash",
    "website_crm_iap_reveal",  # visitors' addresses
)
