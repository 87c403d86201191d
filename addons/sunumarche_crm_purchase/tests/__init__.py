from . import test_purchase_companies
