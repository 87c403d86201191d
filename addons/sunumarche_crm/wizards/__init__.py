from . import base_partner_merge
from . import purchase_import
from . import rfm_migration_wizard
