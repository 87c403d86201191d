from . import test_card_scope
from . import test_household_points
from . import test_loyalty_program
from . import test_order_readers
from . import test_timeline_points
