"""The one place that imports WeasyPrint, with a clear answer where it is missing."""

import logging
from types import ModuleType

_logger = logging.getLogger(__name__)

LEVELS = {
    "weasyprint": logging.CRITICAL,
    "weasyprint.progress": logging.CRITICAL,
    "fontTools": logging.ERROR,
}


class LibraryMissing(Exception):
    """WeasyPrint, or a system library that it needs, is not installed."""


def load() -> ModuleType:
    """Return the package ``weasyprint``; raise LibraryMissing if it cannot run.

    Imported at the first print: it takes half a second, and a server that prints
    nothing (a cron worker) never pays for it.
    """
    # Bootstrap uses properties that mean nothing on paper: a warning each, thousands
    # a sheet. What cannot be loaded is logged by our own fetcher, with the user.
    for name, level in LEVELS.items():
        logging.getLogger(name).setLevel(level)
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        _logger.warning("WeasyPrint cannot be loaded: %s", error)
        raise LibraryMissing(str(error).splitlines()[0]) from error
    return weasyprint


def load_selectors() -> ModuleType:
    """Return the package that matches selectors for WeasyPrint."""
    import cssselect2

    return cssselect2


def load_rasterizer() -> ModuleType:
    """Return the package that makes pictures of pages."""
    try:
        import pypdfium2
    except ImportError as error:
        raise LibraryMissing(str(error)) from error
    return pypdfium2
