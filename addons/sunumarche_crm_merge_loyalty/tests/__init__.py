from . import test_loyalty_merger
from . import test_loyalty_unmerge_random
