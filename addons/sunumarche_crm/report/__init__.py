from . import customer_card_report
