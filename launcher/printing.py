"""What WeasyPrint needs of the system: text layout, and letters of our languages.

Pango with HarfBuzz lays text out, Cairo draws barcodes. DejaVu has the letters that
Odoo's own fonts lack: Wolof's ŋ, Arabic.
"""

import ctypes
from pathlib import Path

from .home import Instance
from .python_env import apt_install

LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libcairo.so.2": "libcairo2",
}
FONTS = {"DejaVuSans.ttf": "fonts-dejavu-core"}
FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local" / "share" / "fonts",
)
PURPOSE = "Printing needs text layout and fonts"


def missing_packages() -> list[str]:
    """Return the Debian packages without which documents do not print right."""
    libraries = [p for name, p in LIBRARIES.items() if not has_library(name)]
    return libraries + [p for name, p in FONTS.items() if not has_font(name)]


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_font(name: str) -> bool:
    return any(next(folder.rglob(name), None) for folder in FONT_FOLDERS)


def require_printing(instance: Instance) -> None:
    """Install what printing lacks when we are root; otherwise say what to type."""
    missing = missing_packages()
    if missing:
        apt_install(instance, *missing, purpose=PURPOSE)
