from ..engine.plan import Scale
from .common import draw_small

# Large enough for some of each kind.
SCALE = Scale(customers=300, purchases=1500, flow_orders=8)


def draw_relations(scale=SCALE, **values):
    return draw_small(scale=scale, **values)
