"""The lines of the matrix through real requests, as a program would send them.

Every line goes through ``/json/2``; through the legacy endpoints goes one line of each
model and role, in turn: they end in the same method of the ORM.
"""

import itertools

from .endpoints import CallKw, Json2, JsonRpc, XmlRpc
from .matrix import LINES, OPERATIONS, Attempt, StoredState, undone
from .rpc_case import RpcCase


class TestRightsRpc(RpcCase):
    def test_each_line_through_json_2(self):
        self._check(Json2, LINES)

    def test_each_model_and_role_through_the_legacy_endpoints(self):
        firsts = {}
        for line in LINES:
            firsts.setdefault((line.role, line.model), line)
        endpoints = itertools.cycle((CallKw, JsonRpc, XmlRpc))
        chosen = {CallKw: [], JsonRpc: [], XmlRpc: []}
        for line, endpoint in zip(firsts.values(), endpoints, strict=False):
            chosen[endpoint].append(line)
        for endpoint, lines in chosen.items():
            self._check(endpoint, lines)

    def _check(self, endpoint, lines):
        faults = [
            f"{line} {operation}: {fault}"
            for role, its_lines in itertools.groupby(lines, lambda line: line.role)
            for channel in [self.open(endpoint, role)]
            for line in its_lines
            for operation in OPERATIONS
            for fault in self._try(channel, line, operation)
        ]
        self.assertFalse(faults, "\n".join([endpoint.name, *faults]))

    def _try(self, channel, line, operation):
        """Yield what differs from the matrix, and what a refusal has written."""
        attempt = Attempt(self.world, line, operation)
        state = StoredState(attempt.record)
        allowed = operation in line.allowed and line.role != "public"
        with undone(self.env):
            method, ids, arguments = attempt.prepare()
            self.env.flush_all()
            outcome, _result = channel.call(line.model, method, ids, arguments)
            self.env.invalidate_all()
            if not attempt.fits(outcome, allowed):
                yield outcome
            if not allowed and not state.is_unchanged():
                yield "something was written"
