from . import test_purchase_log
