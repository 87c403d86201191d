"""Puts pairs together to groups that do not grow by chance."""

from __future__ import annotations

from collections.abc import Collection, Iterable

MAX_MEMBERS = 10
# Nobody says all of himself each time: a sure pair makes a small group alone.
SMALL_GROUP = 4
# Of the pairs between two groups, so many must have been found to make them one.
LINKED_SHARE = 0.5


def cluster(
    pairs: Iterable[tuple[int, int]],
    refused: Collection[tuple[int, int]] = frozenset(),
    sure: Collection[tuple[int, int]] = frozenset(),
) -> list[list[int]]:
    """Return groups of two and more, the surest pairs first.

    Two groups become one only if most of the pairs between them were found too, so
    that A like B and B like C does not make A and C one person; or if the pair is sure
    and the group stays small.

    :param pairs: the surest first, each with the lower id first
    :param sure: pairs that need no other evidence
    :param refused: pairs of which somebody said that they are two persons
    """
    ordered = [pair for pair in pairs if pair not in refused]
    found = set(ordered)
    member_of: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    for one, other in ordered:
        for each in (one, other):
            if each not in member_of:
                member_of[each] = each
                members[each] = [each]
        first, second = member_of[one], member_of[other]
        if first == second:
            continue
        needed = LINKED_SHARE if (one, other) not in sure else 0.0
        if not _belong(members[first], members[second], needed, found, refused):
            continue
        members[first] += members.pop(second)
        for each in members[first]:
            member_of[each] = first
    return [sorted(group) for group in members.values() if len(group) > 1]


def _belong(ones, others, needed: float, found, refused) -> bool:
    count = len(ones) + len(others)
    if count > MAX_MEMBERS:
        return False
    needed = LINKED_SHARE if count > SMALL_GROUP else needed
    between = [(min(one, other), max(one, other)) for one in ones for other in others]
    if any(pair in refused for pair in between):
        return False
    linked = sum(pair in found for pair in between)
    return linked >= needed * len(between)
