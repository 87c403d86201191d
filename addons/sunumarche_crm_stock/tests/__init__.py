from . import test_print_delivery, test_stock_scope
from . import test_timeline_deliveries
