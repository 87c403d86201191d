"""The lines of the matrix through real requests, as a program would send them.

All endpoints end in the same methods of the ORM, on which ``test_rights_matrix.py``
tries every line. Each expectation of a role on a model goes through ``/json/2``, one
line of each model and role, in turn, through the others.
"""

import contextlib
import itertools
from unittest.mock import patch

from .endpoints import CallKw, Json2, JsonRpc, XmlRpc
from .matrix import LINES, OPERATIONS, Attempt, StoredState, undone
from .rpc_case import RpcCase


def _first_of_each(key):
    """Return the first line of each key, in the order of the matrix."""
    firsts = {}
    for line in LINES:
        firsts.setdefault(key(line), line)
    return list(firsts.values())


def _no_rules(self, for_records, mode="read"):
    return self.browse()


class TestRightsRpc(RpcCase):
    def test_each_expectation_through_json_2(self):
        firsts = _first_of_each(lambda line: (line.role, line.model, line.allowed))
        with self._without_explanations():
            self._check(Json2, firsts)

    @contextlib.contextmanager
    def _without_explanations(self):
        """Errors that do not name rules and groups: most of what a refusal costs."""
        access, rule = self.registry["ir.model.access"], self.registry["ir.rule"]
        with (
            patch.object(access, "group_names_with_access", lambda *args, **kwargs: []),
            patch.object(rule, "_get_failing", _no_rules),
        ):
            yield

    def test_each_model_and_role_through_the_legacy_endpoints(self):
        firsts = _first_of_each(lambda line: (line.role, line.model))
        endpoints = itertools.cycle((CallKw, JsonRpc, XmlRpc))
        chosen = {CallKw: [], JsonRpc: [], XmlRpc: []}
        for line, endpoint in zip(firsts, endpoints, strict=False):
            chosen[endpoint].append(line)
        with self._without_explanations():
            for endpoint, lines in chosen.items():
                self._check(endpoint, lines)

    def _check(self, endpoint, lines):
        faults = [
            f"{line} {fault}"
            for role, its_lines in itertools.groupby(lines, lambda line: line.role)
            for channel in [self.open(endpoint, role)]
            for line in its_lines
            for fault in self._try(channel, line)
        ]
        self.assertFalse(faults, "\n".join([endpoint.name, *faults]))

    def _try(self, channel, line):
        """Yield what differs from the matrix, and whether refusals have written."""
        allowed = line.allowed if line.role != "public" else ()
        attempts = [Attempt(self.world, line, operation) for operation in OPERATIONS]
        refused = [one for one in attempts if one.operation not in allowed]
        with undone(self.env):
            prepared = [(attempt, attempt.prepare()) for attempt in refused]
            states = [StoredState(record) for record in {one.record for one in refused}]
            for attempt, call in prepared:
                yield from self._send(channel, attempt, call, allowed=False)
            if not all(state.is_unchanged() for state in states):
                yield "something was written by what should be refused"
        for attempt in attempts:
            if attempt.operation in allowed:
                with undone(self.env):
                    call = attempt.prepare()
                    yield from self._send(channel, attempt, call, allowed=True)

    def _send(self, channel, attempt, call, allowed):
        method, ids, arguments = call
        self.env.flush_all()
        outcome, _result = channel.call(attempt.line.model, method, ids, arguments)
        if not attempt.fits(outcome, allowed):
            yield f"{attempt.operation}: {outcome}"
