"""Stops statements that take too long."""

from contextlib import contextmanager

import psycopg2.errors

from odoo.exceptions import UserError
from odoo.tools import SQL

SETTING = "statement_timeout"


@contextmanager
def time_limit(env, seconds: float):
    """No statement of the block may take longer than ``seconds``.

    The block runs in a savepoint, so that the transaction goes on after a refusal;
    what limit there was before holds again afterwards.

    :raise UserError: when a statement was stopped
    """
    ((before,),) = env.execute_query(SQL("SELECT current_setting(%s)", SETTING))
    try:
        with env.cr.savepoint():
            _set(env, f"{int(seconds * 1000)}ms")
            yield
            _set(env, before)
    except psycopg2.errors.QueryCanceled as error:
        raise UserError(
            env._(
                "The answer takes more than %s seconds: add a condition that narrows "
                "the question.",
                format(seconds, "g"),
            )
        ) from error


def _set(env, value: str) -> None:
    """Until the end of the transaction, or of the savepoint when it is undone."""
    env.execute_query(SQL("SELECT set_config(%s, %s, TRUE)", SETTING, value))
