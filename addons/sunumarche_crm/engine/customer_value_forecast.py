"""What active customers will buy and spend: distributions, not only means."""

from bisect import bisect_left
from dataclasses import dataclass
from math import erf, exp, lgamma, log, log1p, sqrt

from .customer_value_bgnbd import BgNbd
from .customer_value_gamma import GammaGamma

# Quantiles of the spending of those who buy: 0, 1/20, ... 19/20 (0: the 0.5 % one).
STEPS = 20
LEAST_LEVEL = 0.005
GRID_POINTS = 48
MOST_COUNTS = 32
# Ages and numbers of repeats so near to each other share the shape of the spending,
# which is then scaled to the exact mean.
EXACT_REPEATS = 8
REPEATS_STEP = 1.12
AGE_STEP = 1.12


@dataclass(frozen=True)
class Outlook:
    """What a customer with ``repeats`` at ``age`` will buy if he is active.

    ``expected``: mean number of purchases; ``cumulated``: P(at most 0, 1, 2...
    purchases); ``spending``: quantiles of the amount of those who buy at all, divided
    by ``gamma + amount spent so far``.
    """

    repeats: int
    age: int
    expected: float
    cumulated: list[float]
    spending: list[float]


class Forecast:
    """Distributions of the purchases and of the amount within ``horizon``.

    How to use::

        outlook = Forecast(mbgnbd, gamma_gamma, horizon=52.18).outlook(2, 39)

    How it works: the number of purchases is exact (``BgNbd.survival``). Given y
    purchases, the amount divided by ``gamma + n * mean`` is beta-prime distributed,
    with shapes p * y and q + p * n, whatever the customer spent: one distribution
    serves all customers with the same repeats and age. Mixed over y, it is measured on
    a grid and read at ``STEPS`` levels. Nothing is drawn at random.
    """

    def __init__(self, purchases: BgNbd, spending: GammaGamma, horizon: float):
        self.purchases = purchases
        self.spending = spending
        self.horizon = horizon
        self._shapes: dict[tuple[int, int], list[float]] = {}

    def outlook(self, repeats: int, age: int) -> Outlook:
        survival = self.purchases.survival(repeats, age, self.horizon)
        expected = sum(survival)
        buying = survival[0] if survival else 0.0
        scale = 0.0
        if buying:
            scale = expected / buying * self.spending.p / (self._shape(repeats) - 1)
        return Outlook(
            repeats,
            age,
            expected,
            [1 - probability for probability in survival] + [1.0],
            [ratio * scale for ratio in self._get_shape(repeats, age)],
        )

    def _shape(self, repeats: int) -> float:
        return self.spending.q + self.spending.p * (repeats + 1)

    def _get_shape(self, repeats: int, age: int) -> list[float]:
        """Quantiles of the amount of those who buy, divided by its mean."""
        cell = (
            _step(repeats, EXACT_REPEATS, REPEATS_STEP),
            _step(age, 4, AGE_STEP),
        )
        if cell not in self._shapes:
            self._shapes[cell] = self._measure(*cell)
        return self._shapes[cell]

    def _measure(self, repeats: int, age: int) -> list[float]:
        survival = self.purchases.survival(repeats, age, self.horizon)
        if not survival:
            return [0.0] * STEPS
        shape = self._shape(repeats)
        counts = _share(survival)
        mean = sum(count * share for count, share in counts)
        mean *= self.spending.p / (shape - 1)
        mixture = _Mixture(
            [(self.spending.p * count, share) for count, share in counts], shape
        )
        levels = [LEAST_LEVEL] + [step / STEPS for step in range(1, STEPS)]
        return [amount / mean for amount in mixture.quantiles(levels)]


class _Mixture:
    """Beta-prime variables with shapes ``(shape, other)``, mixed by shares."""

    def __init__(self, shapes: list[tuple[float, float]], other: float):
        self.other = other
        self.parts = [(shape, share) for shape, share in shapes]

    def quantiles(self, levels: list[float]) -> list[float]:
        least = min(shape for shape, _share in self.parts)
        most = max(shape for shape, _share in self.parts)
        low = log(least / self.other) - 4 * sqrt(1 / least + 1 / self.other)
        high = log(most / self.other) + 4 * sqrt(1 / most + 1 / self.other)
        step = (high - low) / (GRID_POINTS - 1)
        points = [low + step * number for number in range(GRID_POINTS)]
        reached = self._cumulate(points)
        return [exp(_interpolate(level, reached, points)) for level in levels]

    def _cumulate(self, points: list[float]) -> list[float]:
        """P(at most e^point)."""
        step = points[1] - points[0]
        reached = [0.0] * len(points)
        for shape, share in self.parts:
            if 1 / shape + 1 / self.other > (2 * step) ** 2:
                parts = _integrate(shape, self.other, points)
            else:
                parts = _approximate(shape, self.other, points)
            for number, part in enumerate(parts):
                reached[number] += share * part
        return reached


def _approximate(shape: float, other: float, points: list[float]) -> list[float]:
    """P(beta-prime <= e^point), narrow ones: Paulson's normal approximation of F."""
    variance, other_variance = 1 / (9 * shape), 1 / (9 * other)
    offset = log(other / shape)
    reached = []
    for point in points:
        root = exp((point + offset) / 3)
        normal = ((1 - other_variance) * root - (1 - variance)) / sqrt(
            other_variance * root * root + variance
        )
        reached.append(0.5 * (1 + erf(normal * 0.7071067811865476)))
    return reached


def _integrate(shape: float, other: float, points: list[float]) -> list[float]:
    """P(beta-prime <= e^point), wide ones: the density of the logarithm, summed.

    By trapezes, corrected by the slopes at the ends (Euler and Maclaurin).
    """
    step = points[1] - points[0]
    constant = lgamma(shape + other) - lgamma(shape) - lgamma(other)
    reached, total, before = [], 0.0, None
    for point in points:
        odds = exp(point)
        density = exp(constant + shape * point - (shape + other) * log1p(odds))
        slope = density * (shape - (shape + other) * odds / (1 + odds))
        if before is None:
            start = density / shape
            first_slope = slope
        else:
            total += (before + density) * step / 2
        reached.append(start + total - step * step / 12 * (slope - first_slope))
        before = density
    return reached


def _share(survival: list[float]) -> list[tuple[float, float]]:
    """(number of purchases, share of those who buy), rare neighbours put together."""
    least = survival[0] / MOST_COUNTS
    counts = []
    total = weighted = 0.0
    ends = [*survival, 0.0]
    for number in range(len(survival)):
        share = ends[number] - ends[number + 1]
        total += share
        weighted += share * (number + 1)
        if total >= least or (number + 1 == len(survival) and total > 0):
            counts.append((weighted / total, total / survival[0]))
            total = weighted = 0.0
    return counts


def _step(value: int, exact: int, ratio: float) -> int:
    """``value``, rounded beyond ``exact`` to a geometric series."""
    if value <= exact:
        return value
    return round(exact * ratio ** round(log(value / exact) / log(ratio)))


def _interpolate(level: float, reached: list[float], points: list[float]) -> float:
    """The point at which ``level`` is reached."""
    after = bisect_left(reached, level)
    if after in (0, len(points)):
        return points[min(after, len(points) - 1)]
    low, high = reached[after - 1], reached[after]
    share = (level - low) / (high - low)
    return points[after - 1] + share * (points[after] - points[after - 1])
