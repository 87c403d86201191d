from . import merge_wizard, merge_wizard_line
