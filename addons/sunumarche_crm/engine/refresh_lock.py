"""Locks that keep two workers from refreshing the same figures."""

from enum import IntEnum, unique

from odoo.tools import SQL


@unique
class RefreshLock(IntEnum):
    """What is refreshed by one worker at a time, and its number in PostgreSQL.

    Numbers that only this addon uses; two kinds of figures never share one.
    """

    INDICATORS = 1_937_077_613
    SEGMENTS = 1_937_077_614
    RHYTHMS = 1_937_077_615
    CROSS_SELL = 1_937_077_616
    VALUES = 1_937_077_617


class LockedRefresh:
    """A refresh that one worker does at a time.

    How to use::

        if CustomerRefresh.acquire_lock(env):
            CustomerRefresh(company).run()
    """

    lock: RefreshLock

    @classmethod
    def acquire_lock(cls, env) -> bool:
        """Whether this transaction may refresh; held until it ends."""
        [[acquired]] = env.execute_query(
            SQL("SELECT pg_try_advisory_xact_lock(%s)", int(cls.lock))
        )
        return acquired
