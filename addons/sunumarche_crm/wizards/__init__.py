from . import base_import_import
from . import base_partner_merge
from . import purchase_import
from . import rfm_migration_wizard
from . import segment_migration_wizard
from . import segment_simulation
from . import segment_simulation_move
from . import segment_simulation_step
