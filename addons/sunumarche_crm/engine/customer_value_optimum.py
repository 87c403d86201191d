"""Maximum likelihood with the standard library: digamma and a small BFGS."""

from collections.abc import Callable, Sequence
from math import exp, log, sqrt

MOST_STEPS = 100
# After so many steps in a row that gain less, the top is reached.
FLAT_STEPS = 2
LEAST_GAIN = 1e-10
LONGEST_STEP = 1.5
# Parameters stay within e^-9 and e^9: beyond, the likelihood no longer changes.
BOUND = 9.0

Gradient = list[float]
Evaluation = tuple[float, Gradient]


def digamma(value: float) -> float:
    """The derivative of ``math.lgamma`` for ``value`` > 0, to about 1e-12."""
    result = 0.0
    while value < 10:
        result -= 1 / value
        value += 1
    square = 1 / (value * value)
    series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)))
    return result + log(value) - 0.5 / value - series


def maximize(
    evaluate: Callable[..., Evaluation], start: Sequence[float]
) -> tuple[list[float], float]:
    """Return the positive parameters with the greatest ``evaluate``, and its value.

    :param evaluate: called with the parameters; gives a value (the mean
        log-likelihood of a customer, so that steps do not depend on their number) and
        its derivatives
    :param start: where to begin

    How it works: BFGS on the logarithms of the parameters, with steps halved until the
    value rises enough.
    """
    point = [log(value) for value in start]
    value, gradient = _evaluate_log(evaluate, point)
    inverse, flat_steps = _identity(len(point)), 0
    for _step in range(MOST_STEPS):
        if flat_steps == FLAT_STEPS or max(map(abs, gradient)) < 1e-8:
            break
        direction = [_dot(row, gradient) for row in inverse]
        if _dot(direction, gradient) <= 0:
            inverse, direction = _identity(len(point)), gradient
        found = _search(evaluate, point, value, gradient, direction)
        if found is None:
            break
        moved, raised, turned = found
        flat_steps = flat_steps + 1 if raised - value < LEAST_GAIN else 0
        inverse = _update(
            inverse, _minus(moved, point), [-g for g in _minus(turned, gradient)]
        )
        point, value, gradient = moved, raised, turned
    return [exp(coordinate) for coordinate in point], value


def _evaluate_log(evaluate, point) -> Evaluation:
    parameters = [exp(coordinate) for coordinate in point]
    value, gradient = evaluate(*parameters)
    return value, [p * g for p, g in zip(parameters, gradient, strict=True)]


def _search(evaluate, point, value, gradient, direction):
    """Return (point, value, gradient) of a better point; None when there is none."""
    step = min(1.0, LONGEST_STEP / sqrt(_dot(direction, direction)))
    slope = _dot(direction, gradient)
    for _halving in range(40):
        moved = [
            max(-BOUND, min(BOUND, coordinate + step * change))
            for coordinate, change in zip(point, direction, strict=True)
        ]
        raised, turned = _evaluate_log(evaluate, moved)
        if raised >= value + 1e-4 * step * slope and moved != point:
            return moved, raised, turned
        step /= 2
    return None


def _update(inverse, move, bend):
    """The inverse Hessian after a ``move`` that changed the gradient by ``bend``."""
    curvature = _dot(move, bend)
    if curvature <= 1e-14:
        return inverse
    bent = [_dot(row, bend) for row in inverse]
    scale = (1 + _dot(bend, bent) / curvature) / curvature
    return [
        [
            cell
            + scale * move[row] * move[column]
            - (bent[row] * move[column] + move[row] * bent[column]) / curvature
            for column, cell in enumerate(cells)
        ]
        for row, cells in enumerate(inverse)
    ]


def _identity(size):
    return [[float(row == column) for column in range(size)] for row in range(size)]


def _dot(left, right):
    return sum(one * other for one, other in zip(left, right, strict=True))


def _minus(left, right):
    return [one - other for one, other in zip(left, right, strict=True)]
