from . import names, places, catalogue, staff
from . import seasons, customers, purchases, orders, pipeline, plan
