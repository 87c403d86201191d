from . import test_backup_run
from . import test_operations_screens
from . import test_second_factor
