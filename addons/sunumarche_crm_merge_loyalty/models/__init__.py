from . import merge
from . import merge_move
