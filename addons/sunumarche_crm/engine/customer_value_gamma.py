"""How much customers spend a purchase: the Gamma-Gamma model, standard library."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import lgamma, log

from .customer_value_optimum import digamma, maximize

START = (2.0, 3.0, 2.0)


@dataclass(frozen=True)
class GammaGamma:
    """Gamma-Gamma model of spending (Fader and Hardie, 2013).

    What a customer spends a purchase is Gamma(p, nu) distributed, his nu Gamma(q,
    gamma) distributed among customers. ``gamma`` is an amount of money.

    How to use::

        model = GammaGamma.fit([(2, 22.35), (1, 11.77), ...])
        model.mean_spend(2, 22.35)      # what he will spend a purchase, on average
    """

    p: float
    q: float
    gamma: float

    @classmethod
    def fit(cls, customers: Sequence[tuple[int, float]]) -> "GammaGamma":
        """The most likely model.

        :param customers: for each, number of purchases and their mean amount (> 0)
        """
        scale = sum(mean for _count, mean in customers) / len(customers)
        scaled = [(count, mean / scale) for count, mean in customers]
        (p, q, gamma), _value = maximize(_Likelihood(scaled).evaluate, START)
        return cls(p, q, gamma * scale)

    def mean_spend(self, count: int, mean: float) -> float:
        """The expected mean amount a purchase, given ``count`` purchases so far."""
        shape = self.p * count + self.q
        return self.p * (self.gamma + count * mean) / (shape - 1)


class _Likelihood:
    """Mean log-likelihood of (count, mean) and its derivatives.

    What depends on the number of purchases alone is computed once for each number.
    """

    def __init__(self, customers):
        self.by_count: dict[int, list[float]] = {}
        self.logs: dict[int, float] = {}
        for count, mean in customers:
            self.by_count.setdefault(count, []).append(count * mean)
            self.logs[count] = self.logs.get(count, 0.0) + log(mean)
        self.total = len(customers)

    def evaluate(self, p, q, gamma):
        value = in_p = in_q = in_gamma = 0.0
        for count, spent in self.by_count.items():
            weight, shape, logs = len(spent), p * count + q, self.logs[count]
            reach = sum([log(gamma + amount) for amount in spent])
            inverse = sum([1 / (gamma + amount) for amount in spent])
            value += (p * count - 1) * logs - shape * reach
            value += weight * (
                lgamma(shape)
                - lgamma(p * count)
                - lgamma(q)
                + q * log(gamma)
                + p * count * log(count)
            )
            slope = digamma(shape)
            in_p += count * (
                weight * (slope - digamma(p * count) + log(count)) + logs - reach
            )
            in_q += weight * (slope - digamma(q) + log(gamma)) - reach
            in_gamma += weight * q / gamma - shape * inverse
        gradient = [in_p, in_q, in_gamma]
        return value / self.total, [slope / self.total for slope in gradient]
