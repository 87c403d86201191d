from . import (
    base,
    iap_account,
    iap_enrich_api,
    ir_model_data,
    ir_module_module,
    mail_link_preview,
    publisher_warranty,
    res_company,
    sms_sms,
)
