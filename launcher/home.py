"""Where things lie: what all clones share, and what belongs to this clone."""

import hashlib
import json
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import LauncherError

REPOSITORY = Path(__file__).resolve().parents[1]
GIGABYTE = 1024**3


def digest(*parts: str | bytes) -> str:
    """Return a short name for a content: 12 hexadecimal digits."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()[:12]


def sunu_home() -> Path:
    """Return the directory of everything downloaded or built."""
    chosen = os.environ.get("SUNU_HOME")
    if chosen:
        return Path(chosen).expanduser().resolve()
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache).expanduser().resolve() / "sunu"


def write_private(path: Path, text: str) -> None:
    """Replace a file at once; only its owner may read it, from the first byte on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(text)
    draft.replace(path)


def require_space(path: Path, gigabytes: float, purpose: str) -> None:
    """Refuse to start what the disk cannot hold."""
    path.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(path).free / GIGABYTE
    if free < gigabytes:
        raise LauncherError(
            f"{purpose} needs {gigabytes:g} GB free in {path}, "
            f"there are {free:.1f} GB.",
            "free some space, or name a roomier directory in SUNU_HOME",
        )


@dataclass(frozen=True)
class Instance:
    """This clone's own directory: settings, secrets, logs, database cluster."""

    path: Path

    @classmethod
    def of(cls, repository: Path = REPOSITORY) -> "Instance":
        """Return the instance of a clone; two clones never share one."""
        name = f"{repository.name}-{digest(str(repository))[:8]}"
        return cls(sunu_home() / "instances" / name)

    def make(self) -> None:
        """Make the directories; PostgreSQL's user may pass through, nobody may look."""
        self.path.mkdir(parents=True, exist_ok=True)
        self.path.chmod(0o711)
        for private in (self.data, self.logs, self.path / "conf"):
            private.mkdir(exist_ok=True)
            private.chmod(0o700)

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def data(self) -> Path:
        """Odoo's data directory: the filestores and the sessions."""
        return self.path / "data"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def read(self, name: str) -> dict[str, Any]:
        """Return what was remembered under this name."""
        path = self.path / f"{name}.json"
        return json.loads(path.read_text("utf-8")) if path.exists() else {}

    def write(self, name: str, content: dict[str, Any]) -> None:
        """Remember something, readable by its owner only."""
        text = json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True)
        write_private(self.path / f"{name}.json", text + "\n")

    def secret(self, name: str) -> str:
        """Return the generated password of that name; the first call makes it."""
        known = self.read("secrets")
        if name not in known:
            known[name] = secrets.token_urlsafe(24)
            self.write("secrets", known)
        return known[name]
