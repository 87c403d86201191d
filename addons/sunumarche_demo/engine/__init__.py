from . import lists, names, places, catalogue, agencies, staff
from . import seasons, customers, purchases, orders, pipeline
from . import households, cards, links, organisations, documents, consents, repeats
from . import relations, plan
