from . import lists, names, places, catalogue, staff
from . import seasons, customers, purchases, orders, pipeline, plan
