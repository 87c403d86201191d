"""The file of a backup: tar, compressed by zstd, encrypted by age."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from ..errors import LauncherError

PIECE = 8 * 1024**2
NOISE = "age: report unexpected"
MANIFEST, CHECKSUMS = "manifest.json", "checksums.json"
DATABASE, FILES = "database/", "filestore/"


class Pipe:
    """Two programs, one feeding the other; what they complain about is kept."""

    def __init__(
        self,
        commands: Sequence[Sequence[str]],
        stdin: int | IO[bytes],
        stdout: int | IO[bytes],
    ) -> None:
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115
        self.children: list[subprocess.Popen[bytes]] = []
        for position, command in enumerate(commands):
            last = position == len(commands) - 1
            child = subprocess.Popen(
                command,
                stdin=self.children[-1].stdout if self.children else stdin,
                stdout=stdout if last else subprocess.PIPE,
                stderr=self._errors,
            )
            if self.children:
                # The reader alone holds the pipe: its end is then noticed.
                self.children[-1].stdout.close()
            self.children.append(child)

    def wait(self) -> str:
        """Wait for both; return what they complained about if one failed."""
        codes = [child.wait() for child in self.children]
        return self.complaint() if any(codes) else ""

    def complaint(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().splitlines()
        told = [line for line in lines if line and not line.startswith(NOISE)]
        return "\n".join(told) or "a program was killed"

    def kill(self) -> None:
        for child in self.children:
            child.kill()
            child.wait()
        for stream in (self.children[0].stdin, self.children[-1].stdout):
            if stream:
                stream.close()


class Writer:
    """Writes a backup; the file is complete when ``close`` has returned.

    How to use: ``add`` the manifest, ``add_pieces`` of the dump, ``add_file`` for each
    file, ``close``. Whatever fails raises LauncherError; then ``give_up``.
    """

    def __init__(self, path: Path, recipients: Path | None) -> None:
        self.path = path
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(descriptor, "wb")
        commands = [["zstd", "--quiet", "-3", "-T0", "--stdout"]]
        if recipients:
            commands.append(["age", "--encrypt", "--recipients-file", str(recipients)])
        self._pipe = Pipe(commands, subprocess.PIPE, self._file)
        self._input = self._pipe.children[0].stdin
        self._tar = tarfile.open(  # noqa: SIM115
            fileobj=self._input, mode="w|", format=tarfile.PAX_FORMAT
        )

    def add(self, name: str, data: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        try:
            self._tar.addfile(member, io.BytesIO(data))
        except OSError as error:
            raise self._failure(error) from error

    def add_json(self, name: str, content: Any) -> None:
        self.add(name, json.dumps(content, indent=1, ensure_ascii=False).encode())

    def add_pieces(self, prefix: str, stream: IO[bytes]) -> dict[str, Any]:
        """Write a stream whose length nobody knows yet; return its size and sum."""
        total, size, number = hashlib.sha256(), 0, 0
        while piece := stream.read(PIECE):
            total.update(piece)
            size += len(piece)
            self.add(f"{prefix}{number:06d}", piece)
            number += 1
        return {"bytes": size, "sha256": total.hexdigest()}

    def add_file(self, name: str, path: Path) -> bytes:
        """Write a file of Odoo's filestore, which never changes; return its content.

        They are attachments: what a person uploads, which nginx limits.
        """
        data = path.read_bytes()
        self.add(name, data)
        return data

    def close(self) -> None:
        """Finish the file, and see to it that it is on the disk."""
        try:
            self._tar.close()
            self._input.close()
        except OSError as error:
            raise self._failure(error) from error
        complaint = self._pipe.wait()
        if complaint:
            raise self._failure(complaint)
        os.fsync(self._file.fileno())
        self._file.close()

    def give_up(self) -> None:
        self._pipe.kill()
        self._file.close()
        self.path.unlink(missing_ok=True)

    def _failure(self, error: object) -> LauncherError:
        complaint = self._pipe.wait() if isinstance(error, BrokenPipeError) else ""
        return LauncherError(
            f"Writing {self.path} failed: {complaint or error}",
            "make room on that disk, or name another directory; what was backed up "
            "before is untouched",
        )


class Reader:
    """Reads a backup from its first byte to its last, once.

    How to use: iterate over ``members``; when the loop has ended, the whole file was
    authenticated by age and summed by zstd, or LauncherError was raised.
    """

    def __init__(self, path: Path, key: Path | None) -> None:
        self.path = path
        commands = [["zstd", "--quiet", "--decompress", "--stdout", "-"]]
        if path.suffix == ".age":
            if key is None:
                raise LauncherError(
                    f"{path.name} is encrypted, and no key was named.",
                    "name the file of the private key: --key FILE",
                )
            commands.insert(0, ["age", "--decrypt", "--identity", str(key)])
        self._commands = commands

    def members(self) -> Iterator[tuple[str, bytes]]:
        """Yield the name and content of each member."""
        with self.path.open("rb") as source:
            pipe = Pipe(self._commands, source, subprocess.PIPE)
            try:
                yield from self._read(pipe)
            finally:
                pipe.kill()

    def _read(self, pipe: Pipe) -> Iterator[tuple[str, bytes]]:
        output = pipe.children[-1].stdout
        try:
            with tarfile.open(fileobj=output, mode="r|") as tar:
                for member in tar:
                    data = tar.extractfile(member)
                    yield member.name, data.read() if data else b""
            while output.read(PIECE):
                pass
        except (tarfile.TarError, EOFError) as error:
            raise self.refusal(pipe.wait() or str(error)) from error
        complaint = pipe.wait()
        if complaint:
            raise self.refusal(complaint)

    def refusal(self, complaint: str) -> LauncherError:
        """Return what is told of a file that cannot be read to its end."""
        if "no identity matched" in complaint:
            return LauncherError(
                f"This key does not open {self.path.name}.",
                "name the private key of one of the recipients it was made for",
            )
        return LauncherError(
            f"{self.path.name} is damaged or cut short: {complaint}",
            "take another backup: this one cannot be restored",
        )


def sha256_of(path: Path) -> str:
    """Return the sum of a file, read piece by piece."""
    total = hashlib.sha256()
    with path.open("rb") as handle:
        while piece := handle.read(PIECE):
            total.update(piece)
    return total.hexdigest()
