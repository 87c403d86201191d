"""What agreement and disagreement weigh, learnt without anybody saying who is who."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .criterion import CRITERIA, NAMES

# Of so many pairs no base gives fewer than one.
MIN_SHARE = 1e-6
# How many pairs what a base begins with is worth beside those that it has: of the
# duplicates, of what strangers of a kind have in common, of all else, which is chance.
PRIOR_PAIRS = 20
COMMON_PAIRS = 50
CHANCE_PAIRS = 500
# In a large base, of its pairs.
COMMON_PART, CHANCE_PART = 0.001, 0.01
ROUNDS = 30
Pattern = tuple[int | None, ...]
Shares = dict[str, list[float]]

# Two persons whom some key made be compared have something in common, and all else by
# chance. Without these kinds, each of the things that a family or two namesakes share
# would speak for one person, as if they came one by one.
STRANGERS = {
    "anybody": (),
    "namesakes": ("last", "first"),
    "family": ("last", "phone", "address"),
    "house": ("phone", "address"),
    "last_and_birth": ("last", "birth"),
    "first_and_birth": ("first", "birth"),
    "last_and_place": ("last", "address"),
    "first_and_place": ("first", "address"),
    "last_name": ("last",),
    "first_name": ("first",),
    "birth": ("birth",),
    "place": ("address",),
    "number": ("phone",),
}
# Their shares of the pairs that are compared, as most files of customers have them.
DUPLICATES = 0.025
KINDS = {
    "anybody": 0.02,
    "namesakes": 0.2,
    "family": 0.01,
    "house": 0.015,
    "last_and_birth": 0.002,
    "first_and_birth": 0.002,
    "last_and_place": 0.03,
    "first_and_place": 0.05,
    "last_name": 0.2,
    "first_name": 0.25,
    "birth": 0.005,
    "place": 0.19,
    "number": 0.001,
}
# What has to be known of both to be of a kind: a first name that is unknown would make
# a family of every duplicate.
NEEDED = ("last", "first", "birth")
FAMILY = "family"


def normalize(shares: Iterable[float]) -> list[float]:
    floored = [max(share, MIN_SHARE) for share in shares]
    total = sum(floored)
    return [share / total for share in floored]


def can_be(kind: str, pattern: Pattern) -> bool:
    """Whether two strangers of this kind could show this pattern."""
    needed = {name for name in STRANGERS[kind] if name in NEEDED}
    if kind == FAMILY:
        needed.add("first")
    return all(pattern[NAMES.index(name)] is not None for name in needed)


@dataclass(slots=True)
class LinkageModel:
    """The shares from which scores follow: a mixture of duplicates and strangers.

    :param agreed: criterion -> share of duplicates at each level (``m``)
    :param share: share of duplicates among the pairs that are compared
    :param strangers: kind -> criterion -> share of its pairs at each level
    :param kinds: kind -> its share among the pairs that are compared
    :param adjusted: criterion -> bits that somebody adds to each level
    """

    agreed: Shares
    share: float
    strangers: dict[str, Shares]
    kinds: dict[str, float]
    adjusted: dict[str, list[float]] = field(default_factory=dict)

    @classmethod
    def default(cls, chance: Shares | None = None) -> "LinkageModel":
        """Return what a base begins with.

        :param chance: criterion -> share of any two records at each level
        """
        chance = chance or {each.name: normalize(each.chance) for each in CRITERIA}
        alike = {each.name: normalize(each.alike) for each in CRITERIA}
        strangers = {
            kind: {
                name: list(alike[name] if name in same else chance[name])
                for name in NAMES
            }
            for kind, same in STRANGERS.items()
        }
        agreed = {each.name: normalize(each.agreed) for each in CRITERIA}
        return cls(agreed, DUPLICATES, strangers, dict(KINDS))

    @classmethod
    def of(cls, parameters: Mapping) -> "LinkageModel":
        """Return the model that ``as_parameters`` describes."""
        return cls(**{**parameters, "adjusted": {}})

    def as_parameters(self) -> dict:
        """Return what describes the model, but for what somebody adds, for JSON."""
        names = ("agreed", "share", "strangers", "kinds")
        return {name: getattr(self, name) for name in names}

    @property
    def prior(self) -> float:
        """log2 of the odds that a pair is one person, before anything is compared."""
        return math.log2(self.share / (1 - self.share))

    def get_chance(self, name: str) -> list[float]:
        """Return the share of all strangers at each level of a criterion."""
        parts = [
            (self.kinds[kind], shares[name]) for kind, shares in self.strangers.items()
        ]
        total = sum(part for part, _shares in parts)
        levels = range(len(self.agreed[name]))
        return [
            sum(part * shares[lv] for part, shares in parts) / total for lv in levels
        ]

    def get_weights(self, name: str) -> list[float]:
        """Return the weight of each level in bits: positive speaks for one person."""
        pairs = zip(self.agreed[name], self.get_chance(name), strict=True)
        weights = [math.log2(agreed / chance) for agreed, chance in pairs]
        added = self.adjusted.get(name) or [0.0] * len(weights)
        return [sum(both) for both in zip(weights, added, strict=True)]

    def get_score(self, pattern: Pattern) -> float:
        """Return log2 of the odds that a pair of this pattern is one person."""
        said = [
            (name, level)
            for name, level in zip(NAMES, pattern, strict=True)
            if level is not None
        ]
        one = math.log2(self.share) + _sum_bits(self.agreed, said)
        strangers = [
            math.log2(part) + _sum_bits(self.strangers[kind], said)
            for kind, part in self.kinds.items()
            if can_be(kind, pattern)
        ]
        added = sum(
            self.adjusted[name][level] for name, level in said if name in self.adjusted
        )
        return one - _add_up(strangers) + added


def _sum_bits(shares: Shares, said: Sequence[tuple[str, int]]) -> float:
    return sum(math.log2(shares[name][level]) for name, level in said)


def _add_up(bits: Sequence[float]) -> float:
    """Return log2 of the sum of the numbers of which ``bits`` are the log2."""
    most = max(bits)
    return most + math.log2(sum(2 ** (each - most) for each in bits))


class ExpectationMaximization:
    """Learns a model from patterns of levels and how often each occurs.

    How to use::

        model = ExpectationMaximization(chance).learn({(7, 6, 3, None, ...): 120, ...})

    How it works: each pair is a duplicate or strangers of one of the kinds. Which, is
    guessed from what it agrees in, the shares are counted with that guess, and so on,
    until both fit. What strangers of a kind do not have in common stays near what any
    two records have.

    :param chance: criterion -> share of any two records at each level
    """

    def __init__(self, chance: Shares):
        self.start = LinkageModel.default(chance)

    def learn(self, patterns: Mapping[Pattern, int]) -> LinkageModel:
        """Return the model that fits these patterns best."""
        start = self.start
        counts = list(patterns.values())
        total = sum(counts)
        # An unknown level reads the number behind the last one, which is 0.
        known = [tuple(-1 if lv is None else lv for lv in each) for each in patterns]
        parts = {None: start.share, **start.kinds}
        shares = {None: start.agreed, **start.strangers}
        possible = {
            kind: [kind is None or can_be(kind, each) for each in patterns]
            for kind in parts
        }
        for _round in range(ROUNDS):
            guesses = self._guess(known, parts, shares, possible)
            weights = {
                kind: [count * guess for count, guess in zip(counts, each, strict=True)]
                for kind, each in guesses.items()
            }
            parts = self._count_parts(weights, total)
            shares = {
                kind: self._count_shares(kind, known, each, total)
                for kind, each in weights.items()
            }
        share, agreed = parts.pop(None), shares.pop(None)
        return LinkageModel(agreed, share, shares, parts)

    @staticmethod
    def _guess(known, parts, shares, possible) -> dict[str | None, list[float]]:
        """Return, for each kind, how likely each pattern is of it."""
        likely = {}
        for kind, part in parts.items():
            last, first, email, phone, birth, address, tax = (
                [*map(math.log, shares[kind][name]), 0.0] for name in NAMES
            )
            base = math.log(part)
            likely[kind] = [
                math.exp(
                    base
                    + last[one]
                    + first[two]
                    + email[three]
                    + phone[four]
                    + birth[five]
                    + address[six]
                    + tax[seven]
                )
                if can
                else 0.0
                for (one, two, three, four, five, six, seven), can in zip(
                    known, possible[kind], strict=True
                )
            ]
        sums = [sum(each) or 1.0 for each in zip(*likely.values(), strict=True)]
        return {
            kind: [value / whole for value, whole in zip(each, sums, strict=True)]
            for kind, each in likely.items()
        }

    def _count_parts(self, weights, total: int) -> dict[str | None, float]:
        start = {None: self.start.share, **self.start.kinds}
        whole = total + PRIOR_PAIRS
        return {
            kind: max((sum(each) + PRIOR_PAIRS * start[kind]) / whole, 1e-9)
            for kind, each in weights.items()
        }

    def _count_shares(self, kind, known, weights, total: int) -> Shares:
        """Return the shares of the levels among the pairs of a kind."""
        start = self.start.strangers[kind] if kind else self.start.agreed
        counted = {}
        for position, name in enumerate(NAMES):
            pairs = self._get_pairs(kind, name, total)
            levels = [pairs * share for share in start[name]]
            levels.append(0.0)
            for each, weight in zip(known, weights, strict=True):
                levels[each[position]] += weight
            counted[name] = normalize(levels[:-1])
        return counted

    @staticmethod
    def _get_pairs(kind, name: str, total: int) -> float:
        """Return how many pairs the start counts for."""
        if kind is None:
            return PRIOR_PAIRS
        if name in STRANGERS[kind]:
            return max(COMMON_PAIRS, COMMON_PART * total)
        return max(CHANCE_PAIRS, CHANCE_PART * total)
