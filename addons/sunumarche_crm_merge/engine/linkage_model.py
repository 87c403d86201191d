"""What agreement and disagreement weigh, learnt without anybody saying who is who."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .criterion import CRITERIA

# Of so many pairs no base gives fewer than one.
MIN_SHARE = 1e-6
# How many pairs what a base begins with is worth beside those that it has.
PRIOR_PAIRS = 20
ROUNDS = 25
Pattern = tuple[int | None, ...]


def normalize(shares: Iterable[float]) -> list[float]:
    floored = [max(share, MIN_SHARE) for share in shares]
    total = sum(floored)
    return [share / total for share in floored]


@dataclass(slots=True)
class LinkageModel:
    """The shares from which weights follow (Fellegi and Sunter).

    :param agreed: criterion -> share of duplicates at each level (``m``)
    :param chance: criterion -> share of any two records at each level (``u``)
    :param prior: log2 of the odds that two records taken at random are one person
    :param adjusted: criterion -> bits that somebody adds to each level
    """

    agreed: dict[str, list[float]]
    chance: dict[str, list[float]]
    prior: float
    adjusted: dict[str, list[float]] = field(default_factory=dict)

    @classmethod
    def default(cls) -> "LinkageModel":
        return cls(
            {each.name: normalize(each.agreed) for each in CRITERIA},
            {each.name: normalize(each.chance) for each in CRITERIA},
            -14.0,
        )

    def get_weights(self, name: str) -> list[float]:
        """Return the weight of each level in bits: positive speaks for one person."""
        pairs = zip(self.agreed[name], self.chance[name], strict=True)
        weights = [math.log2(agreed / chance) for agreed, chance in pairs]
        added = self.adjusted.get(name) or [0.0] * len(weights)
        return [sum(both) for both in zip(weights, added, strict=True)]


class ExpectationMaximization:
    """Learns ``agreed`` from patterns of levels and how often each occurs.

    How to use::

        learner = ExpectationMaximization(chance)
        agreed = learner.learn({(4, 3, None, ...): 120, ...}, left_out={"email"})

    How it works: all pairs of a training set share something that is left out of it,
    as their address. Which of them are one person is guessed from what else they
    agree in, the shares are counted with that guess, and so on, until both fit.
    """

    def __init__(self, chance: Mapping[str, list[float]]):
        self.chance = chance
        self.default = LinkageModel.default().agreed

    def learn(
        self, patterns: Mapping[Pattern, int], left_out: frozenset[str]
    ) -> tuple[dict[str, list[float]], float]:
        """Return the shares of the criteria not left out, and how many pairs match."""
        used = [
            (position, each)
            for position, each in enumerate(CRITERIA)
            if each.name not in left_out
        ]
        agreed = {each.name: list(self.default[each.name]) for _p, each in used}
        share, total = 0.5, sum(patterns.values())
        for _round in range(ROUNDS):
            counts = {
                each.name: [PRIOR_PAIRS * part for part in self.default[each.name]]
                for _p, each in used
            }
            matched = 0.0
            odds = math.log(share / (1 - share))
            logs = self._get_logs(used, agreed)
            for pattern, count in patterns.items():
                score = odds
                for position, each in used:
                    level = pattern[position]
                    if level is not None:
                        score += logs[each.name][level]
                weight = count / (1 + math.exp(-max(min(score, 60), -60)))
                matched += weight
                for position, each in used:
                    level = pattern[position]
                    if level is not None:
                        counts[each.name][level] += weight
            agreed = {name: normalize(parts) for name, parts in counts.items()}
            share = min(max(matched / max(total, 1), 1e-4), 0.9999)
        return agreed, matched

    def _get_logs(self, used, agreed):
        return {
            each.name: [
                math.log(mine / theirs)
                for mine, theirs in zip(
                    agreed[each.name], self.chance[each.name], strict=True
                )
            ]
            for _position, each in used
        }


def blend(
    learnt: list[tuple[dict[str, list[float]], float]],
) -> dict[str, list[float]]:
    """Return the shares that several training sets say, the larger one more."""
    default = LinkageModel.default().agreed
    blended = {}
    for name, starting in default.items():
        sums = [PRIOR_PAIRS * part for part in starting]
        for agreed, matched in learnt:
            if name in agreed:
                for level, share in enumerate(agreed[name]):
                    sums[level] += share * matched
        blended[name] = normalize(sums)
    return blended


def get_prior(
    model: LinkageModel, patterns: Mapping[Pattern, int], comparisons: float
) -> float:
    """Return log2 of the odds that any two records are one person.

    :param patterns: of all pairs that were compared
    :param comparisons: how many pairs there are at all
    """
    weights = [model.get_weights(each.name) for each in CRITERIA]
    scores = [
        (
            sum(
                weights[position][level]
                for position, level in enumerate(pattern)
                if level is not None
            ),
            count,
        )
        for pattern, count in patterns.items()
    ]
    matches = max(sum(patterns.values()) / 20, 1.0)
    for _round in range(ROUNDS):
        prior = math.log2(matches / max(comparisons - matches, 1.0))
        matches = max(
            sum(
                count / (1 + 2 ** -max(min(score + prior, 60), -60))
                for score, count in scores
            ),
            0.5,
        )
    return math.log2(matches / max(comparisons - matches, 1.0))


def without_matches(
    model: LinkageModel, chance: Mapping[str, list[float]]
) -> dict[str, list[float]]:
    """Return ``chance`` without the duplicates that are among pairs at random.

    In a small base with many duplicates they are what agrees by chance.
    """
    matches = 2**model.prior
    return {
        name: normalize(
            max(share - matches * agreed, share / 20)
            for share, agreed in zip(shares, model.agreed[name], strict=True)
        )
        for name, shares in chance.items()
    }
