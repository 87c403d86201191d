from . import product_product
from . import res_users
from . import stock_move
from . import timeline
