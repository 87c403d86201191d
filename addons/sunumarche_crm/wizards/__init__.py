from . import purchase_import
from . import rfm_migration_wizard
