"""How often customers buy and when they stop: (M)BG/NBD models, standard library."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, lgamma, log, log1p, sqrt
from typing import ClassVar, NamedTuple

from .customer_value_optimum import digamma, maximize

START = (1.0, 10.0, 1.0, 2.0)
# The distribution of purchases ends where so little is left.
TAIL = 1e-7


class History(NamedTuple):
    """What the model knows of a customer, in one unit of time (weeks).

    ``repeats`` (x): days with a purchase, less the first. ``recency`` (t_x): from the
    first to the last purchase. ``age`` (T): from the first purchase to today.
    """

    repeats: int
    recency: float
    age: float


@dataclass(frozen=True)
class BgNbd:
    """Beta-geometric / negative binomial model (Fader, Hardie and Lee, 2005).

    While active a customer buys at random at a rate of his own, Gamma(r, alpha)
    distributed among customers; after each repeat purchase he leaves for good with a
    probability of his own, Beta(a, b) distributed.

    How to use::

        model, log_likelihood = BgNbd.fit({History(2, 30.4, 38.9): 1, ...})
        model.alive(History(2, 30.4, 38.9))          # 0.73
        model.survival(2, 38.9, 52)                  # P(at least 1, 2, ...) if active

    How it works: what a customer who is active will buy depends on ``repeats`` and
    ``age`` alone, ``recency`` only tells whether he is. His y-th purchase happens when
    a negative binomial count reaches y and he has stayed after each of the y - 1
    before: a product of two sequences, each by recursion, without approximation.
    """

    # How often he may leave before the first repeat purchase.
    early_chances: ClassVar[int] = 0

    r: float
    alpha: float
    a: float
    b: float

    @classmethod
    def fit(
        cls, weights: dict[History, int], doubt: float = 0.0
    ) -> tuple["BgNbd", float]:
        """The most likely model of these histories, and its log-likelihood.

        :param weights: number of customers of each distinct history
        :param doubt: how many customers' worth is believed beforehand: what the
            histories do not tell, as how customers differ in a shop that nobody
            leaves, stays near ``START`` instead of running away. 0: nothing
        """
        likelihood = _Likelihood(weights.items(), cls.early_chances)
        parameters, _mean = maximize(_Doubted(likelihood, doubt).evaluate, START)
        model = cls(*parameters)
        return model, model.log_likelihood(weights)

    def log_likelihood(self, weights: dict[History, int]) -> float:
        evaluate = _Likelihood(weights.items(), self.early_chances).evaluate
        mean, _gradient = evaluate(self.r, self.alpha, self.a, self.b)
        return mean * sum(weights.values())

    @property
    def _stayed(self) -> float:
        """``b`` of who had all chances to leave before the first repeat purchase."""
        return self.b + self.early_chances

    def alive(self, history: History) -> float:
        """The probability that the customer is still active."""
        repeats, recency, age = history
        if not repeats + self.early_chances:
            return 1.0
        ratio = (self.alpha + age) / (self.alpha + recency)
        left = self.a / (self._stayed + repeats - 1) * ratio ** (self.r + repeats)
        return 1 / (1 + left)

    def survival(self, repeats: int, age: float, horizon: float) -> list[float]:
        """P(at least 1, 2, 3... purchases within ``horizon``) of an active customer.

        Their sum is the expected number of purchases.
        """
        shape, rate = self.r + repeats, self.alpha + age
        share = horizon / (rate + horizon)
        mean = shape * horizon / rate
        deviation = sqrt(mean / (1 - share))
        first = max(0, int(mean - 10 * deviation))
        count = exp(
            lgamma(shape + first)
            - lgamma(shape)
            - lgamma(first + 1)
            + shape * log(1 - share)
            + first * log(share)
        )
        stays, left, stayed = 1.0, 1.0, self._stayed + repeats
        survival = []
        for number in range(first):
            survival.append(stays)
            stays *= (stayed + number) / (self.a + stayed + number)
        number = first
        while True:
            left -= count
            probability = stays * left
            if probability < TAIL:
                return survival
            survival.append(probability)
            stays *= (stayed + number) / (self.a + stayed + number)
            count *= share * (shape + number) / (number + 1)
            number += 1

    def expected(self, history: History, horizon: float) -> float:
        """The expected number of purchases within ``horizon``."""
        survival = self.survival(history.repeats, history.age, horizon)
        return self.alive(history) * sum(survival)


@dataclass(frozen=True)
class MbgNbd(BgNbd):
    """The same, but a customer may also leave after the first purchase.

    Modified BG/NBD (Batislam, Denizel and Filiztekin, 2007): in BG/NBD whoever bought
    once is active for ever, however long he has been silent.
    """

    early_chances: ClassVar[int] = 1


@dataclass(frozen=True)
class _Doubted:
    """The mean log-likelihood, less how far the parameters are from ``START``."""

    likelihood: "_Likelihood"
    doubt: float

    def evaluate(self, *parameters):
        value, gradient = self.likelihood.evaluate(*parameters)
        share = self.doubt / self.likelihood.total
        far = [log(one / start) for one, start in zip(parameters, START, strict=True)]
        value -= share * sum(one * one for one in far) / 2
        gradient = [
            slope - share * one / parameter
            for slope, one, parameter in zip(gradient, far, parameters, strict=True)
        ]
        return value, gradient


class _Likelihood:
    """Mean log-likelihood of weighted histories and its derivatives.

    What depends on the number of repeats alone is computed once for each number, a
    logarithm once for each duration; a history costs one exponential.
    """

    def __init__(self, weights: Iterable[tuple[History, int]], early_chances: int):
        self.early_chances = early_chances
        self.by_repeats: dict[int, list] = {}
        self.counts: dict[int, int] = {}
        durations: set[float] = set()
        for (repeats, recency, age), weight in weights:
            self.by_repeats.setdefault(repeats, []).append((recency, age, weight))
            self.counts[repeats] = self.counts.get(repeats, 0) + weight
            durations.update((recency, age))
        self.durations = durations
        self.total = sum(self.counts.values())

    def evaluate(self, r, alpha, a, b):
        logs = {duration: log(alpha + duration) for duration in self.durations}
        value = in_r = in_alpha = in_a = in_b = 0.0
        for repeats, rows in self.by_repeats.items():
            chances = repeats + self.early_chances
            weight, shape, stay = self.counts[repeats], r + repeats, b + chances
            leaving = a / (stay - 1) if chances else 0.0
            mixed, gone, logged, rates = _sum_rows(rows, logs, shape, alpha, leaving)
            value += mixed + weight * (
                lgamma(shape)
                - lgamma(r)
                + r * log(alpha)
                + lgamma(a + b)
                - lgamma(a + stay)
                + lgamma(stay)
                - lgamma(b)
            )
            both = digamma(a + b) - digamma(a + stay)
            in_r += weight * (digamma(shape) - digamma(r) + log(alpha)) - logged
            in_alpha += weight * r / alpha - shape * rates
            in_a += weight * both + gone / a
            in_b += weight * (both + digamma(stay) - digamma(b))
            in_b -= gone / (stay - 1) if chances else 0.0
        gradient = [in_r, in_alpha, in_a, in_b]
        return value / self.total, [slope / self.total for slope in gradient]


def _sum_rows(rows, logs, shape, alpha, leaving):
    """Sums over the histories with one number of repeats.

    :param leaving: odds of leaving rather than staying after the last purchase; 0
        without a repeat
    :return: the part of the log-likelihood that mixes staying and leaving; the number
        expected to have left; sums of the logarithms and of the inverses of how long
        the customers were active
    """
    mixed = gone = logged = rates = 0.0
    for recency, age, weight in rows:
        active = logs[age]
        mixed -= weight * shape * active
        left = 0.0
        if leaving:
            silent = active - logs[recency]
            odds = leaving * exp(min(shape * silent, 600.0))
            left = odds / (1 + odds)
            mixed += weight * log1p(odds)
            gone += weight * left
            active -= left * silent
        logged += weight * active
        rates += weight * ((1 - left) / (alpha + age) + left / (alpha + recency))
    return mixed, gone, logged, rates
