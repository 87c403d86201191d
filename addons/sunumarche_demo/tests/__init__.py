from . import test_catalogue
from . import test_customers
from . import test_demo_company
from . import test_demo_sales
from . import test_orders
from . import test_plan
from . import test_purchases
from . import test_seasons
