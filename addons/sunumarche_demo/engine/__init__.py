from . import lists, names, places, catalogue, agencies, staff
from . import seasons, customers, purchases, orders, pipeline, plan
