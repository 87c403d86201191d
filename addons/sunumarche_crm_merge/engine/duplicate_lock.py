"""The lock by which one worker at a time looks for duplicates."""

from odoo.tools import SQL

# A number that only this addon uses.
NUMBER = 1_937_077_701


class DuplicateLock:
    """How to use: ``if DuplicateLock.acquire_lock(env): ...``"""

    @staticmethod
    def acquire_lock(env) -> bool:
        """Whether this transaction may look; held until it ends."""
        [[acquired]] = env.execute_query(
            SQL("SELECT pg_try_advisory_xact_lock(%s)", NUMBER)
        )
        return acquired
