"""Read the machine's own apt sources, to learn where its Debian archive is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import LauncherError

APT_DIRECTORY = Path("/etc/apt")
DEBIAN_SUITES = frozenset(
    [
        "oldoldstable",
        "oldstable",
        "stable",
        "testing",
        "unstable",
        "sid",
        "bullseye",
        "bookworm",
        "trixie",
        "forky",
        "duke",
    ]
)


@dataclass(frozen=True)
class Source:
    """One archive of the machine; ``signed_by`` is a path, a key block or empty."""

    uris: tuple[str, ...]
    suites: tuple[str, ...]
    components: tuple[str, ...]
    signed_by: str = ""

    @property
    def is_debian(self) -> bool:
        """Tell Debian's main archive from updates, security and strangers."""
        return "main" in self.components and not DEBIAN_SUITES.isdisjoint(self.suites)

    def stanza(self, suites: tuple[str, ...]) -> str:
        """Return the same archive, same signature check, for other suites."""
        lines = [
            "Types: deb",
            f"URIs: {' '.join(self.uris)}",
            f"Suites: {' '.join(suites)}",
            "Components: main",
        ]
        if self.signed_by:
            lines.append(f"Signed-By: {self.signed_by}")
        return "\n".join(lines) + "\n"


def parse_list(text: str) -> Iterator[Source]:
    """Yield the sources of a one-line-style file (``*.list``)."""
    for line in text.splitlines():
        match = re.match(
            r"\s*deb\s+(?:\[(?P<options>[^]]*)\]\s*)?(?P<rest>[^#]+)", line
        )
        if not match:
            continue
        words = match["rest"].split()
        if len(words) >= 3:
            key = re.search(r"signed-by=(\S+)", match["options"] or "")
            yield Source(
                (words[0],), (words[1],), tuple(words[2:]), key[1] if key else ""
            )


def parse_deb822(text: str) -> Iterator[Source]:
    """Yield the enabled sources of a deb822 file (``*.sources``)."""
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    for stanza in re.split(r"\n\s*\n", "\n".join(lines)):
        fields = _fields(stanza)
        if "deb" in fields.get("types", "").split() and _enabled(fields):
            yield Source(
                tuple(fields.get("uris", "").split()),
                tuple(fields.get("suites", "").split()),
                tuple(fields.get("components", "").split()),
                fields.get("signed-by", ""),
            )


def _enabled(fields: dict[str, str]) -> bool:
    return fields.get("enabled", "yes").lower() not in ("no", "false", "0")


def _fields(stanza: str) -> dict[str, str]:
    """Return a stanza's fields; continuation lines keep their leading blank."""
    fields: dict[str, str] = {}
    name = ""
    for line in stanza.splitlines():
        if line[:1].isspace() and name:
            fields[name] += "\n" + line.rstrip()
        elif ":" in line:
            name, value = line.split(":", 1)
            name = name.strip().lower()
            fields[name] = value.strip()
    return fields


def machine_sources(directory: Path = APT_DIRECTORY) -> list[Source]:
    """Return every enabled source of the machine, in apt's order."""
    found: list[Source] = []
    parts = directory / "sources.list.d"
    for path in (directory / "sources.list", *sorted(parts.glob("*"))):
        if not path.is_file():
            continue
        text = path.read_text("utf-8", errors="replace")
        if path.suffix == ".list":
            found.extend(parse_list(text))
        elif path.suffix == ".sources":
            found.extend(parse_deb822(text))
    return found


def debian_source(directory: Path = APT_DIRECTORY) -> Source:
    """Return the machine's Debian archive, or explain what is missing."""
    for source in machine_sources(directory):
        if source.is_debian and source.uris and not source.uris[0].startswith("cdrom:"):
            return source
    raise LauncherError(
        f"No Debian archive in this machine's apt sources ({directory}).",
        "add Debian's main archive to the apt sources, or name an Odoo 19 tree "
        "in ODOO_HOME",
    )
