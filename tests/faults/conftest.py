import json
import os
from pathlib import Path

import pytest

from launcher.drills import FIGURES

from .machine import Machine


@pytest.fixture(scope="session")
def machine():
    """One PostgreSQL for all faults, with the tests' database as a template."""
    made = Machine()
    try:
        made.start()
        made.restore()
        yield made
    finally:
        made.close()


@pytest.fixture
def database(machine, request):
    """Return the name of a copy that is this test's alone."""
    name = machine.clone(f"faults_{abs(hash(request.node.nodeid)) % 10**8}")
    yield name
    for server in machine.servers:
        if server.database == name:
            server.kill()
    machine.drop(name)


@pytest.fixture(scope="session")
def figures():
    """What a drill finds; shown at its end, and written where the launcher says."""
    found = {}
    yield found
    text = json.dumps(found, indent=2, ensure_ascii=False)
    print(f"\n{text}")
    if path := os.environ.get(FIGURES):
        Path(path).write_text(text + "\n", encoding="utf-8")
