from . import class_history
from . import customer_figures
from . import customer_refresh
from . import customer_snapshots
from . import purchase_log
from . import rfm
from . import table_difference
