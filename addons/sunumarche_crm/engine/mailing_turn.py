"""Mailings are sent one after the other, each knowing what the others have sent.

Who may still receive one is counted in the messages sent; two that count at the same
time would each find room. A lock taken inside a transaction does not renew what that
sees: it is held on a connection of its own, and the transaction begins anew.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar

from psycopg2.errors import LockNotAvailable

from odoo import modules
from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.tools import SQL

NUMBER = 1_937_077_640
WAITING = "60s"
_is_held = ContextVar("mailing_turn_is_held", default=False)


@contextmanager
def mailing_turn(env: Environment) -> Iterator[None]:
    """Wait for the other mailings, see what they sent, and keep the turn until the end.

    What was written before, and what is written under it, is committed, as core does
    while it sends; not in tests, which have one transaction.

    :raise UserError: another one takes longer than a minute
    """
    if _is_held.get() or modules.module.current_test:
        yield
        return
    with closing(env.registry.cursor()) as cursor:
        _wait(env, cursor)
        token = _is_held.set(True)
        try:
            _commit(env)
            yield
            _commit(env)
        finally:
            _is_held.reset(token)


def _wait(env, cursor):
    cursor.execute(SQL("SET LOCAL lock_timeout = %s", WAITING))
    try:
        cursor.execute(
            SQL("SELECT pg_advisory_xact_lock(%s)", NUMBER), log_exceptions=False
        )
    except LockNotAvailable as error:
        raise UserError(
            env._("Another mailing is being sent. Try again in a few minutes.")
        ) from error


def _commit(env):
    env.cr.commit()
    env.invalidate_all()
