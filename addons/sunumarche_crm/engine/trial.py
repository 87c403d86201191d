"""Attempts of which nothing stays."""

from contextlib import contextmanager


@contextmanager
def trial(env):
    """Undo at the end whatever the block writes; its results are read inside."""
    savepoint = env.cr.savepoint()
    try:
        yield
    finally:
        savepoint.close(rollback=True)
        env.invalidate_all(flush=False)
