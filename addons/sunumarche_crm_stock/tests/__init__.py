from . import test_stock_scope
