"""What a score means: merge without asking, propose, or only warn."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .criterion import NAMES, SAME_NAME
from .linkage_model import Pattern

SAFE, PROPOSE, WARN = "safe", "propose", "warn"
# What only one person has, unlike a number or a house.
PERSONAL = {"email": 3, "birth": 3, "tax": 2}
SHARED = {"phone": 2, "address": 4}


# Nothing is certain: no likelihood is shown above this.
MOST_CHANCE = 99.9


def to_chance(score: float) -> float:
    """Return the probability of so many bits, in percent."""
    return min(100 / (1 + 2 ** -max(min(score, 60), -60)), MOST_CHANCE)


def to_score(chance: float) -> float:
    share = min(max(chance / 100, 1e-9), 1 - 1e-9)
    return math.log2(share / (1 - share))


@dataclass(frozen=True, slots=True)
class DuplicateJudge:
    """Says the level of a pair.

    :param safe: the least score to merge without a person looking, and so on
    """

    safe: float = 12.0
    propose: float = 0.585
    warn: float = -2.0

    def get_level(self, score: float, levels: Pattern) -> str:
        """Return ``safe``, ``propose``, ``warn`` or nothing."""
        if score >= self.safe and is_certain(levels):
            return SAFE
        if score >= self.propose:
            return PROPOSE
        return WARN if score >= self.warn else ""


def is_certain(levels: Pattern) -> bool:
    """Whether the same person is the only explanation, whatever the score.

    The same names, two things more that are the same, at least one of them personal,
    and nothing personal that differs: a family shares all the rest.
    """
    said = dict(zip(NAMES, levels, strict=True))
    if any(said[name] == 0 for name in PERSONAL):
        return False
    if (said["last"] or 0) < 3 or (
        said["first"] is not None and said["first"] < SAME_NAME
    ):
        return False
    personal = sum((said[name] or 0) >= level for name, level in PERSONAL.items())
    shared = sum((said[name] or 0) >= level for name, level in SHARED.items())
    return personal >= 1 and personal + shared >= 2
