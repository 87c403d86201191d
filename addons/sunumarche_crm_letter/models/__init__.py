from . import letter_template
from . import res_partner
