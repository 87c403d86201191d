"""In which order segments are computed, and whether they go round in a circle."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

# A batch is computed in one statement, each segment being a bit of a bigint.
BATCH_SIZE = 60


@dataclass(frozen=True)
class GraphNode:
    """A segment among the others.

    :ivar needs: ids of the segments that its rule mentions
    :ivar axis: id of its axis; 0 without
    :ivar rank: its place on the axis, where the first that fits wins
    """

    id: int
    needs: frozenset[int] = frozenset()
    axis: int = 0
    rank: tuple = ()


class SegmentGraph:
    """Sorts segments so that each comes after those it needs.

    How to use::

        chain = SegmentGraph(nodes).find_cycle()   # [] or the ids of a circle
        batches = SegmentGraph(nodes).get_batches()

    How it works: a segment needs those that its rule mentions (in an earlier batch)
    and those before it on its axis (in the same batch at the latest).
    """

    def __init__(self, nodes: Iterable[GraphNode]):
        self.nodes: Mapping[int, GraphNode] = {node.id: node for node in nodes}
        by_axis: dict[int, list[GraphNode]] = {}
        for node in sorted(self.nodes.values(), key=lambda one: (one.rank, one.id)):
            if node.axis:
                by_axis.setdefault(node.axis, []).append(node)
        self.places = {
            node.id: place
            for members in by_axis.values()
            for place, node in enumerate(members)
        }
        self.before = {
            node.id: [one.id for one in members[:place]]
            for members in by_axis.values()
            for place, node in enumerate(members)
        }

    def get_needs(self, segment_id: int) -> list[int]:
        """What must be known first: mentioned segments, then those before it."""
        node = self.nodes[segment_id]
        mentioned = sorted(one for one in node.needs if one in self.nodes)
        return [*mentioned, *self.before.get(segment_id, ())]

    def find_cycle(self) -> list[int]:
        """The ids of segments that need each other in a circle; empty without."""
        done: set[int] = set()
        for start in self.nodes:
            if chain := self._visit(start, [], done):
                return chain
        return []

    def _visit(self, segment_id, path: list[int], done: set[int]) -> list[int]:
        if segment_id in path:
            return [*path[path.index(segment_id) :], segment_id]
        if segment_id in done:
            return []
        for needed in self.get_needs(segment_id):
            if chain := self._visit(needed, [*path, segment_id], done):
                return chain
        done.add(segment_id)
        return []

    def get_batches(self) -> list[list[int]]:
        """The ids in the order of computation, in batches for one statement each.

        Within a batch the segments of an axis stand in the order of the axis.
        """
        levels: dict[int, int] = {}
        for segment_id in self.nodes:
            self._set_level(segment_id, levels)
        ordered = sorted(
            self.nodes.values(),
            key=lambda one: (levels[one.id], one.axis, self.places.get(one.id, 0)),
        )
        batches: list[list[int]] = []
        for level in sorted(set(levels.values())):
            ids = [node.id for node in ordered if levels[node.id] == level]
            batches += [
                ids[start : start + BATCH_SIZE]
                for start in range(0, len(ids), BATCH_SIZE)
            ]
        return batches

    def _set_level(self, segment_id: int, levels: dict[int, int]) -> int:
        if segment_id not in levels:
            node = self.nodes[segment_id]
            mentioned = [
                self._set_level(one, levels) + 1
                for one in node.needs
                if one in self.nodes
            ]
            earlier = [
                self._set_level(one, levels) for one in self.before.get(segment_id, ())
            ]
            levels[segment_id] = max([0, *mentioned, *earlier])
        return levels[segment_id]

    def get_dependents(self, segment_ids: Iterable[int]) -> set[int]:
        """These segments and all that need them, directly or not."""
        found = set(segment_ids)
        users: dict[int, set[int]] = {}
        for segment_id in self.nodes:
            for needed in self.get_needs(segment_id):
                users.setdefault(needed, set()).add(segment_id)
        waiting: Sequence[int] = list(found)
        while waiting:
            waiting = [
                user
                for one in waiting
                for user in users.get(one, ())
                if user not in found and not found.add(user)
            ]
        return found

    def name_chain(self, chain: list[int], get_name: Callable[[int], str]) -> str:
        return " → ".join(get_name(one) for one in chain)
