from . import household
from . import household_member
from . import loyalty_card
from . import loyalty_program
from . import res_partner
from . import res_users
from . import sale_order
from . import timeline
