"""The whole demo company on paper, before anything is written."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random

from dateutil.relativedelta import relativedelta

from .customers import Customer, CustomerFactory
from .households import HouseholdFactory, move_in
from .orders import CounterSale, Order, draw_counter_sale, draw_order
from .pipeline import Opportunity, Quotation, draw_opportunities, draw_quotations
from .purchases import Purchase, adjust_to, draw_habits, draw_purchases
from .relations import HOUSEHOLDS, Relations, portion
from .seasons import SeasonClock

YEARS = 3
# What is in the books since the cut-over takes most of the time of the load.
SINCE_CUTOVER = timedelta(weeks=5)


@dataclass(frozen=True)
class Scale:
    """How large the demo company is."""

    customers: int = 2000
    purchases: int = 20_000
    flow_orders: int = 320

    def times(self, factor: float) -> "Scale":
        return Scale(
            customers=round(self.customers * factor),
            purchases=round(self.purchases * factor),
            flow_orders=round(self.flow_orders * factor),
        )


@dataclass(frozen=True)
class DemoPlan:
    """Everything that is going to be written; the same for the same arguments.

    How to use: ``DemoPlan.draw(Scale(), seed, as_of)``. Each part draws from a
    source of its own, so that a change of one leaves the others as they were.
    """

    as_of: date
    cutover: date
    customers: tuple[Customer, ...]
    history: tuple[Purchase, ...]
    orders: tuple[Order, ...]
    counter_sales: tuple[CounterSale, ...]
    quotations: tuple[Quotation, ...]
    opportunities: tuple[Opportunity, ...]
    relations: Relations

    @classmethod
    def draw(cls, scale: Scale, seed: int, as_of: date) -> "DemoPlan":
        cutover = as_of - SINCE_CUTOVER
        factory = CustomerFactory(_source(seed, "who"))
        strangers = tuple(factory.draw(scale.customers))
        families = HouseholdFactory(_source(seed, "households"), strangers, as_of)
        households = families.draw(portion(HOUSEHOLDS, scale.customers))
        customers = move_in(strangers, households)
        purchases = _draw_purchases(scale, seed, customers, as_of)
        recent = [purchase for purchase in purchases if purchase.day >= cutover]
        ordered = _choose_ordered(_source(seed, "choice"), recent, scale.flow_orders)
        order_source, counter_source = _source(seed, "orders"), _source(seed, "counter")
        pipeline = _source(seed, "pipeline")
        return cls(
            as_of=as_of,
            cutover=cutover,
            customers=customers,
            history=tuple(item for item in purchases if item.day < cutover),
            orders=tuple(
                draw_order(order_source, item, customers[item.customer], as_of)
                for number, item in enumerate(recent)
                if number in ordered
            ),
            counter_sales=tuple(
                draw_counter_sale(counter_source, item)
                for number, item in enumerate(recent)
                if number not in ordered
            ),
            quotations=draw_quotations(
                pipeline, customers, scale.flow_orders // 10, as_of
            ),
            opportunities=draw_opportunities(
                pipeline, customers, scale.flow_orders // 7, as_of
            ),
            relations=Relations.draw(
                partial(_source, seed),
                factory,
                customers,
                households,
                purchases,
                as_of,
            ),
        )


def _source(seed: int, part: str) -> Random:
    return Random(f"{seed}/{part}")


def _draw_purchases(
    scale: Scale, seed: int, customers: tuple[Customer, ...], as_of: date
) -> list[Purchase]:
    clock = SeasonClock.between(as_of - relativedelta(years=YEARS, days=-1), as_of)
    rng = _source(seed, "purchases")
    habits = draw_habits(rng, customers, clock)
    return draw_purchases(rng, adjust_to(habits, scale.purchases), clock)


def _choose_ordered(rng: Random, recent: list[Purchase], count: int) -> set[int]:
    """Places of the recent purchases that went through a sale order."""
    candidates = [n for n, purchase in enumerate(recent) if not purchase.is_refund]
    return set(rng.sample(candidates, min(count, len(candidates))))
